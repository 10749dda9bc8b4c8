import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { IconBell, IconListDetails, IconPlayerPlay, IconPlayerSkipForward, IconVolume } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { createAlertSounds } from '#renderer/shared/alert-sounds.ts';
import type { OverlaysView } from '#shared/contract/overlays.ts';
import { ALERT_GAPS, ALERT_TEXTS } from '#shared/overlays/alert-texts.ts';
import { ALERT_KINDS, ALERT_SOUNDS, type AlertKind, type AlertSettings } from '#shared/overlays/overlay-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSlider, SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { TestButtons } from './test-buttons.tsx';
import { useOverlayLanguage } from './use-overlay-language.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** The queue of alerts, and what each kind says and sounds like. */
export function AlertsTab({ view }: { readonly view: OverlaysView }) {
  return (
    <div className="cards">
      <NowCard alerts={view.alerts} />
      <SoundCard />
      <KindsCard pictures={view.pictures} />
    </div>
  );
}

function NowCard({ alerts }: { readonly alerts: OverlaysView['alerts'] }) {
  const { overlays: words } = useStrings();
  const client = useClient();
  const skip = useAction(
    words.failed,
    useCallback((all: boolean) => client.overlays.skipAlert({ all }), [client]),
  );
  const { current, waiting, dropped } = alerts;
  return (
    <Panel
      title={words.alerts.now}
      icon={<IconBell size="1.25rem" />}
      right={
        <div className="overlay-row">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerSkipForward size="0.9rem" />}
            disabled={current === null}
            onClick={() => void skip.run(false)}
          >
            {words.alerts.skip}
          </Button>
          <Button size="xs" variant="subtle" disabled={current === null && waiting === 0} onClick={() => void skip.run(true)}>
            {words.alerts.skipAll}
          </Button>
        </div>
      }
    >
      <p className="overlay-now" aria-live="polite">
        {current === null ? words.alerts.none : <bdi dir="auto">{current.title.map(({ text }) => text).join('')}</bdi>}
      </p>
      <p className="field-hint">
        {fill(words.alerts.waiting, { n: waiting })}
        {dropped === 0 ? '' : ` · ${fill(words.alerts.dropped, { n: dropped })}`}
      </p>
      <TestButtons />
    </Panel>
  );
}

function SoundCard() {
  const { alerts: words } = useStrings().overlays;
  const alerts = useSettings((settings) => settings.overlays.alerts);
  const save = useSave();
  const set = (change: Partial<AlertSettings>): Promise<void> => save({ overlays: { alerts: change } });
  return (
    <Panel title={words.sound} icon={<IconVolume size="1.25rem" />}>
      <div className="overlay-fields">
        <SavedSlider
          path="overlays.alerts.volume"
          label={words.volume}
          min={0}
          max={1}
          step={0.02}
          show={percent}
          value={alerts.volume}
          onSave={(volume) => set({ volume })}
        />
        <SavedNumber
          path="overlays.alerts.seconds"
          label={words.seconds}
          description={words.secondsHint}
          min={2}
          max={60}
          value={alerts.seconds}
          onSave={(seconds) => set({ seconds })}
        />
        <SavedNumber
          path="overlays.alerts.leastYuan"
          label={words.least}
          description={words.leastHint}
          min={0}
          max={100_000}
          value={alerts.leastYuan}
          onSave={(leastYuan) => set({ leastYuan })}
        />
      </div>
    </Panel>
  );
}

function KindsCard({ pictures }: { readonly pictures: OverlaysView['pictures'] }) {
  const { alerts: words } = useStrings().overlays;
  const [sounds] = useState(createAlertSounds);
  const volume = useSettings((settings) => settings.overlays.alerts.volume);
  return (
    <Panel title={words.kinds} hint={words.kindsHint} icon={<IconListDetails size="1.25rem" />}>
      <ul className="overlay-kinds">
        {ALERT_KINDS.map((kind) => (
          <KindRow key={kind} kind={kind} pictures={pictures} listen={(sound) => sounds.play(sound, volume)} />
        ))}
      </ul>
    </Panel>
  );
}

interface KindRowProps {
  readonly kind: AlertKind;
  readonly pictures: OverlaysView['pictures'];
  readonly listen: (sound: (typeof ALERT_SOUNDS)[number]) => void;
}

function KindRow({ kind, pictures, listen }: KindRowProps) {
  const { alerts: words } = useStrings().overlays;
  const language = useOverlayLanguage();
  const value = useSettings((settings) => settings.overlays.alerts.kinds[kind]);
  const save = useSave();
  const set = (change: Partial<AlertSettings['kinds'][AlertKind]>): Promise<void> =>
    save({ overlays: { alerts: { kinds: { [kind]: change } } } });
  const path = `overlays.alerts.kinds.${kind}`;
  const gaps = ALERT_GAPS[kind].map((gap) => `{${gap}}`).join(' ');
  return (
    <li className="overlay-kind" data-off={!value.enabled || undefined}>
      <SavedSwitch
        path={`${path}.enabled`}
        label={words.kind[kind]}
        value={value.enabled}
        onSave={(enabled) => set({ enabled })}
      />
      <SavedText
        path={`${path}.text`}
        label={words.text}
        description={fill(words.gaps, { gaps })}
        placeholder={ALERT_TEXTS[kind][language]}
        maxLength={200}
        value={value.text}
        onSave={(text) => set({ text })}
      />
      <div className="overlay-sound">
        <Select
          label={words.sound}
          allowDeselect={false}
          value={value.sound}
          data={ALERT_SOUNDS.map((sound) => ({ value: sound, label: words.sounds[sound] }))}
          onChange={(next) => void set({ sound: ALERT_SOUNDS.find((sound) => sound === next) ?? 'none' })}
        />
        <Tooltip label={words.listen}>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={value.sound === 'none'}
            aria-label={`${words.listen}: ${words.kind[kind]}`}
            onClick={() => listen(value.sound)}
          >
            <IconPlayerPlay size="1rem" />
          </ActionIcon>
        </Tooltip>
      </div>
      <Select
        label={words.picture}
        allowDeselect={false}
        value={value.picture}
        data={[{ value: '', label: words.noPicture }, ...pictures.map(({ fileName }) => ({ value: fileName, label: fileName }))]}
        onChange={(picture) => void set({ picture: picture ?? '' })}
      />
    </li>
  );
}
