import { NumberInput, Textarea, TextInput } from '@mantine/core';
import type { ShowAction } from '#shared/show/show-actions.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { NameField } from './name-field.tsx';
import { OneOf } from './trigger-fields.tsx';

type Of<T extends ShowAction['type']> = Extract<ShowAction, { type: T }>;
interface FieldsOf<A extends ShowAction> {
  readonly action: A;
  readonly choices: ShowChoices;
  readonly onChange: (action: ShowAction) => void;
}
const ON_OFF = ['toggle', 'on', 'off'] as const;

/** The fields of one deed on the show. Names come from OBS while it is connected, and may always be typed. */
export function ShowActionFields(props: FieldsOf<ShowAction>) {
  const { action } = props;
  switch (action.type) {
    case 'obs-scene':
    case 'obs-item':
    case 'obs-filter':
      return <ObsPlaceFields {...props} action={action} />;
    case 'obs-text':
    case 'obs-picture':
    case 'obs-media':
      return <ObsContentFields {...props} action={action} />;
    case 'obs-volume':
    case 'obs-mute':
      return <ObsSoundFields {...props} action={action} />;
    case 'obs-output':
      return <OutputFields {...props} action={action} />;
    case 'clip':
    case 'music':
    case 'alert':
    case 'status':
    case 'frame':
      return <ProgramFields {...props} action={action} />;
  }
}

function ObsPlaceFields({ action, choices, onChange }: FieldsOf<Of<'obs-scene'> | Of<'obs-item'> | Of<'obs-filter'>>) {
  const { fields, modes } = useStrings().showActions;
  const scenes = choices.scenes.map(({ name }) => name);
  if (action.type === 'obs-scene')
    return (
      <>
        <NameField label={fields.scene} data={scenes} value={action.scene} onChange={(scene) => onChange({ ...action, scene })} />
        <NameField
          label={fields.transition}
          placeholder={fields.transitionNone}
          data={choices.transitions}
          value={action.transition}
          onChange={(transition) => onChange({ ...action, transition })}
        />
        <ObsAway choices={choices} />
      </>
    );
  const mode = (
    <OneOf
      label={fields.mode}
      values={ON_OFF}
      names={modes}
      value={action.mode}
      onChange={(next) => onChange({ ...action, mode: next })}
    />
  );
  if (action.type === 'obs-item')
    return (
      <>
        <NameField
          label={fields.inScene}
          placeholder={fields.onAir}
          data={scenes}
          value={action.scene}
          onChange={(scene) => onChange({ ...action, scene })}
        />
        <NameField
          label={fields.source}
          data={sourcesOf(choices, action.scene)}
          value={action.source}
          onChange={(source) => onChange({ ...action, source })}
        />
        {mode}
        <ObsAway choices={choices} />
      </>
    );
  return (
    <>
      <NameField
        label={fields.source}
        data={[...choices.inputs.map(({ name }) => name), ...scenes]}
        value={action.source}
        onChange={(source) => onChange({ ...action, source })}
      />
      <NameField
        label={fields.filter}
        data={choices.inputs.find(({ name }) => name === action.source)?.filters ?? []}
        value={action.filter}
        onChange={(filter) => onChange({ ...action, filter })}
      />
      {mode}
      <ObsAway choices={choices} />
    </>
  );
}

const sourcesOf = ({ scenes }: ShowChoices, scene: string): readonly string[] =>
  scenes.filter(({ name }) => scene === '' || name === scene).flatMap(({ sources }) => sources);

function ObsContentFields({ action, choices, onChange }: FieldsOf<Of<'obs-text'> | Of<'obs-picture'> | Of<'obs-media'>>) {
  const { fields, media } = useStrings().showActions;
  const source = (
    <NameField
      label={fields.source}
      data={choices.inputs.filter((input) => fits(action.type, input)).map(({ name }) => name)}
      value={action.source}
      onChange={(name) => onChange({ ...action, source: name })}
    />
  );
  switch (action.type) {
    case 'obs-text':
      return (
        <>
          {source}
          <Textarea
            className="binding-wide"
            label={fields.text}
            description={fields.gaps.replace('{gaps}', '{user} {text} {gift} {amount}')}
            maxLength={2000}
            autosize
            minRows={1}
            maxRows={6}
            value={action.text}
            onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
          />
          <ObsAway choices={choices} />
        </>
      );
    case 'obs-picture':
      return (
        <>
          {source}
          <Textarea
            className="binding-wide"
            label={fields.files}
            description={fields.filesHint}
            autosize
            minRows={2}
            maxRows={8}
            value={action.files.join('\n')}
            onChange={(event) => onChange({ ...action, files: filesFrom(event.currentTarget.value) })}
          />
          <ObsAway choices={choices} />
        </>
      );
    case 'obs-media':
      return (
        <>
          {source}
          <OneOf
            label={fields.verb}
            values={['restart', 'play', 'pause', 'stop'] as const}
            names={media}
            value={action.verb}
            onChange={(verb) => onChange({ ...action, verb })}
          />
          <ObsAway choices={choices} />
        </>
      );
  }
}

