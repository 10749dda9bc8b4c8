import { useCallback } from 'react';
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
import { VoicesCard } from './voices-card.tsx';
import './voice.css';

/** How she sounds. */
export function VoicePage() {
  const { voice } = useStrings();
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.speech.engines({}, { signal }), [client]);
  const { value, problem, again } = useQuery(ask);
  return (
    <Page title={voice.title} intro={voice.intro}>
      {value === undefined ? (
        problem === undefined ? (
          <LoadingState rows={5} />
        ) : (
          <FailedState title={voice.loadFailed} problem={problem} onRetry={again} />
        )
      ) : (
        <>
          <EngineCard engines={value} />
          <VoicesCard engines={value} />
        </>
      )}
      <ServersCard onChange={again} />
      <ToneCard />
      <TestCard />
      <LoudnessCard />
      <DictionaryCard />
      {value === undefined ? null : <AssistantCard engines={value} />}
      <TranslationCard />
      <OutputCard />
    </Page>
  );
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
