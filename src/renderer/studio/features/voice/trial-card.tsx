import { Select } from '@mantine/core';
import { useState } from 'react';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { engineName } from './engine-names.ts';
import { SERVER_ENGINES } from './servers/server-names.ts';
import { voiceProblemText } from './servers/voice-problem-text.ts';
import { VoiceTrial } from './voice-trial.tsx';

/** Servers are tried in their own forms. */
const ELSEWHERE: ReadonlySet<string> = new Set(Object.values(SERVER_ENGINES));

interface TrialCardProps {
  readonly engines: readonly VoiceEngineInfo[];
  readonly onTested: () => void;
}

/** Listening to a voice of this computer before it is chosen: nothing of it reaches the stage. */
export function TrialCard({ engines, onTested }: TrialCardProps) {
  const strings = useStrings();
  const { voice, voiceServers: words } = strings;
  const chosen = useSettings((settings) => settings.voice.engine);
  const [id, setId] = useState<string>();
  const own = engines.filter((engine) => !ELSEWHERE.has(engine.id));
  const engine =
    own.find((one) => one.id === id) ?? own.find((one) => one.id === chosen) ?? own.find((one) => one.available) ?? own[0];
  if (engine === undefined) return null;
  return (
    <Panel title={words.ownTrial} hint={words.ownTrialHint}>
      <Select
        className="trial-engine"
        label={voice.engine}
        allowDeselect={false}
        value={engine.id}
        onChange={(next) => setId(next ?? undefined)}
        data={own.map((one) => ({ value: one.id, label: engineName(voice, one.id) }))}
      />
      {engine.available ? (
        <VoiceTrial key={engine.id} engine={engine} testLabel={words.ownTest} onTested={onTested} />
      ) : (
        <p className="server-bad">
          {engine.problem ? voiceProblemText(strings, engine.problem) : (engine.reason ?? voice.missing)}
        </p>
      )}
    </Panel>
  );
}
