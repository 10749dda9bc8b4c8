import { IconMessageReply } from '@tabler/icons-react';
import type { Performance } from '#shared/contract/speech.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { EmotionIcon } from '../../ui/emotion-icon.tsx';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';
import { RecentAnswers } from './recent-answers.tsx';

/** What she is doing now: whom she answers, her words, and how far they have been heard. */
export function NowCard() {
  const strings = useStrings();
  const performance = useMirror('performance').value;
  const quietSeconds = useSecondsUntil(performance?.quietUntilMs ?? null);
  const idle = performance === undefined || performance.state === 'idle';
  return (
    <section className={`panel now now-${performance?.state ?? 'idle'}`} aria-label={strings.live.now}>
      <div className="now-head">
        <IconMessageReply size="1rem" aria-hidden />
        <strong className="now-about">{aboutText(strings, performance)}</strong>
        {idle && quietSeconds > 0 ? <span className="now-tag">{fill(strings.live.nowQuiet, { n: quietSeconds })}</span> : null}
        {idle ? null : <Tags performance={performance} />}
      </div>
      <Words performance={performance} />
      <RecentAnswers />
    </section>
  );
}

function aboutText({ live }: Strings, performance: Performance | undefined): string {
  if (performance === undefined || performance.state === 'idle') return live.nowIdle;
  const { about } = performance;
  if (about === null || about.kind === 'say') return live.nowSay;
  const name = fill(live.nowAnswering, { name: about.userName });
  return about.mergedCount > 0 ? `${name} ${fill(live.nowMerged, { n: about.mergedCount })}` : name;
}

function Tags({ performance }: { readonly performance: Performance }) {
  const { live, emotions } = useStrings();
  return (
    <span className="now-tags">
      <span className="now-tag">
        <EmotionIcon emotion={performance.emotion} size="0.95rem" /> {emotions[performance.emotion]}
      </span>
      {performance.mind === 'none' ? null : (
        <span className={`now-tag now-tag-${performance.mind}`}>
          {performance.mind === 'model' ? live.nowModel : live.nowOffline}
        </span>
      )}
    </span>
  );
}

function Words({ performance }: { readonly performance: Performance | undefined }) {
  const { live } = useStrings();
  if (performance === undefined || (performance.state === 'idle' && performance.reply === ''))
    return <p className="now-hint">{live.nowIdleHint}</p>;
  const { about, reply, spokenUntil, state } = performance;
  const asked = about === null || about.kind === 'say' ? '' : about.text;
  return (
    <div className="now-words">
      {asked === '' ? null : <p className="now-asked">{asked}</p>}
      {state === 'thinking' && reply === '' ? (
        <p className="now-thinking">{live.nowThinking}</p>
      ) : (
        <p className="now-reply">
          <span className="now-heard">{reply.slice(0, spokenUntil)}</span>
          <span>{reply.slice(spokenUntil)}</span>
        </p>
      )}
    </div>
  );
}
