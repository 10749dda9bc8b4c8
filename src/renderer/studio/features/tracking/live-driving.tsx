import { useSettings } from '../../session/session-context.tsx';
import { DrivingStrip } from './driving-strip.tsx';
import { useTracking } from './tracking-context.tsx';

/** The strip on the live page: there as soon as something could drive the avatar beside the AI, for it takes room from the show otherwise. */
export function LiveDriving() {
  const { webcam, inputs } = useSettings((all) => all.tracking);
  const mode = useSettings((all) => all.driving.mode);
  const sources = useTracking().tracking.value?.sources ?? [];
  const used = webcam.enabled || inputs.some(({ enabled }) => enabled) || sources.length > 0 || mode !== 'ai';
  return used ? <DrivingStrip /> : null;
}
