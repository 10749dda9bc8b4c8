import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
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
import './bridges/bridges.css';
import './connections.css';

/** Where viewers' messages come in. */
export function ConnectionsPage() {
  const { connections } = useStrings();
  const { value, problem } = useMirror('connections');
  return (
    <Page title={connections.title} intro={connections.intro}>
      {value === undefined && problem !== undefined ? <FailedState title={connections.loadFailed} problem={problem} /> : null}
      <div className="cards">
        <BilibiliOpenCard />
        <BilibiliWebCard />
        <TwitchCard />
        <TwitchEventsCard />
        <YoutubeCard />
        <DouyuCard />
        <TiktokCard />
        <BridgesCard />
        <PracticeCard />
        <RecordingsCards />
        <ApiCard />
      </div>
    </Page>
  );
}
