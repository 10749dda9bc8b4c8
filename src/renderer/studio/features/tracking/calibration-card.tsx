import { Button } from '@mantine/core';
import { IconFaceId, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';
import { CalibrationSheet } from './calibration-guide.tsx';
import { useTracking } from './tracking-context.tsx';

/** The guide's start, when it was last gone through, and how it is forgotten. */
export function CalibrationCard() {
  const { calibration: words, tuning } = useStrings().tracking;
  const language = useInterfaceLanguage();
  const calibration = useSettings((all) => all.tracking.webcam.calibration);
  const enabled = useSettings((all) => all.tracking.webcam.enabled);
  const { camera } = useTracking();
  const [open, setOpen] = useState(false);
  const save = useSave();
  const write = (next: Calibration | null): void => void save({ tracking: { webcam: { calibration: next } } });
  /** Says what happened, with the way back to what was before. */
  const told = (title: string, before: Calibration | null): void =>
    showToast({
      tone: 'plain',
      title,
      action: {
        label: tuning.undo,
        run: () => {
          write(before);
          showToast({ tone: 'plain', title: words.undone });
        },
      },
    });
  const onDone = (next: Calibration): void => {
    write(next);
    told(words.saved, calibration);
  };
  const forget = (): void => {
    write(null);
    told(words.forgotten, calibration);
  };
  const ready = enabled && camera !== undefined && ['tracking', 'several', 'no-person'].includes(camera.report.state);
  const when = calibration && new Date(calibration.atMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconFaceId size="1.25rem" />}>
      <div className="track-calibration">
        <p className="quiet-line">{when === null ? words.none : fill(words.done, { when })}</p>
        <div className="button-row">
          {calibration === null ? null : (
            <Button variant="subtle" color="gray" leftSection={<IconTrash size="1rem" />} onClick={forget}>
              {words.forget}
            </Button>
          )}
          <Button variant={calibration === null ? 'filled' : 'default'} disabled={!ready} onClick={() => setOpen(true)}>
            {calibration === null ? words.begin : words.again}
          </Button>
        </div>
      </div>
      {ready ? null : <p className="field-hint">{words.needsCamera}</p>}
      {open ? <CalibrationSheet onDone={onDone} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}
