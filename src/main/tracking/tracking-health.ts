import type { HealthReport } from '#shared/health.ts';
import type { SourceState } from '#shared/tracking/source-state.ts';
import type { MotionSourceView } from './tracking.types.ts';

const BROKEN: ReadonlySet<SourceState> = new Set(['refused', 'busy', 'no-device', 'lost', 'port-taken', 'failed']);
const BLIND: ReadonlySet<SourceState> = new Set(['dark', 'still', 'several']);

/** How tracking fares as a whole. `wantsShapes`: the streamer chose the camera's model with 52 shapes. */
export function healthOfTracking(sources: readonly MotionSourceView[], wantsShapes: boolean): HealthReport {
  const told = sources.filter(({ report }) => report.state !== 'off');
  if (told.length === 0) return { status: 'off' };
  const broken = told.filter(({ report }) => BROKEN.has(report.state));
  const first = broken[0];
  if (first !== undefined) {
    const status = broken.length === told.length ? 'failed' : 'degraded';
    return troubleOf(first, status);
  }
  const blind = told.find(({ report }) => BLIND.has(report.state));
  if (blind !== undefined) return troubleOf(blind, 'degraded');
  const fallen = told.find(({ kind, report }) => kind === 'webcam' && report.state === 'tracking' && !report.blendshapes);
  if (wantsShapes && fallen !== undefined)
    return {
      status: 'degraded',
      reason: 'tracking-plain-model',
      message:
        'the camera tracks with the model that came with the program, not with the one of 52 shapes that is chosen; fetch it on the tracking page',
    };
  if (told.some(({ report }) => report.state === 'tracking' || report.state === 'no-person')) return { status: 'ready' };
  return {
    status: 'connecting',
    reason: 'tracking-waiting',
    message: 'waiting for the first motion; start the camera, the phone or the program',
  };
}

function troubleOf({ id, name, report }: MotionSourceView, status: 'degraded' | 'failed'): HealthReport {
  return {
    status,
    reason: `tracking-${report.state}`,
    message: `${name || id}: ${report.detail || wordsOf(report.state)}`,
  };
}

const WORDS: Readonly<Partial<Record<SourceState, string>>> = {
  refused: 'the camera may not be used; allow it in the browser or the system',
  busy: 'another program has the camera; close it there',
  'no-device': 'there is no camera; plug one in',
  lost: 'the connection or the camera was lost; plug it in again',
  'port-taken': 'another program listens on this port; close it or choose another port',
  dark: 'the picture is black; take the cover off or switch a light on',
  still: 'no new pictures come; plug the camera in again',
  several: 'more than one face is in sight; the nearest is followed',
};
const wordsOf = (state: SourceState): string => WORDS[state] ?? 'it failed; switch it off and on again';