/** One a line; quotes that Windows copies with a path are taken off. */
function filesFrom(text: string): string[] {
  return text
    .split('\n')
    .slice(0, 50)
    .map((line) => line.replace(/^"(.*)"$/, '$1').slice(0, 1000));
}

function fits(type: 'obs-text' | 'obs-picture' | 'obs-media', { kind, media }: ShowChoices['inputs'][number]): boolean {
  if (type === 'obs-media') return media;
  return type === 'obs-text' ? kind.startsWith('text_') : kind === 'image_source' || media;
}

function ObsSoundFields({ action, choices, onChange }: FieldsOf<Of<'obs-volume'> | Of<'obs-mute'>>) {
  const { fields, mute } = useStrings().showActions;
  const source = (
    <NameField
      label={fields.source}
      data={choices.inputs.filter(({ audio }) => audio).map(({ name }) => name)}
      value={action.source}
      onChange={(name) => onChange({ ...action, source: name })}
    />
  );
  if (action.type === 'obs-mute')
    return (
      <>
        {source}
        <OneOf
          label={fields.mode}
          values={ON_OFF}
          names={mute}
          value={action.mode}
          onChange={(mode) => onChange({ ...action, mode })}
        />
        <ObsAway choices={choices} />
      </>
    );
  return (
    <>
      {source}
      <NumberInput
        label={fields.volume}
        description={fields.volumeHint}
        min={-100}
        max={26}
        step={1}
        value={action.volumeDb}
        onChange={(value) => onChange({ ...action, volumeDb: within(value, -100, 26) })}
      />
      <NumberInput
        label={fields.fade}
        min={0}
        max={30}
        step={0.5}
        decimalScale={1}
        value={action.seconds}
        onChange={(value) => onChange({ ...action, seconds: within(value, 0, 30) })}
      />
      <ObsAway choices={choices} />
    </>
  );
}

function OutputFields({ action, choices, onChange }: FieldsOf<Of<'obs-output'>>) {
  const { fields, outputs, described } = useStrings().showActions;
  const verbs = action.output === 'record' ? (['start', 'stop', 'pause', 'resume'] as const) : (['start', 'stop'] as const);
  return (
    <>
      <OneOf
        label={fields.output}
        values={['record', 'replay'] as const}
        names={outputs}
        value={action.output}
        onChange={(output) => onChange({ ...action, output, verb: action.verb === 'stop' ? 'stop' : 'start' })}
      />
      <OneOf
        label={fields.verb}
        values={verbs}
        names={described[action.output]}
        value={action.verb}
        onChange={(verb) => onChange({ ...action, verb })}
      />
      <ObsAway choices={choices} />
    </>
  );
}

function ProgramFields({
  action,
  choices,
  onChange,
}: FieldsOf<Of<'clip'> | Of<'music'> | Of<'alert'> | Of<'status'> | Of<'frame'>>) {
  const { fields, described } = useStrings().showActions;
  switch (action.type) {
    case 'clip':
      return (
        <TextLine label={fields.title} most={200} value={action.title} onChange={(title) => onChange({ ...action, title })} />
      );
    case 'music':
      return (
        <>
          <OneOf
            label={fields.verb}
            values={['play', 'pause', 'next', 'previous', 'stop'] as const}
            names={described.music}
            value={action.verb}
            onChange={(verb) => onChange({ ...action, verb })}
          />
          {action.verb === 'play' ? (
            <NameField
              label={fields.playlist}
              placeholder={fields.playlistNone}
              data={choices.playlists}
              value={action.playlist}
              onChange={(playlist) => onChange({ ...action, playlist })}
            />
          ) : null}
        </>
      );
    case 'alert':
      return (
        <>
          <TextLine label={fields.title} most={200} value={action.title} onChange={(title) => onChange({ ...action, title })} />
          <TextLine
            label={fields.text}
            hint={fields.gaps.replace('{gaps}', '{user} {text} {gift} {amount}')}
            most={500}
            value={action.text}
            onChange={(text) => onChange({ ...action, text })}
          />
        </>
      );
    case 'status':
      return (
        <TextLine
          label={fields.text}
          hint={fields.statusHint}
          most={200}
          value={action.text}
          onChange={(text) => onChange({ ...action, text })}
        />
      );
    case 'frame':
      return (
        <>
          <NameField
            label={fields.frame}
            placeholder={fields.frameNone}
            data={choices.frames}
            value={action.fileName}
            onChange={(fileName) => onChange({ ...action, fileName })}
          />
          <NumberInput
            label={fields.seconds}
            description={fields.secondsHint}
            min={0}
            max={3600}
            value={action.seconds}
            onChange={(value) => onChange({ ...action, seconds: within(value, 0, 3600) })}
          />
        </>
      );
  }
}

interface TextLineProps {
  readonly label: string;
  readonly hint?: string;
  readonly most: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}
function TextLine({ label, hint, most, value, onChange }: TextLineProps) {
  return (
    <TextInput
      label={label}
      description={hint}
      maxLength={most}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Why there is nothing to choose from. */
function ObsAway({ choices }: { readonly choices: ShowChoices }) {
  const { obsAway } = useStrings().showActions;
  return choices.obs ? null : <p className="field-hint">{obsAway}</p>;
}

function within(value: number | string, least: number, most: number): number {
  const number = Number(value);
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least;
}
