import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { OverlaysView } from '#shared/contract/overlays.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { AlertsTab } from './alerts-tab.tsx';
import { CardsTab } from './cards-tab.tsx';
import { GalleryTab } from './gallery-tab.tsx';
import { ThemesTab } from './themes-tab.tsx';
import './overlays.css';

const TABS = ['overlays', 'alerts', 'cards', 'themes'] as const;
type TabId = (typeof TABS)[number];
const TAB_KEY = 'yingxi.overlays.tab';

/** Everything around her in the picture: what it shows, how it looks, and its address for OBS. */
export function OverlaysPage() {
  const { overlays: words } = useStrings();
  const { value, problem } = useWatch((api) => api.overlays.view);
  const [tab, setTab] = useState<TabId>(() => TABS.find((one) => one === localStorage.getItem(TAB_KEY)) ?? 'overlays');
  const choose = (next: string | null): void => {
    const wanted = TABS.find((one) => one === next) ?? 'overlays';
    localStorage.setItem(TAB_KEY, wanted);
    setTab(wanted);
  };
  return (
    <Page title={words.title} intro={words.intro} wide>
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
            <TabOf tab={tab} view={value} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function TabOf({ tab, view }: { readonly tab: TabId; readonly view: OverlaysView }) {
  switch (tab) {
    case 'overlays':
      return <GalleryTab view={view} />;
    case 'alerts':
      return <AlertsTab view={view} />;
    case 'cards':
      return <CardsTab pictures={view.pictures} />;
    case 'themes':
      return <ThemesTab themes={view.themes} imports={view.imports} />;
  }
}
