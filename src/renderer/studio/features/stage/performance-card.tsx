import { SegmentedControl } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { stageSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

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
      </div>
    </Panel>
  );
}
