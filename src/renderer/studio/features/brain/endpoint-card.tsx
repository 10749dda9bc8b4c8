import { IconPlugConnected } from '@tabler/icons-react';
import type { BrainView } from '#shared/contract/brain.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedNumber, SavedSlider, SavedText, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from './api-key-field.tsx';
import { BrainTest } from './brain-test.tsx';
import { ModelField } from './model-field.tsx';
import { ENDPOINT_PRESETS } from './presets.ts';

/** The endpoint of an OpenAI-compatible model. */
export function EndpointCard({ view }: { readonly view: BrainView }) {
  const { brain } = useStrings();
  const baseUrl = useSettings((settings) => settings.brain.baseUrl);
  const save = useSave();
  return (
    <Panel title={brain.endpoint} icon={<IconPlugConnected size="1.25rem" />}>
      <Presets baseUrl={baseUrl} />
      <div className="two-columns">
        <SavedText
          path="brain.baseUrl"
          label={brain.baseUrl}
          description={brain.baseUrlHint}
          placeholder="https://…/v1"
          spellCheck={false}
          value={baseUrl}
          onSave={(next) => save({ brain: { baseUrl: next.trim() } })}
        />
        <ModelField baseUrl={baseUrl === '' ? view.baseUrl : baseUrl} />
      </div>
      <ApiKeyField secret="llm.apiKey" />
      <BrainTest />
      <Advanced>
        <AnswerFields />
      </Advanced>
    </Panel>
  );
}

function Presets({ baseUrl }: { readonly baseUrl: string }) {
  const { brain } = useStrings();
  const save = useSave();
  const lock = useLock('brain.baseUrl');
  return (
    <fieldset className="presets" disabled={lock.disabled}>
      <legend className="field-label">{brain.preset}</legend>
      <div className="preset-row">
        {ENDPOINT_PRESETS.map((preset) => (
          <button
            type="button"
            key={preset.baseUrl}
            className="preset"
            aria-pressed={preset.baseUrl === baseUrl}
            onClick={() => void save({ brain: { baseUrl: preset.baseUrl } })}
          >
            {preset.name}
          </button>
        ))}
      </div>
      <p className="field-hint">
        {brain.presetHint} <PresetPage preset={ENDPOINT_PRESETS.find((preset) => preset.baseUrl === baseUrl)} />
      </p>
    </fieldset>
  );
}

/** Where the chosen one's key, or the program itself, is to be had. */
function PresetPage({ preset }: { readonly preset: (typeof ENDPOINT_PRESETS)[number] | undefined }) {
  const { brain } = useStrings();
  if (preset === undefined) return null;
  return (
    <a href={'key' in preset ? preset.key : preset.get} target="_blank" rel="noreferrer">
      {fill('key' in preset ? brain.getKey : brain.getServer, { name: preset.name })}
    </a>
  );
}

function AnswerFields() {
  const { brain } = useStrings();
  const settings = useSettings((all) => all.brain);
  const save = useSave();
  const numbers = [
    { name: 'maxTokens', min: 16, max: 8192 },
    { name: 'historyTurns', min: 0, max: 100 },
    { name: 'connectTimeout', field: 'connectTimeoutMs', min: 100, max: 120_000 },
    { name: 'firstTokenTimeout', field: 'firstTokenTimeoutMs', min: 100, max: 300_000 },
    { name: 'idleTimeout', field: 'idleTimeoutMs', min: 100, max: 300_000 },
    { name: 'retries', min: 0, max: 5 },
  ] as const;
  return (
    <>
      <SavedSlider
        path="brain.temperature"
        label={brain.temperature}
        hint={brain.temperatureHint}
        min={0}
        max={2}
        step={0.05}
        home={0.8}
        show={(value) => value.toFixed(2)}
        value={settings.temperature}
        onSave={(temperature) => save({ brain: { temperature } })}
      />
      <div className="number-grid">
        {numbers.map((number) => {
          const field = 'field' in number ? number.field : number.name;
          return (
            <SavedNumber
              key={field}
              path={`brain.${field}`}
              label={brain[number.name]}
              min={number.min}
              max={number.max}
              allowDecimal={false}
              value={settings[field]}
              onSave={(next) => save({ brain: { [field]: next } })}
            />
          );
        })}
      </div>
    </>
  );
}
