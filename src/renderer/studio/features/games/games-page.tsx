import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { GamesView } from '#shared/audience/games.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { GoalsTab } from './goals-tab.tsx';
import { LotteryTab } from './lottery-tab.tsx';
import { PredictionTab } from './prediction-tab.tsx';
import { ProofsTab } from './proofs-tab.tsx';
import { VoteTab } from './vote-tab.tsx';
import { WheelTab } from './wheel-tab.tsx';
import './games.css';

const TABS = ['lottery', 'wheel', 'vote', 'prediction', 'goals', 'proofs'] as const;
type TabId = (typeof TABS)[number];
const TAB_KEY = 'yingxi.games.tab';

/** Games that the audience plays along. */
export function GamesPage() {
  const { games: words } = useStrings();
  const { value, problem } = useWatch((api) => api.games.watch);
  const [tab, setTab] = useState<TabId>(() => TABS.find((one) => one === localStorage.getItem(TAB_KEY)) ?? 'lottery');
  const choose = (next: string | null): void => {
    const wanted = TABS.find((one) => one === next) ?? 'lottery';
    localStorage.setItem(TAB_KEY, wanted);
    setTab(wanted);
  };
  return (
    <Page title={words.title} intro={words.intro}>
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          {value === undefined ? (
            <Panel>
              {problem === undefined ? <LoadingState rows={6} /> : <FailedState title={words.loadFailed} problem={problem} />}
            </Panel>
          ) : (
            <div className="cards">
              <TabOf tab={tab} view={value} />
            </div>
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function TabOf({ tab, view }: { readonly tab: TabId; readonly view: GamesView }) {
  switch (tab) {
    case 'lottery':
      return <LotteryTab view={view.lottery} />;
    case 'wheel':
      return <WheelTab view={view.wheel} />;
    case 'vote':
      return <VoteTab view={view.vote} />;
    case 'prediction':
      return <PredictionTab view={view.prediction} />;
    case 'goals':
      return <GoalsTab goals={view.goals} />;
    case 'proofs':
      return <ProofsTab rounds={view.lottery.round.id + view.wheel.history.length} />;
  }
}
