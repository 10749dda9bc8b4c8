import { SegmentedControl } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { type Settings, stageSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const qualitySchema = stageSettingsSchema.unwrap().shape.quality.unwrap();
const capSchema = stageSettingsSchema.unwrap().shape.frameRateCap;
const CAPS = ['auto', '15', '30', '60'] as const;

export function PerformanceCard() {
  const { stage, common } = useStrings();
  const { frameRateCap, renderScale } = useSettings((settings) => settings.stage);
  const save = useSave();
  const lock = useLock('stage.frameRateCap');
  return (
    <Panel title={stage.performance} icon={<IconGauge size="1.25rem" />}>
      <div className="two-columns">
        <div>
          <span className="field-label">{stage.frameRate}</span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={stage.frameRate}
            disabled={lock.disabled}
            value={frameRateCap}
            onChange={(next) => void save({ stage: { frameRateCap: capSchema.parse(next) } })}
            data={CAPS.map((value) => ({ value, label: value === 'auto' ? common.automatic : value }))}
          />
          <p className="field-hint">{lock.note ?? stage.frameRateHint}</p>
        </div>
        <SavedSlider
          path="stage.renderScale"
          label={stage.renderScale}
          hint={stage.renderScaleHint}
          min={0.25}
          max={2}
          step={0.05}
          home={1}
          show={(value) => `${Math.round(value * 100)} %`}
          value={renderScale}
          onSave={(next) => save({ stage: { renderScale: next } })}
        />
        <QualityChoice name="look" label={stage.look} hint={stage.lookHint} choices={stage.looks} />
        <QualityChoice name="smoothing" label={stage.smoothing} hint={stage.smoothingHint} choices={stage.smoothings} />
        <SwingSwitch />
      </div>
    </Panel>
  );
}

/** One of the picture's qualities as a row of choices, in the order of the table of words. */
function QualityChoice<Name extends 'look' | 'smoothing'>({
  name,
  label,
  hint,
  choices,
}: {
  readonly name: Name;
  readonly label: string;
  readonly hint: string;
  readonly choices: Readonly<Record<Settings['stage']['quality'][Name], string>>;
}) {
  const value = useSettings((settings) => settings.stage.quality[name]);
  const save = useSave();
  const lock = useLock(`stage.quality.${name}`);
  return (
    <div>
      <span className="field-label">{label}</span>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={label}
        disabled={lock.disabled}
        value={value}
        onChange={(next) => void save({ stage: { quality: qualitySchema.partial().parse({ [name]: next }) } })}
        data={Object.entries<string>(choices).map(([each, text]) => ({ value: each, label: text }))}
      />
      <p className="field-hint">{lock.note ?? hint}</p>
    </div>
  );
}

function SwingSwitch() {
  const { stage } = useStrings();
  const physics = useSettings((settings) => settings.stage.quality.physics);
  const save = useSave();
  return (
    <SavedSwitch
      path="stage.quality.physics"
      label={stage.swing}
      description={stage.swingHint}
      value={physics}
      onSave={(next) => save({ stage: { quality: { physics: next } } })}
    />
  );
}
