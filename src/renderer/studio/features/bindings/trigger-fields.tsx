import { Button, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { BINDABLE_GESTURES, GESTURE_HANDS, INTENTS, type Trigger, VIEWER_DEEDS } from '#shared/avatar/bindings.ts';
import { BODY_PARTS } from '#shared/avatar/scene.ts';
import { globalKeyProblem } from '#shared/hotkeys/accelerator.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { missingAbility } from '../../ui/ability.ts';
import { CopyField } from '../../ui/copy.tsx';
import { usePageInputs } from './bindings-context.tsx';
import { triggerText } from './describe.ts';
import { KeyRecorder } from './key-recorder.tsx';

interface TriggerFieldsProps {
  readonly trigger: Trigger;
  /** Undefined for one that is not saved yet. */
  readonly bindingId: string | undefined;
  readonly onChange: (trigger: Trigger) => void;
}
type Of<T extends Trigger['type']> = Extract<Trigger, { type: T }>;
const MICROS = 1_000_000;

/** The fields of one trigger. */
export function TriggerFields({ trigger, bindingId, onChange }: TriggerFieldsProps) {
  const strings = useStrings();
  const { bindings, emotions } = strings;
  const { editor } = bindings;
  switch (trigger.type) {
    case 'key':
      return <KeyFields trigger={trigger} onChange={onChange} />;
    case 'mouse':
    case 'gamepad':
    case 'midi':
      return <DeviceFields trigger={trigger} onChange={onChange} />;
    case 'button':
      return (
        <NumberInput
          label={editor.slot}
          min={1}
          max={32}
          value={trigger.slot}
          onChange={(slot) => onChange({ ...trigger, slot: clamped(slot, 1, 32) })}
        />
      );
    case 'chat':
      return <ChatFields trigger={trigger} onChange={onChange} />;
    case 'voice':
      return (
        <TextInput
          label={editor.phrase}
          description={editor.phraseHint}
          maxLength={100}
          value={trigger.phrase}
          onChange={(event) => onChange({ ...trigger, phrase: event.currentTarget.value })}
        />
      );
    case 'gift':
      return (
        <>
          <NumberInput
            label={editor.giftFrom}
            min={0}
            max={1_000_000}
            decimalScale={2}
            value={trigger.minimumMicros / MICROS}
            onChange={(value) => onChange({ ...trigger, minimumMicros: Math.round(Math.max(0, Number(value) || 0) * MICROS) })}
          />
          <TextInput
            label={editor.giftName}
            maxLength={200}
            value={trigger.name}
            onChange={(event) => onChange({ ...trigger, name: event.currentTarget.value })}
          />
        </>
      );
    case 'viewer':
      return <ViewerFields trigger={trigger} onChange={onChange} />;
    case 'emotion':
      return (
        <OneOf
          label={bindings.triggers.emotion}
          values={EMOTIONS}
          names={emotions}
          value={trigger.emotion}
          onChange={(emotion) => onChange({ ...trigger, emotion })}
        />
      );
    case 'intent':
      return (
        <OneOf
          label={bindings.triggers.intent}
          values={INTENTS}
          names={bindings.intents}
          value={trigger.intent}
          onChange={(intent) => onChange({ ...trigger, intent })}
        />
      );
    case 'touch':
      return (
        <OneOf
          label={bindings.triggers.touch}
          values={BODY_PARTS}
          names={bindings.parts}
          value={trigger.part}
          onChange={(part) => onChange({ ...trigger, part })}
        />
      );
    case 'gesture':
      return <GestureFields trigger={trigger} onChange={onChange} />;
    case 'api':
      return <ApiFields bindingId={bindingId} />;
  }
}

function KeyFields({ trigger, onChange }: { readonly trigger: Of<'key'>; readonly onChange: (trigger: Trigger) => void }) {
  const strings = useStrings();
  const { editor } = strings.bindings;
  const info = useInfo();
  const missing = info === undefined ? undefined : missingAbility(strings, info, 'globalHotkeys');
  const problem = trigger.global && trigger.accelerator !== '' ? globalKeyProblem(trigger.accelerator, IS_MAC) : undefined;
  const isAltGr = !IS_MAC && trigger.global && /^(CommandOrControl|Control)\+Alt\+[^+]+$/.test(trigger.accelerator);
  return (
    <>
      <div className="binding-keys">
        <KeyRecorder
          label={editor.keys}
          accelerator={trigger.accelerator}
          allowBare={!trigger.global}
          onRecord={(accelerator) => onChange({ ...trigger, accelerator })}
        />
        <Switch
          label={editor.global}
          checked={trigger.global}
          onChange={(event) => onChange({ ...trigger, global: event.currentTarget.checked })}
        />
      </div>
      {problem === undefined ? null : (
        <p className="binding-trouble" role="alert">
          {editor.keyProblems[problem]}
        </p>
      )}
      <p className="field-hint">
        {editor.globalHint} {trigger.global ? editor.holdHint : ''} {isAltGr ? editor.altGrHint : ''}
        {missing === undefined ? '' : ` ${fill(editor.globalAbsent, { reason: missing })}`}
      </p>
    </>
  );
}

/** Shows what is bound and takes the next press. */
function DeviceFields({
  trigger,
  onChange,
}: {
  readonly trigger: Of<'mouse'> | Of<'gamepad'> | Of<'midi'>;
  readonly onChange: (trigger: Trigger) => void;
}) {
  const strings = useStrings();
  const { editor } = strings.bindings;
  const inputs = usePageInputs();
  const [waiting, setWaiting] = useState(false);
  const { type } = trigger;
  useEffect(() => {
    if (!waiting) return;
    return inputs?.capture(type, (taken) => {
      setWaiting(false);
      onChange(taken);
    });
  }, [inputs, waiting, type, onChange]);
  const begin = (): void => {
    if (type === 'midi') inputs?.allowMidi();
    setWaiting(true);
  };
  return (
    <>
      <div className="binding-device">
        <span className="tag">{triggerText(strings, trigger, IS_MAC)}</span>
        <Button
          size="xs"
          variant={waiting ? 'filled' : 'default'}
          aria-pressed={waiting}
          onClick={waiting ? () => setWaiting(false) : begin}
        >
          {waiting ? editor.pressed : editor.press}
        </Button>
      </div>
      {trigger.type === 'mouse' ? (
        <OneOf
          label={editor.button}
          values={['middle', 'back', 'forward'] as const}
          names={strings.bindings.described.mouse}
          value={trigger.button}
          onChange={(button) => onChange({ ...trigger, button })}
        />
      ) : null}
      {trigger.type === 'mouse' ? <p className="field-hint">{editor.mouseHint}</p> : null}
      {trigger.type === 'midi' ? (
        <Select
          label={editor.midiChannel}
          data={[{ value: '', label: editor.midiAnyChannel }, ...Array.from({ length: 16 }, (_, index) => String(index + 1))]}
          value={trigger.channel === null ? '' : String(trigger.channel)}
          onChange={(value) => onChange({ ...trigger, channel: value ? Number(value) : null })}
        />
      ) : null}
    </>
  );
}

function ChatFields({ trigger, onChange }: { readonly trigger: Of<'chat'>; readonly onChange: (trigger: Trigger) => void }) {
  const { editor } = useStrings().bindings;
  return (
    <>
      <TextInput
        label={editor.word}
        maxLength={100}
        value={trigger.word}
        onChange={(event) => onChange({ ...trigger, word: event.currentTarget.value })}
      />
      <OneOf
        label={editor.match}
        values={['exact', 'starts', 'contains'] as const}
        names={editor.matches}
        value={trigger.match}
        onChange={(match) => onChange({ ...trigger, match })}
      />
      <OneOf
        label={editor.who}
        values={['everyone', 'members', 'moderators', 'owner'] as const}
        names={editor.whos}
        value={trigger.who}
        onChange={(who) => onChange({ ...trigger, who })}
      />
    </>
  );
}

function ViewerFields({ trigger, onChange }: { readonly trigger: Of<'viewer'>; readonly onChange: (trigger: Trigger) => void }) {
  const { editor, described } = useStrings().bindings;
  return (
    <>
      <OneOf
        label={editor.deed}
        values={VIEWER_DEEDS}
        names={described.deeds}
        value={trigger.deed}
        onChange={(deed) => onChange({ ...trigger, deed })}
      />
      {trigger.deed === 'reward' ? (
        <TextInput
          label={editor.rewardName}
          description={editor.rewardNameHint}
          maxLength={200}
          value={trigger.name}
          onChange={(event) => onChange({ ...trigger, name: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

function GestureFields({
  trigger,
  onChange,
}: {
  readonly trigger: Of<'gesture'>;
  readonly onChange: (trigger: Trigger) => void;
}) {
  const { editor, described } = useStrings().bindings;
  return (
    <>
      <OneOf
        label={editor.gesture}
        values={BINDABLE_GESTURES}
        names={described.gestures}
        value={trigger.gesture}
        onChange={(gesture) => onChange({ ...trigger, gesture })}
      />
      <OneOf
        label={editor.hand}
        values={GESTURE_HANDS}
        names={described.hands}
        value={trigger.hand}
        onChange={(hand) => onChange({ ...trigger, hand })}
      />
      <NumberInput
        label={editor.holdSeconds}
        min={0}
        max={10}
        step={0.1}
        decimalScale={1}
        value={trigger.holdSeconds}
        onChange={(value) => onChange({ ...trigger, holdSeconds: Math.min(10, Math.max(0, Number(value) || 0)) })}
      />
      <p className="field-hint">{editor.gestureHint}</p>
    </>
  );
}

function ApiFields({ bindingId }: { readonly bindingId: string | undefined }) {
  const { editor } = useStrings().bindings;
  const info = useInfo();
  return (
    <div className="binding-wide">
      <p className="field-hint">{editor.apiHint}</p>
      {bindingId === undefined || info === undefined ? null : (
        <CopyField label="POST" text={`${info.apiUrl}/bindings/${bindingId}/fire`} />
      )}
    </div>
  );
}

interface OneOfProps<T extends string> {
  readonly label: string;
  readonly values: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}
/** A choice among named values. */
export function OneOf<T extends string>({ label, values, names, value, onChange }: OneOfProps<T>) {
  const pick = (next: string | null): void => {
    const found = values.find((one) => one === next);
    if (found !== undefined) onChange(found);
  };
  return (
    <Select
      label={label}
      data={values.map((one) => ({ value: one, label: names[one] }))}
      value={value}
      onChange={pick}
      searchable={values.length > 8}
    />
  );
}
/** The same for two or three, all in view. */
export function OneOfFew<T extends string>({ label, values, names, value, onChange }: OneOfProps<T>) {
  const pick = (next: string): void => {
    const found = values.find((one) => one === next);
    if (found !== undefined) onChange(found);
  };
  return (
    <div>
      <span className="field-label">{label}</span>
      <SegmentedControl
        size="xs"
        aria-label={label}
        data={values.map((one) => ({ value: one, label: names[one] }))}
        value={value}
        onChange={pick}
      />
    </div>
  );
}

/** A whole number within bounds, for fields that may be empty while somebody types. */
export function clamped(value: number | string, min: number, max: number): number {
  const number = Math.round(Number(value));
  return Number.isFinite(number) ? Math.min(max, Math.max(min, number)) : min;
}
