import type { CameraView } from '#renderer/capture/camera/camera-tracker.types.ts';
import type { TrackingView } from '#shared/contract/tracking.ts';
import type { DrivingMode } from '#shared/tracking/driving.ts';
import type { SourceReport, SourceState } from '#shared/tracking/source-state.ts';

/** What the page says in one line. `source`: its name, '' for the webcam. */
export type StateLine =
  | { readonly say: 'drives' | 'several' | 'ai-holds'; readonly source: string; readonly report: SourceReport }
  | { readonly say: 'nothing' | 'displaced' }
  | { readonly say: 'phone-waiting'; readonly source: string }
  | { readonly say: 'trouble'; readonly state: SourceState; readonly source: string; readonly detail: string };

export interface StateOfTracking {
  readonly webcamWanted: boolean;
  /** Of this page; undefined until it was loaded. */
  readonly camera: CameraView | undefined;
  readonly sources: TrackingView['sources'];
  /** Inputs that are switched on, by id. */
  readonly inputs: readonly { readonly id: string; readonly name: string }[];
  /** Undefined while it is not known. */
  readonly mode: DrivingMode | undefined;
}

const sees = (state: SourceState): boolean => state === 'tracking' || state === 'several';
/** Not the streamer's to mend: the picture comes sooner or later. */
const passes = (state: SourceState): boolean => state === 'starting' || state === 'waiting';

/** What tracks, else what is wrong: the webcam before others, for it is what most people use. */
export function stateLine({ webcamWanted, camera, sources, inputs, mode }: StateOfTracking): StateLine {
  const own = webcamWanted && camera?.displaced !== true ? camera?.report : undefined;
  const webcam = own ?? sources.find(({ kind }) => kind === 'webcam')?.report;
  if (webcamWanted && webcam !== undefined && sees(webcam.state)) return seen(mode, '', webcam);
  const other = sources.find(({ kind, report }) => kind !== 'webcam' && sees(report.state));
  if (other !== undefined) return seen(mode, nameOf(other, inputs), other.report);
  if (webcamWanted) {
    if (camera?.displaced === true) return { say: 'displaced' };
    const state = webcam === undefined || webcam.state === 'off' ? 'starting' : webcam.state;
    return { say: 'trouble', state, source: '', detail: webcam?.detail ?? '' };
  }
  return ofInputs(sources, inputs);
}

function seen(mode: DrivingMode | undefined, source: string, report: SourceReport): StateLine {
  if (mode === 'ai') return { say: 'ai-holds', source, report };
  return { say: report.state === 'several' ? 'several' : 'drives', source, report };
}

function ofInputs(sources: StateOfTracking['sources'], inputs: StateOfTracking['inputs']): StateLine {
  const known = inputs.flatMap(({ id, name }) => {
    const source = sources.find((one) => one.id === id);
    return source === undefined ? [] : [{ name, report: source.report }];
  });
  const broken = known.find(({ report }) => !passes(report.state) && report.state !== 'off');
  if (broken !== undefined)
    return { say: 'trouble', state: broken.report.state, source: broken.name, detail: broken.report.detail };
  const first = inputs[0];
  return first === undefined ? { say: 'nothing' } : { say: 'phone-waiting', source: first.name };
}

const nameOf = (source: TrackingView['sources'][number], inputs: StateOfTracking['inputs']): string =>
  inputs.find(({ id }) => id === source.id)?.name ?? source.name;
