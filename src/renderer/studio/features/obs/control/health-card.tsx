import { IconActivity, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { Panel } from '../../../ui/page.tsx';

/** Fewer lost frames than this since the page was opened nobody notices. */
const NOTICED = 5;

/** OBS's figures in words. Frames that were lost before this page was opened (OBS's own start) are no news. */
export function HealthCard({ state: { stats } }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  const first = useRef(stats);
  // OBS began anew.
  if (stats.missedFrames < first.current.missedFrames || stats.droppedFrames < first.current.droppedFrames) first.current = stats;
  const missed = stats.missedFrames - first.current.missedFrames;
  const dropped = stats.droppedFrames - first.current.droppedFrames;
  return (
    <Panel title={obsControl.health} icon={<IconActivity size="1.25rem" />}>
      <ul className="obsc-health">
        {missed < NOTICED && dropped < NOTICED ? (
          <li className="obsc-good">
            <IconCircleCheck size="1rem" aria-hidden /> {obsControl.framesGood}
          </li>
        ) : null}
        {missed < NOTICED ? null : (
          <li className="obsc-bad">
            <IconAlertTriangle size="1rem" aria-hidden /> {fill(obsControl.framesMissed, { n: missed })}
          </li>
        )}
        {dropped < NOTICED ? null : (
          <li className="obsc-bad">
            <IconAlertTriangle size="1rem" aria-hidden /> {fill(obsControl.framesDropped, { n: dropped })}
          </li>
        )}
      </ul>
      <p className="obsc-dim obsc-small tabular">
        {fill(obsControl.fps, { n: stats.framesPerSecond.toFixed(0) })} ·{' '}
        {fill(obsControl.cpu, { n: stats.cpuPercent.toFixed(0) })} ·{' '}
        {fill(obsControl.disk, { n: (stats.freeDiskMb / 1024).toFixed(0) })}
      </p>
    </Panel>
  );
}
