import { memo, type ReactNode } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { isViewerEvent, type LiveUser, type Role, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import type { FeedRow } from '../../session/room-feed.ts';
import { addressOf } from '../../shell/routes.ts';
import { IntentChip } from '../../ui/intent-chip.tsx';
import { moneyText } from '../../ui/money.ts';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { DecisionChip } from './decision-chip.tsx';
import { deedText, lineText } from './deed-text.ts';
import { ScoreMark } from './score-mark.tsx';

interface FeedItemProps {
  readonly row: FeedRow;
  readonly note: LedgerEntry | undefined;
}

/** One row of the room. Viewers' words are always text, never markup. */
export const FeedItem = memo(function FeedItem({ row, note }: FeedItemProps) {
  const strings = useStrings();
  const { event, retracted } = row;
  if (!isViewerEvent(event)) return <p className="feed-line">{lineText(strings, event)}</p>;
  switch (event.kind) {
    case 'join':
    case 'follow':
    case 'share':
    case 'like':
      return (
        <p className="feed-line">
          <UserName user={event.user} /> {deedText(strings, event)}
        </p>
      );
    case 'chat':
      return (
        <FeedMessage event={event} note={note} tone={event.highlighted === true ? 'highlight' : 'chat'}>
          <FeedWords text={event.text} retracted={retracted} />
        </FeedMessage>
      );
    default:
      return (
        <FeedMessage event={event} note={note} tone={event.kind}>
          <PaidLine event={event} />
          {textOfEvent(event) === '' ? null : <FeedWords text={textOfEvent(event)} retracted={retracted} />}
        </FeedMessage>
      );
  }
});

function FeedMessage({
  event,
  note,
  tone,
  children,
}: {
  readonly event: ViewerEvent;
  readonly note: LedgerEntry | undefined;
  readonly tone: string;
  readonly children: ReactNode;
}) {
  return (
    <article className={`feed-item feed-${tone}`}>
      <div className="feed-who">
        <PlatformBadge platform={event.platform} />
        <ViewerLink event={event} />
        <Badges user={event.user} />
        <span className="feed-space" />
        {note === undefined ? null : <FeedVerdict note={note} />}
      </div>
      {children}
    </article>
  );
}

function FeedWords({ text, retracted }: { readonly text: string; readonly retracted: boolean }) {
  const { live } = useStrings();
  return retracted ? <p className="feed-text feed-retracted">{live.removed}</p> : <p className="feed-text">{text}</p>;
}

function PaidLine({ event }: { readonly event: ViewerEvent }) {
  const strings = useStrings();
  const language = useInterfaceLanguage();
  const value = 'value' in event ? event.value : null;
  return (
    <p className="feed-deed">
      <span>{deedText(strings, event)}</span>
      {value === null ? null : <b className="tabular">{moneyText(value, language)}</b>}
    </p>
  );
}

const NAME_TINTS = 6;
/** A tint that stays with the viewer. */
function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % NAME_TINTS;
}

function UserName({ user }: { readonly user: LiveUser }) {
  const { feed } = useStrings();
  const name = user.anonymous === true || user.name === '' ? feed.anonymous : user.name;
  return (
    <span className={`feed-name name-${tintOf(user.id ?? user.name)}`} title={user.login ?? name}>
      {name}
    </span>
  );
}

/** What the line wants, what it is worth and what became of it. */
function FeedVerdict({ note }: { readonly note: LedgerEntry }) {
  const telling = note.intent !== undefined && note.intent !== 'chat';
  return (
    <>
      {telling && note.intent !== undefined ? <IntentChip intent={note.intent} /> : null}
      <ScoreMark note={note} />
      <DecisionChip entry={note} />
    </>
  );
}

/** Opens the viewer's card; plain words where the platform hides who it is. */
function ViewerLink({ event: { platform, user } }: { readonly event: ViewerEvent }) {
  const { roomFeed } = useStrings();
  if (user.id === null || user.anonymous === true) return <UserName user={user} />;
  return (
    <a
      className="feed-link"
      href={addressOf('viewers', { key: `${platform}:${user.id}` })}
      aria-label={fill(roomFeed.openViewer, { name: user.name })}
    >
      <UserName user={user} />
    </a>
  );
}

/** Fan medal, guard and the weightiest role. */
function Badges({ user }: { readonly user: LiveUser }) {
  const { roomFeed } = useStrings();
  const guard = user.guardLevel === undefined || user.guardLevel === 0 ? undefined : roomFeed[`guard${user.guardLevel}`];
  const medal = user.medal ?? undefined;
  return (
    <>
      {guard === undefined ? null : <span className="role role-vip">{guard}</span>}
      {medal === undefined ? null : (
        <span className="feed-medal" title={fill(roomFeed.medal, { name: medal.name, level: medal.level })}>
          {medal.name} <b className="tabular">{medal.level}</b>
        </span>
      )}
      <Roles roles={user.roles} />
    </>
  );
}

/** Only the weightiest role is shown. */
const ROLE_ORDER: readonly Role[] = ['owner', 'moderator', 'vip', 'member', 'verified'];
function Roles({ roles }: { readonly roles: readonly Role[] }) {
  const { feed } = useStrings();
  const role = ROLE_ORDER.find((one) => roles.includes(one));
  return role === undefined ? null : <span className={`role role-${role}`}>{feed[role]}</span>;
}
