import { Chip, CloseButton, ColorInput, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { Placement, SetupTemplate, SourceAudio, TemplateScene } from '#shared/obs/setup/template.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useDraft } from '../../../ui/use-draft.ts';
import { withAudio, withColour, withPlacement, withSourceName, withVisible, withWords } from './template-edits.ts';

const TYPING_PAUSE_MS = 600;

interface PartFieldsProps {
  readonly template: SetupTemplate;
  readonly scene: TemplateScene;
  readonly sourceId: string;
  readonly onChange: (template: SetupTemplate) => void;
  readonly onClose: () => void;
}

/** One part in one scene: where and how large, what it is called, what it says, who hears it. */
export function PartFields({ template, scene, sourceId, onChange, onClose }: PartFieldsProps) {
  const { obsSetup, common } = useStrings();
  const item = scene.items.find(({ source }) => source === sourceId);
  const source = template.sources.find(({ id }) => id === sourceId);
  if (item === undefined || source === undefined) return null;
  const { content, audio } = source;
  const length = (key: 'x' | 'y' | 'width' | 'height') => (
    <ShareField
      key={`${scene.id}/${sourceId}/${key}`}
      label={obsSetup[key]}
      value={item.placement[key]}
      least={key === 'width' || key === 'height' ? 1 : -100}
      onChange={(value) => {
        const patch: Partial<Placement> = { [key]: value };
        onChange(withPlacement(template, scene.id, sourceId, patch));
      }}
    />
  );
  return (
    <section className="part-fields" aria-label={fill(obsSetup.place, { part: source.name, scene: scene.name })}>
      <div className="part-fields-head">
        <strong>{fill(obsSetup.place, { part: source.name, scene: scene.name })}</strong>
        <CloseButton aria-label={common.close} onClick={onClose} />
      </div>
      <div className="part-fields-row">{(['x', 'y', 'width', 'height'] as const).map(length)}</div>
      <div className="part-fields-row">
        <NameField
          key={sourceId}
          label={obsSetup.partName}
          value={source.name}
          onChange={(name) => onChange(withSourceName(template, sourceId, name))}
        />
        {content.kind === 'text' ? (
          <NameField
            key={`${sourceId}/text`}
            label={obsSetup.words}
            value={content.text}
            onChange={(text) => onChange(withWords(template, sourceId, text))}
          />
        ) : null}
        {content.kind === 'text' || content.kind === 'colour' ? (
          <ColourField
            key={`${sourceId}/colour`}
            value={content.colour}
            onChange={(colour) => onChange(withColour(template, sourceId, colour))}
          />
        ) : null}
      </div>
      <Switch
        label={obsSetup.visible}
        checked={item.visible}
        onChange={(event) => onChange(withVisible(template, scene.id, sourceId, event.currentTarget.checked))}
      />
      {audio === null ? null : <AudioFields audio={audio} onChange={(patch) => onChange(withAudio(template, sourceId, patch))} />}
    </section>
  );
}

interface FieldProps<T> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A share of the picture, as percent. */
function ShareField({ label, value, least, onChange }: FieldProps<number> & { readonly least: number }) {
  const { obsSetup } = useStrings();
  const draft = useDraft<number | string>(
    Math.round(value * 1000) / 10,
    (next) => (typeof next === 'number' ? onChange(next / 100) : undefined),
    TYPING_PAUSE_MS,
  );
  return (
    <NumberInput
      label={label}
      suffix={` ${obsSetup.percent}`}
      min={least}
      max={200}
      step={1}
      decimalScale={1}
      clampBehavior="strict"
      value={draft.value}
      onChange={draft.change}
      onBlur={draft.flush}
    />
  );
}

function NameField({ label, value, onChange }: FieldProps<string>) {
  const draft = useDraft(value, (next) => (next.trim() === '' ? undefined : onChange(next.trim())), TYPING_PAUSE_MS);
  return (
    <TextInput
      label={label}
      maxLength={100}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.flush}
    />
  );
}

function ColourField({ value, onChange }: Omit<FieldProps<string>, 'label'>) {
  const { obsSetup } = useStrings();
  const draft = useDraft(value, (next) => (/^#[0-9a-f]{6}$/i.test(next) ? onChange(next) : undefined), TYPING_PAUSE_MS);
  return (
    <ColorInput label={obsSetup.colour} format="hex" value={draft.value} onChange={draft.change} onChangeEnd={draft.flush} />
  );
}

const HEARS = ['auto', 'me-and-viewers', 'no', 'only-me'] as const;
const TRACKS = [1, 2, 3, 4, 5, 6];

function AudioFields({
  audio,
  onChange,
}: {
  readonly audio: SourceAudio;
  readonly onChange: (patch: Partial<SourceAudio>) => void;
}) {
  const { obsSetup } = useStrings();
  const offset = useDraft<number | string>(
    audio.syncOffsetMs,
    (next) => (typeof next === 'number' ? onChange({ syncOffsetMs: Math.round(next) }) : undefined),
    TYPING_PAUSE_MS,
  );
  return (
    <div className="part-fields-row">
      <Select
        label={obsSetup.hear}
        allowDeselect={false}
        data={HEARS.map((value) => ({ value, label: obsSetup.hears[value] }))}
        value={audio.hear}
        onChange={(value) => onChange({ hear: HEARS.find((each) => each === value) ?? 'auto' })}
      />
      <NumberInput
        label={obsSetup.offset}
        min={-950}
        max={20_000}
        step={10}
        allowDecimal={false}
        clampBehavior="strict"
        value={offset.value}
        onChange={offset.change}
        onBlur={offset.flush}
      />
      <div>
        <span className="field-label">{obsSetup.tracks}</span>
        <Chip.Group
          multiple
          value={audio.tracks.map(String)}
          onChange={(tracks) => onChange({ tracks: tracks.map(Number).sort((a, b) => a - b) })}
        >
          <div className="part-tracks">
            {TRACKS.map((track) => (
              <Chip key={track} size="xs" value={String(track)}>
                {track}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </div>
    </div>
  );
}
