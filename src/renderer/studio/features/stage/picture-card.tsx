import { Button, SegmentedControl } from '@mantine/core';
import { IconFocusCentered } from '@tabler/icons-react';
import { framingSchema, type Settings } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const HOME = { framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0 } as const satisfies Partial<Settings['stage']>;

export function PictureCard() {
  const { stage, common } = useStrings();
  const { framing, zoom, offsetX, offsetY } = useSettings((settings) => settings.stage);
  const save = useSave();
  const lock = useLock('stage.framing');
  const atHome = framing === HOME.framing && zoom === 1 && offsetX === 0 && offsetY === 0;
  const reset = (): void => {
    const before = { framing, zoom, offsetX, offsetY };
    void save({ stage: HOME });
    showToast({
      tone: 'plain',
      title: stage.resetPicture,
      action: { label: common.undo, run: () => void save({ stage: before }) },
    });
  };
  return (
    <Panel
      title={stage.picture}
      icon={<IconFocusCentered size="1.25rem" />}
      right={
        <Button size="compact-sm" variant="subtle" color="gray" disabled={atHome} onClick={reset}>
          {common.reset}
        </Button>
      }
    >
      <SegmentedControl
        fullWidth
        size="sm"
        aria-label={stage.framing}
        disabled={lock.disabled}
        value={framing}
        onChange={(next) => void save({ stage: { framing: framingSchema.parse(next) } })}
        data={framingSchema.options.map((value) => ({ value, label: stage[value] }))}
      />
      <div className="three-columns">
        <SavedSlider
          path="stage.zoom"
          label={stage.zoom}
          min={0.3}
          max={4}
          step={0.05}
          home={1}
          show={percent}
          value={zoom}
          onSave={(next) => save({ stage: { zoom: next } })}
        />
        <SavedSlider
          path="stage.offsetX"
          label={stage.offsetX}
          min={-1}
          max={1}
          step={0.01}
          home={0}
          show={percent}
          value={offsetX}
          onSave={(next) => save({ stage: { offsetX: next } })}
        />
        <SavedSlider
          path="stage.offsetY"
          label={stage.offsetY}
          min={-1}
          max={1}
          step={0.01}
          home={0}
          show={percent}
          value={offsetY}
          onSave={(next) => save({ stage: { offsetY: next } })}
        />
      </div>
    </Panel>
  );
}
