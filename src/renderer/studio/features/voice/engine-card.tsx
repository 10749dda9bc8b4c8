import { Tooltip } from '@mantine/core';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { voiceSettingsSchema } from '#shared/settings/settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { engineName } from './engine-names.ts';
import { voiceProblemText } from './servers/voice-problem-text.ts';

const engineSchema = voiceSettingsSchema.unwrap().shape.engine;

/** The engines on this computer: what each can do, under which licence, or why it cannot be used. */
export function EngineCard({ engines }: { readonly engines: readonly VoiceEngineInfo[] }) {
  const strings = useStrings();
  const { voice } = strings;
  const engine = useSettings((settings) => settings.voice.engine);
  const save = useSave();
  const lock = useLock('voice.engine');
  const hints: Partial<Record<VoiceEngineInfo['id'], string>> = {
    espeak: voice.espeakHint,
    flite: voice.fliteHint,
    system: voice.systemHint,
  };
  return (
    <Panel>
      <ChoiceCards
        wide
        label={voice.engine}
        disabled={lock.disabled}
        value={engine}
        onChange={(next) => void save({ voice: { engine: engineSchema.parse(next) } })}
        choices={[
          { value: 'auto', title: voice.engineAuto, hint: voice.engineAutoHint },
          // Servers that are off have their switch below.
          ...engines
            .filter(({ id, problem }) => problem?.code !== 'off' || id === engine)
            .map((one) => ({
              value: one.id,
              title: engineName(voice, one.id),
              hint: `${hints[one.id] ?? ''} ${fill(voice.licence, { licence: one.licence })}`,
              badge: <EngineBadge engine={one} />,
              blocked: one.available
                ? undefined
                : one.problem
                  ? voiceProblemText(strings, one.problem)
                  : (one.reason ?? voice.missing),
            })),
        ]}
      />
      {lock.note}
    </Panel>
  );
}

function EngineBadge({ engine }: { readonly engine: VoiceEngineInfo }) {
  const { voice } = useStrings();
  if (!engine.available) return <span className="tag tag-off">{voice.missing}</span>;
  return (
    <Tooltip label={engine.exactTiming ? voice.exactHint : voice.fromSoundHint}>
      <span className={engine.exactTiming ? 'tag tag-good' : 'tag'}>{engine.exactTiming ? voice.exact : voice.fromSound}</span>
    </Tooltip>
  );
}
