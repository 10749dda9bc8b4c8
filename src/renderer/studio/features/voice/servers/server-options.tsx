import { Select } from '@mantine/core';
import { voiceServersSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { SavedNumber, SavedSwitch, SavedText, useLock } from '../../../ui/fields.tsx';
import { useSave } from '../../../ui/use-save.ts';
import { ApiKeyField } from '../../brain/api-key-field.tsx';
import type { ServerName } from './server-names.ts';

const { gptSovits, cosyvoice, openai } = voiceServersSchema.unwrap().shape;
const LATENCIES = gptSovits.unwrap().shape.latency.unwrap().options;
const MODES = cosyvoice.unwrap().shape.mode.unwrap().options;
const RATES = cosyvoice.unwrap().shape.sampleRate.unwrap().options;
const FORMATS = openai.unwrap().shape.format.unwrap().options;

/** What only this server has. */
export function ServerOptions({ name }: { readonly name: ServerName }) {
  if (name === 'gptSovits') return <GptSovitsOptions />;
  if (name === 'cosyvoice') return <CosyVoiceOptions />;
  if (name === 'bertVits2') return <BertVits2Options />;
  return name === 'openai' ? <OpenAiOptions /> : null;
}

interface ChoiceProps<T extends string> {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly T[];
  readonly show: (value: T) => string;
  readonly value: T;
  readonly onSave: (value: T) => void;
}

function Choice<T extends string>({ path, label, hint, options, show, value, onSave }: ChoiceProps<T>) {
  const lock = useLock(path);
  return (
    <Select
      label={label}
      description={lock.note ?? hint}
      disabled={lock.disabled}
      allowDeselect={false}
      data={options.map((one) => ({ value: one, label: show(one) }))}
      value={value}
      onChange={(next) => {
        const chosen = options.find((one) => one === next);
        if (chosen !== undefined) onSave(chosen);
      }}
    />
  );
}

function GptSovitsOptions() {
  const { voiceServers: words } = useStrings();
  const now = useSettings(({ voice }) => voice.servers.gptSovits);
  const save = useSave();
  const keep = (gptSovits: Partial<typeof now>) => save({ voice: { servers: { gptSovits } } });
  return (
    <>
      <SavedSwitch
        className="server-wide"
        path="voice.servers.gptSovits.streaming"
        label={words.streaming}
        value={now.streaming}
        onSave={(streaming) => keep({ streaming })}
      />
      {now.streaming ? (
        <Choice
          path="voice.servers.gptSovits.latency"
          label={words.latency}
          hint={words.latencyHint}
          options={LATENCIES}
          show={(one) => words.latencies[one]}
          value={now.latency}
          onSave={(latency) => void keep({ latency })}
        />
      ) : null}
      <SavedText
        path="voice.servers.gptSovits.gptWeights"
        label={words.gptWeights}
        description={words.weightsHint}
        spellCheck={false}
        value={now.gptWeights}
        onSave={(gptWeights) => keep({ gptWeights: gptWeights.trim() })}
      />
      <SavedText
        path="voice.servers.gptSovits.sovitsWeights"
        label={words.sovitsWeights}
        description={words.weightsHint}
        spellCheck={false}
        value={now.sovitsWeights}
        onSave={(sovitsWeights) => keep({ sovitsWeights: sovitsWeights.trim() })}
      />
    </>
  );
}

function CosyVoiceOptions() {
  const { voiceServers: words, common } = useStrings();
  const now = useSettings(({ voice }) => voice.servers.cosyvoice);
  const save = useSave();
  const keep = (cosyvoice: Partial<typeof now>) => save({ voice: { servers: { cosyvoice } } });
  return (
    <>
      <Choice
        path="voice.servers.cosyvoice.mode"
        label={words.mode}
        options={MODES}
        show={(one) => words.modes[one]}
        value={now.mode}
        onSave={(mode) => void keep({ mode })}
      />
      <Choice
        path="voice.servers.cosyvoice.sampleRate"
        label={words.sampleRate}
        hint={words.sampleRateHint}
        options={RATES}
        show={(one) => (one === 'auto' ? common.automatic : `${one} Hz`)}
        value={now.sampleRate}
        onSave={(sampleRate) => void keep({ sampleRate })}
      />
    </>
  );
}

function BertVits2Options() {
  const { voiceServers: words } = useStrings();
  const modelId = useSettings(({ voice }) => voice.servers.bertVits2.modelId);
  const save = useSave();
  return (
    <SavedNumber
      path="voice.servers.bertVits2.modelId"
      label={words.modelId}
      min={0}
      max={999}
      allowDecimal={false}
      value={modelId}
      onSave={(next) => save({ voice: { servers: { bertVits2: { modelId: next } } } })}
    />
  );
}

function OpenAiOptions() {
  const { voiceServers: words } = useStrings();
  const now = useSettings(({ voice }) => voice.servers.openai);
  const save = useSave();
  const keep = (openai: Partial<typeof now>) => save({ voice: { servers: { openai } } });
  return (
    <>
      <SavedText
        path="voice.servers.openai.model"
        label={words.model}
        spellCheck={false}
        value={now.model}
        onSave={(model) => keep({ model: model.trim() })}
      />
      <Choice
        path="voice.servers.openai.format"
        label={words.format}
        options={FORMATS}
        show={(one) => one.toUpperCase()}
        value={now.format}
        onSave={(format) => void keep({ format })}
      />
      <div className="server-wide">
        <ApiKeyField secret="voice.openaiApiKey" />
      </div>
    </>
  );
}
