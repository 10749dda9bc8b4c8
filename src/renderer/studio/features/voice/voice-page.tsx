import { Tabs } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { SavedSlider } from '../../ui/fields.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useSave } from '../../ui/use-save.ts';
import { percent, signed } from './amounts.ts';
import { AssistantCard } from './assistant-card.tsx';
import { DictionaryCard } from './dictionary-card.tsx';
import { EngineCard } from './engine-card.tsx';
import { LoudnessCard } from './loudness-card.tsx';
import { OutputCard } from './output-card.tsx';
import { ServersCard } from './servers/servers-card.tsx';
import { TestCard } from './test-card.tsx';
import { TranslationCard } from './translation-card.tsx';
import { TrialCard } from './trial-card.tsx';
import { VoicesCard } from './voices-card.tsx';
import './voice.css';

const TABS = ['hers', 'programs', 'words', 'others'] as const;
type Tab = (typeof TABS)[number];
const TAB_KEY = 'yingxi.voice-tab';

/** How she sounds: her voice, programs that speak for her, readings and languages, and all other sound. */
export function VoicePage() {
  const { voice, speaking } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.speech.engines({}, { signal }), [client]);
  const { value, problem, again } = useQuery(ask);
  const [tab, setTab] = useTab();
  const failed = problem === undefined ? null : <FailedState title={voice.loadFailed} problem={problem} onRetry={again} />;
  const engines = (show: (engines: readonly VoiceEngineInfo[]) => React.ReactNode): React.ReactNode =>
    value === undefined ? (failed ?? <LoadingState rows={5} />) : show(value);
  return (
    <Page title={voice.title} intro={voice.intro}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {speaking.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel className="voice-tab" value="hers">
          {engines((all) => (
            <>
              <EngineCard engines={all} />
              <VoicesCard engines={all} />
            </>
          ))}
          <ToneCard />
          {value === undefined ? null : <TrialCard engines={value} onTested={again} />}
          <TestCard />
        </Tabs.Panel>
        <Tabs.Panel className="voice-tab" value="programs">
          <ServersCard onChange={again} />
        </Tabs.Panel>
        <Tabs.Panel className="voice-tab" value="words">
          <DictionaryCard />
          <TranslationCard />
        </Tabs.Panel>
        <Tabs.Panel className="voice-tab" value="others">
          <LoudnessCard />
          {engines((all) => (
            <AssistantCard engines={all} />
          ))}
          <OutputCard />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** The tab that was open last. */
function useTab(): [Tab, (next: string | null) => void] {
  const [tab, setTab] = useState<Tab>(() => TABS.find((one) => one === localStorage.getItem(TAB_KEY)) ?? 'hers');
  const choose = (next: string | null): void => {
    const known = TABS.find((one) => one === next);
    if (known === undefined) return;
    localStorage.setItem(TAB_KEY, known);
    setTab(known);
  };
  return [tab, choose];
}

function ToneCard() {
  const { voice } = useStrings();
  const settings = useSettings((all) => all.voice);
  const save = useSave();
  return (
    <Panel title={voice.tune}>
      <div className="three-columns">
        <SavedSlider
          path="voice.rate"
          label={voice.rate}
          min={0.5}
          max={2}
          step={0.05}
          home={1}
          show={percent}
          value={settings.rate}
          onSave={(rate) => save({ voice: { rate } })}
        />
        <SavedSlider
          path="voice.pitch"
          label={voice.pitch}
          min={-12}
          max={12}
          step={1}
          home={0}
          show={signed}
          value={settings.pitch}
          onSave={(pitch) => save({ voice: { pitch } })}
        />
      </div>
    </Panel>
  );
}
