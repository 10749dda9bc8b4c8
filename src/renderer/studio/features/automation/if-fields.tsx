import { MultiSelect, NumberInput, Select } from '@mantine/core';
import { COMMAND_AUDIENCES } from '#shared/audience/command.ts';
import type { AutomationCondition } from '#shared/automation/condition.ts';
import { OBS_OUTPUTS } from '#shared/automation/trigger.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { OneOf } from '../bindings/trigger-fields.tsx';
import { DaysField, IsField, NumberField, TimeField, WordsField } from './small-fields.tsx';

interface IfFieldsProps<C extends AutomationCondition = AutomationCondition> {
  readonly condition: C;
  readonly choices: ShowChoices;
  /** The other rules, by id and name. */
  readonly rules: ReadonlyMap<string, string>;
  readonly onChange: (condition: AutomationCondition) => void;
}

/** The fields of one condition. */
export function IfFields(props: IfFieldsProps) {
  const { condition, onChange } = props;
  const { editor } = useStrings().automation;
  const is =
    'is' in condition ? <IsField value={condition.is} onChange={(next) => onChange({ ...condition, is: next })} /> : null;
  switch (condition.type) {
    case 'scene':
      return (
        <>
          {is}
          <WordsField
            label={editor.scenes}
            hint={editor.wordsHint}
            data={props.choices.scenes.map(({ name }) => name)}
            most={20}
            value={condition.scenes}
            onChange={(scenes) => onChange({ ...condition, scenes })}
          />
        </>
      );
    case 'between':
      return (
        <>
          {is}
          <TimeField label={editor.from} value={condition.from} onChange={(from) => onChange({ ...condition, from })} />
          <TimeField label={editor.to} value={condition.to} onChange={(to) => onChange({ ...condition, to })} />
          <DaysField value={condition.days} onChange={(days) => onChange({ ...condition, days })} />
        </>
      );
    case 'platform':
      return (
        <>
          {is}
          <PlatformsField condition={condition} onChange={onChange} />
        </>
      );
    case 'music':
    case 'speech':
      return is;
    case 'output':
      return (
        <>
          <OneOf
            label={editor.output}
            values={OBS_OUTPUTS}
            names={editor.outputs}
            value={condition.output}
            onChange={(output) => onChange({ ...condition, output })}
          />
          {is}
        </>
      );
    case 'fired':
      return (
        <>
          <Select
            label={editor.rule}
            data={[...props.rules].map(([value, label]) => ({ value, label }))}
            value={condition.ruleId === '' ? null : condition.ruleId}
            onChange={(ruleId) => onChange({ ...condition, ruleId: ruleId ?? '' })}
          />
          <NumberField
            label={editor.within}
            least={1}
            most={86_400}
            value={condition.seconds}
            onChange={(seconds) => onChange({ ...condition, seconds })}
          />
          {is}
        </>
      );
    default:
      return <CountFields condition={condition} onChange={onChange} />;
  }
}

type Counted = Extract<AutomationCondition, { type: 'role' | 'hourly' | 'chance' | 'audience' }>;
function CountFields({ condition, onChange }: Pick<IfFieldsProps<Counted>, 'condition' | 'onChange'>) {
  const { editor } = useStrings().automation;
  switch (condition.type) {
    case 'role':
      return (
        <OneOf
          label={editor.who}
          values={COMMAND_AUDIENCES}
          names={editor.whos}
          value={condition.who}
          onChange={(who) => onChange({ ...condition, who })}
        />
      );
    case 'hourly':
      return (
        <NumberField
          label={editor.times}
          least={1}
          most={100}
          value={condition.times}
          onChange={(times) => onChange({ ...condition, times })}
        />
      );
    case 'chance':
      return (
        <NumberField
          label={editor.percent}
          least={0}
          most={100}
          value={condition.percent}
          onChange={(percent) => onChange({ ...condition, percent })}
        />
      );
    case 'audience':
      return (
        <>
          <NumberField
            label={editor.atLeast}
            least={0}
            most={10_000_000}
            value={condition.atLeast}
            onChange={(atLeast) => onChange({ ...condition, atLeast })}
          />
          <NumberInput
            label={editor.atMost}
            placeholder={editor.noBound}
            min={0}
            max={10_000_000}
            value={condition.atMost ?? ''}
            onChange={(value) =>
              onChange({ ...condition, atMost: value === '' ? null : Math.max(0, Math.round(Number(value) || 0)) })
            }
          />
        </>
      );
  }
}

function PlatformsField({
  condition,
  onChange,
}: Pick<IfFieldsProps<Extract<AutomationCondition, { type: 'platform' }>>, 'condition' | 'onChange'>) {
  const { automation, platforms } = useStrings();
  const known = livePlatformSchema.options;
  return (
    <MultiSelect
      className="binding-wide"
      label={automation.editor.platforms}
      data={known.map((value) => ({ value, label: platforms[value] }))}
      value={condition.platforms}
      onChange={(next) => onChange({ ...condition, platforms: known.filter((one) => next.includes(one)) })}
    />
  );
}
