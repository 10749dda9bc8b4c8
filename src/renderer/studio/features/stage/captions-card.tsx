import { ColorInput, SegmentedControl } from '@mantine/core';
import { IconSubtitles } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useSave } from '../../ui/use-save.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const DRAGGING_PAUSE_MS = 200;

/** Captions with a sample that changes as the settings do. */
export function CaptionsCard() {
  const { stage } = useStrings();
  const captions = useSettings((settings) => settings.stage.captions);
  const save = useSave();
  const positionLock = useLock('stage.captions.position');
  const accentLock = useLock('stage.captions.accent');
  const accent = useDraft(
    captions.accent,
    (next: string) => (/^#[0-9a-f]{6}$/i.test(next) ? save({ stage: { captions: { accent: next } } }) : undefined),
    DRAGGING_PAUSE_MS,
  );
  return (
    <Panel
      title={stage.captions}
      icon={<IconSubtitles size="1.25rem" />}
      right={
        <SavedSwitch
          path="stage.captions.enabled"
          aria-label={stage.captionsEnabled}
          value={captions.enabled}
          onSave={(enabled) => save({ stage: { captions: { enabled } } })}
        />
      }
    >
      <CaptionSample accent={accent.value} />
      <div className="three-columns">
        <SavedSlider
          path="stage.captions.size"
          label={stage.captionSize}
          min={0.5}
          max={3}
          step={0.05}
          home={1}
          show={percent}
          value={captions.size}
          onSave={(size) => save({ stage: { captions: { size } } })}
        />
        <div>
          <span className="field-label">{stage.captionPosition}</span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={stage.captionPosition}
            disabled={positionLock.disabled}
            value={captions.position}
            onChange={(next) => void save({ stage: { captions: { position: next === 'top' ? 'top' : 'bottom' } } })}
            data={[
              { value: 'top', label: stage.top },
              { value: 'bottom', label: stage.bottom },
            ]}
          />
        </div>
        <ColorInput
          size="xs"
          format="hex"
          label={stage.accent}
          disabled={accentLock.disabled}
          value={accent.value}
          onChange={accent.change}
          onChangeEnd={accent.flush}
          swatches={['#ff7eb6', '#f9b94d', '#6fd6a4', '#7ec8ff', '#c3a6ff']}
        />
      </div>
    </Panel>
  );
}

/** The share of the sample that counts as said. */
const SAID = 0.55;

function CaptionSample({ accent }: { readonly accent: string }) {
  const { stage } = useStrings();
  const { enabled, size, position } = useSettings((settings) => settings.stage.captions);
  const said = Math.round(stage.captionSample.length * SAID);
  return (
    <div className={`caption-sample caption-${position}`} data-off={!enabled || undefined} aria-hidden>
      <span style={{ fontSize: `${0.95 * size}rem` }}>
        <b style={{ color: accent }}>{stage.captionSample.slice(0, said)}</b>
        {stage.captionSample.slice(said)}
      </span>
    </div>
  );
}
