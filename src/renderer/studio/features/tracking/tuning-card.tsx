import { Button, SegmentedControl } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { type TrackingSettings, trackingSettingsSchema } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';

const GAINS = ['yaw', 'pitch', 'roll', 'position', 'gaze', 'mouth', 'smile', 'brows'] as const;
const HOME = trackingSettingsSchema.parse(undefined);

const tuningOf = ({ smoothing, lostHoldSeconds, mirror, webcam }: TrackingSettings) => ({
  smoothing,
  lostHoldSeconds,
  mirror,
  webcam: {
    gains: webcam.gains,
    linkedBlink: webcam.linkedBlink,
    winks: webcam.winks,
    hands: webcam.hands,
    delegate: webcam.delegate,
  },
});

/** How she follows: how far, how calmly, which side. Everything works at once, and one button takes it all back. */
export function TuningCard() {
  const { tuning } = useStrings().tracking;
  const settings = useSettings((all) => all.tracking);
  const save = useSave();
  const untouched = JSON.stringify(tuningOf(settings)) === JSON.stringify(tuningOf(HOME));
  const reset = (): void => {
    const before = tuningOf(settings);
    void save({ tracking: tuningOf(HOME) });
    showToast({
      tone: 'plain',
      title: tuning.resetDone,
      action: { label: tuning.undo, run: () => void save({ tracking: before }) },
    });
  };
  return (
    <Panel
      title={tuning.title}
      hint={tuning.hint}
      icon={<IconAdjustments size="1.25rem" />}
      right={
        <Button size="xs" variant="default" disabled={untouched} onClick={reset}>
          {tuning.reset}
        </Button>
      }
    >
      <Gains />
      <Calm />
      <Switches />
    </Panel>
  );
}

function Gains() {
  const { tuning } = useStrings().tracking;
  const gains = useSettings((all) => all.tracking.webcam.gains);
  const save = useSave();
  return (
    <div>
      <span className="field-label">{tuning.gains}</span>
      <div className="track-gains">
        {GAINS.map((axis) => (
          <SavedSlider
            key={axis}
            path={`tracking.webcam.gains.${axis}`}
            label={tuning.gainNames[axis]}
            min={0}
            max={3}
            step={0.05}
            home={1}
            show={(value) => fill(tuning.percent, { n: Math.round(value * 100) })}
            value={gains[axis]}
            onSave={(value) => save({ tracking: { webcam: { gains: { [axis]: value } } } })}
          />
        ))}
      </div>
    </div>
  );
}

function Calm() {
  const { tuning } = useStrings().tracking;
  const { smoothing, lostHoldSeconds } = useSettings((all) => all.tracking);
  const save = useSave();
  return (
    <div className="two-columns">
      <SavedSlider
        path="tracking.smoothing"
        label={tuning.smoothing}
        hint={tuning.smoothingHint}
        min={0}
        max={1}
        step={0.05}
        home={HOME.smoothing}
        show={(value) => fill(tuning.percent, { n: Math.round(value * 100) })}
        value={smoothing}
        onSave={(next) => save({ tracking: { smoothing: next } })}
      />
      <SavedSlider
        path="tracking.lostHoldSeconds"
        label={tuning.hold}
        hint={tuning.holdHint}
        min={0}
        max={5}
        step={0.1}
        home={HOME.lostHoldSeconds}
        show={(value) => fill(tuning.seconds, { n: value.toFixed(1) })}
        value={lostHoldSeconds}
        onSave={(next) => save({ tracking: { lostHoldSeconds: next } })}
      />
    </div>
  );
}

function Switches() {
  const { tuning, webcam: words } = useStrings().tracking;
  const { mirror, webcam } = useSettings((all) => all.tracking);
  const lock = useLock('tracking.webcam.delegate');
  const save = useSave();
  const ofWebcam = [
    { field: 'linkedBlink', label: tuning.linkedBlink, hint: tuning.linkedBlinkHint },
    { field: 'winks', label: tuning.winks, hint: tuning.winksHint },
    { field: 'hands', label: words.hands, hint: words.handsHint },
    { field: 'upperBody', label: words.upperBody, hint: words.upperBodyHint },
  ] as const;
  return (
    <div className="two-columns track-switches">
      <SavedSwitch
        path="tracking.mirror"
        label={tuning.mirror}
        description={tuning.mirrorHint}
        value={mirror}
        onSave={(next) => save({ tracking: { mirror: next } })}
      />
      {ofWebcam.map(({ field, label, hint }) => (
        <SavedSwitch
          key={field}
          path={`tracking.webcam.${field}`}
          label={label}
          description={hint}
          value={webcam[field]}
          onSave={(next) => save({ tracking: { webcam: { [field]: next } } })}
        />
      ))}
      <div>
        <span className="field-label">{tuning.delegate}</span>
        <SegmentedControl
          size="xs"
          aria-label={tuning.delegate}
          disabled={lock.disabled}
          value={webcam.delegate}
          onChange={(next) => void save({ tracking: { webcam: { delegate: delegateOf(next) } } })}
          data={(['auto', 'cpu', 'gpu'] as const).map((value) => ({ value, label: tuning.delegates[value] }))}
        />
      </div>
    </div>
  );
}

const delegateOf = (value: string): TrackingSettings['webcam']['delegate'] =>
  (['auto', 'cpu', 'gpu'] as const).find((one) => one === value) ?? 'auto';
