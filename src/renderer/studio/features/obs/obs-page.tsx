import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { parameterOfAddress } from '../../shell/routes.ts';
import { Page } from '../../ui/page.tsx';
import { ConnectTab } from './connect/connect-tab.tsx';
import { ObsStateChip } from './connect/obs-state-chip.tsx';
import { ControlTab } from './control/control-tab.tsx';
import { SetupTab } from './setup/setup-tab.tsx';
import './obs.css';

const TABS = ['connect', 'setup', 'control'] as const;
type Tab = (typeof TABS)[number];
const TAB_KEY = 'yingxi.obs.tab';
const tabFrom = (name: string | null | undefined): Tab => TABS.find((one) => one === name) ?? 'connect';

/** OBS Studio: the connection, the scenes that are made in it, and what is done with them. The address may name the tab. */
export function ObsPage() {
  const { obs, obsSetup, obsControl } = useStrings();
  const status = useWatch((api) => api.obs.watch);
  const [tab, setTab] = useState(() => tabFrom(parameterOfAddress('tab') ?? localStorage.getItem(TAB_KEY)));
  const choose = (next: string | null): void => {
    const wanted = tabFrom(next);
    localStorage.setItem(TAB_KEY, wanted);
    setTab(wanted);
  };
  return (
    <Page
      title={obs.title}
      intro={obs.intro}
      right={status.value === undefined ? null : <ObsStateChip state={status.value.state} />}
      wide
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="connect">{obs.tabs.connect}</Tabs.Tab>
          <Tabs.Tab value="setup">{obsSetup.tab}</Tabs.Tab>
          <Tabs.Tab value="control">{obsControl.tab}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="connect" pt="md">
          <ConnectTab status={status} onSetUp={() => choose('setup')} />
        </Tabs.Panel>
        <Tabs.Panel value="setup" pt="md">
          <SetupTab onConnection={() => choose('connect')} />
        </Tabs.Panel>
        <Tabs.Panel value="control" pt="md">
          <ControlTab onConnect={() => choose('connect')} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
