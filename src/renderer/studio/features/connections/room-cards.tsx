import type { ReactNode } from 'react';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { ApiCard } from './api-card.tsx';
import { BilibiliOpenCard } from './bilibili-open-card.tsx';
import { BilibiliWebCard } from './bilibili-web-card.tsx';
import { BridgesCard } from './bridges/bridges-card.tsx';
import { DouyuCard } from './douyu-card.tsx';
import { PracticeCard } from './practice-card.tsx';
import { RecordingsCards } from './recordings-cards.tsx';
import { TiktokCard } from './tiktok-card.tsx';
import { TwitchCard } from './twitch-card.tsx';
import { TwitchEventsCard } from './twitch-events-card.tsx';
import { YoutubeCard } from './youtube-card.tsx';

type RoomGroup = 'bilibili' | 'twitch' | 'youtube' | 'douyu' | 'tiktok' | 'bridges' | 'practice' | 'recordings' | 'api';

/** A group's sources are those whose ids begin so. The API is always there, which says nothing. */
const GROUPS: Readonly<Record<RoomGroup, { readonly sources: readonly string[]; readonly cards: ReactNode }>> = {
  bilibili: {
    sources: ['bilibili'],
    cards: (
      <>
        <BilibiliOpenCard />
        <BilibiliWebCard />
      </>
    ),
  },
  twitch: {
    sources: ['twitch'],
    cards: (
      <>
        <TwitchCard />
        <TwitchEventsCard />
      </>
    ),
  },
  youtube: { sources: ['youtube'], cards: <YoutubeCard /> },
  douyu: { sources: ['douyu'], cards: <DouyuCard /> },
  tiktok: { sources: ['tiktok'], cards: <TiktokCard /> },
  bridges: { sources: ['bridge-'], cards: <BridgesCard /> },
  practice: { sources: ['practice'], cards: <PracticeCard /> },
  recordings: { sources: ['recorder', 'replay'], cards: <RecordingsCards /> },
  api: { sources: [], cards: <ApiCard /> },
};

/** What streamers of a language use most comes first. */
const ORDER = {
  'zh-CN': ['bilibili', 'douyu', 'bridges', 'tiktok', 'twitch', 'youtube', 'practice', 'recordings', 'api'],
  en: ['twitch', 'youtube', 'tiktok', 'bridges', 'bilibili', 'douyu', 'practice', 'recordings', 'api'],
  ja: ['youtube', 'twitch', 'bridges', 'tiktok', 'bilibili', 'douyu', 'practice', 'recordings', 'api'],
} as const satisfies Readonly<Record<string, readonly RoomGroup[]>>;

const placeOf = (group: RoomGroup): string => `rooms-${group}`;

/** Every way in, and a row above them that leads to each: nobody should have to scroll past keys that are not theirs. */
export function RoomCards() {
  const order = ORDER[useInterfaceLanguage()];
  return (
    <>
      <RoomJumps order={order} />
      <div className="cards">
        {order.map((group) => (
          <div key={group} id={placeOf(group)} className="cards room-group" tabIndex={-1}>
            {GROUPS[group].cards}
          </div>
        ))}
      </div>
    </>
  );
}

function RoomJumps({ order }: { readonly order: readonly RoomGroup[] }) {
  const { connections, moreRooms, platforms } = useStrings();
  const running = useMirror('connections').value?.filter(({ health }) => health.status === 'ready') ?? [];
  const names: Readonly<Record<RoomGroup, string>> = {
    ...{ bilibili: platforms.bilibili, twitch: platforms.twitch, youtube: platforms.youtube },
    ...{ douyu: platforms.douyu, tiktok: platforms.tiktok, bridges: moreRooms.bridges },
    ...{ practice: connections.practice, recordings: connections.recording, api: connections.api },
  };
  const isOn = (group: RoomGroup): boolean =>
    running.some(({ id }) => GROUPS[group].sources.some((begins) => id.startsWith(begins)));
  return (
    <nav className="room-jumps" aria-label={connections.jump}>
      {order.map((group) => (
        <button type="button" key={group} data-on={isOn(group) || undefined} onClick={() => goTo(group)}>
          {names[group]}
        </button>
      ))}
    </nav>
  );
}

function goTo(group: RoomGroup): void {
  const place = document.getElementById(placeOf(group));
  place?.scrollIntoView({ block: 'start' });
  place?.focus({ preventScroll: true });
}
