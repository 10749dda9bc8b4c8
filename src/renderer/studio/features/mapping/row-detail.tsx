import { ActionIcon, Button, NumberInput, Select, Slider, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { isMouthParameter } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { type InputParameter, type MappingRow, mappingRowSchema } from '#shared/avatar/parameters.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { CurvePreview } from './curve-preview.tsx';
import { InputPicker, OutputPicker } from './pickers.tsx';
import { knownInput, type RowView, shortNumber } from './row-view.ts';
import { TestSlider } from './test-slider.tsx';

interface RowDetailProps {
  readonly view: RowView;
  readonly parameters: readonly ModelParameter[];
  readonly custom: readonly InputParameter[];
  readonly taken: ReadonlySet<string>;
  readonly change: (patch: Partial<MappingRow>) => void;
  /** Saves what is being typed, now. */
  readonly flush: () => void;
  readonly onRemove: () => void;
}

/** Everything that one row is made of. */
export function RowDetail({ view, parameters, custom, taken, change, flush, onRemove }: RowDetailProps) {
  const { mapping } = useStrings();
  const { row } = view;
  return (
    <fieldset className="mapping-detail" aria-label={row.output} onBlur={flush}>
      <div className="mapping-detail-grid">
        <InputPicker
          value={row.input}
          custom={custom}
          disabled={row.breathing}
          onChange={(input) => change(inputChange(input, custom))}
        />
        <OutputPicker
          value={row.output}
          parameters={parameters}
          taken={taken}
          onChange={(output) => change(outputChange(output, parameters))}
        />
        <TextInput
          label={mapping.name}
          placeholder={mapping.namePlaceholder}
          maxLength={200}
          value={row.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <RangeFields
          label={mapping.inputRange}
          from={row.inputMin}
          to={row.inputMax}
          disabled={row.breathing}
          onChange={(inputMin, inputMax) => change({ inputMin, inputMax })}
        />
        <RangeFields
          label={mapping.outputRange}
          from={row.outputMin}
          to={row.outputMax}
          disabled={false}
          onChange={(outputMin, outputMax) => change({ outputMin, outputMax })}
        />
        {isMouthParameter(row.output) ? (
          <WhileSpeaking value={row.whileSpeaking} onChange={(whileSpeaking) => change({ whileSpeaking })} />
        ) : (
          <span />
        )}
        <div className="mapping-curve-field">
          <CurvePreview shape={row} />
          <DetailSlider
            label={mapping.curve}
            hint={mapping.curveHint}
            min={-1}
            max={1}
            step={0.02}
            value={Math.log10(row.curve)}
            show={(value) => shortNumber(10 ** value)}
            onChange={(value) => change({ curve: Math.min(10, Math.max(0.1, Number((10 ** value).toFixed(2)))) })}
          />
        </div>
        <DetailSlider
          label={mapping.smoothing}
          hint={mapping.smoothingHint}
          min={0}
          max={100}
          step={1}
          value={row.smoothing}
          show={(value) => (value === 0 ? mapping.none : fill(mapping.seconds, { n: (value / 100).toFixed(2) }))}
          onChange={(smoothing) => change({ smoothing })}
        />
        <div className="switches">
          <Toggle
            label={mapping.clamp}
            hint={mapping.clampHint}
            checked={row.clampInput || row.clampOutput}
            onChange={(on) => change({ clampInput: on, clampOutput: on })}
          />
          <Toggle
            label={mapping.blinking}
            hint={mapping.blinkingHint}
            checked={row.blinking}
            onChange={(blinking) => change({ blinking })}
          />
          <Toggle
            label={mapping.breathing}
            hint={mapping.breathingHint}
            checked={row.breathing}
            onChange={(breathing) => change({ breathing })}
          />
        </div>
      </div>
      <div className="mapping-detail-foot">
        <TestSlider key={row.input} input={row.breathing ? '' : row.input} from={row.inputMin} to={row.inputMax} />
        <Button variant="subtle" color="red" size="compact-sm" leftSection={<IconTrash size="0.9rem" />} onClick={onRemove}>
          {mapping.remove}
        </Button>
      </div>
    </fieldset>
  );
}

/** Another input comes with its own range: the old one would be senseless for it. */
function inputChange(name: string, custom: readonly InputParameter[]): Partial<MappingRow> {
  const found = knownInput(name, custom);
  return found === undefined ? { input: name } : { input: name, inputMin: found.min, inputMax: found.max };
}

function outputChange(id: string, parameters: readonly ModelParameter[]): Partial<MappingRow> {
  const found = parameters.find((parameter) => parameter.id === id);
  return found === undefined ? { output: id } : { output: id, outputMin: found.min, outputMax: found.max };
}

interface RangeFieldsProps {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly disabled: boolean;
  readonly onChange: (from: number, to: number) => void;
}

function RangeFields({ label, from, to, disabled, onChange }: RangeFieldsProps) {
  const { mapping } = useStrings();
  const id = useId();
  const field = (value: number, name: string, set: (next: number) => void): ReactNode => (
    <NumberInput
      aria-label={`${label}: ${name}`}
      size="sm"
      disabled={disabled}
      decimalScale={4}
      min={-1_000_000}
      max={1_000_000}
      step={Math.abs(to - from) > 5 ? 1 : 0.1}
      value={value}
      onChange={(next) => typeof next === 'number' && set(next)}
    />
  );
  return (
    <fieldset className="mapping-range" aria-labelledby={id}>
      <span className="field-label" id={id}>
        {label}
      </span>
      <div>
        {field(from, mapping.from, (next) => onChange(next, to))}
        <Tooltip label={mapping.swap}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${label}: ${mapping.swap}`}
            disabled={disabled}
            onClick={() => onChange(to, from)}
          >
            <IconArrowsExchange size="1rem" />
          </ActionIcon>
        </Tooltip>
        {field(to, mapping.to, (next) => onChange(from, next))}
      </div>
    </fieldset>
  );
}

interface DetailSliderProps {
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly show: (value: number) => string;
  readonly onChange: (value: number) => void;
}

function DetailSlider({ label, hint, value, show, onChange, ...range }: DetailSliderProps) {
  const id = useId();
  return (
    <div className="slider-field">
      <div className="slider-head">
        <Text component="span" size="sm" fw={500} id={id}>
          {label}
        </Text>
        <Text component="span" size="sm" c="dimmed" className="tabular">
          {show(value)}
        </Text>
      </div>
      <Slider
        {...range}
        label={null}
        value={value}
        onChange={onChange}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': show(value) }}
      />
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </div>
  );
}

function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Switch label={label} description={hint} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}

const CHOICES = mappingRowSchema.shape.whileSpeaking;

function WhileSpeaking({
  value,
  onChange,
}: {
  readonly value: MappingRow['whileSpeaking'];
  readonly onChange: (next: MappingRow['whileSpeaking']) => void;
}) {
  const { mapping } = useStrings();
  return (
    <Select
      label={mapping.whileSpeaking}
      value={value}
      data={CHOICES.options.map((choice) => ({ value: choice, label: mapping.whileSpeakingChoices[choice] }))}
      onChange={(next) => onChange(CHOICES.parse(next))}
    />
  );
}
