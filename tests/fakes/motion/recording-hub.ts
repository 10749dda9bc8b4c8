import type { MotionSourceInfo, TrackingHub } from '#main/tracking/tracking.types.ts';
import { FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceReport, SourceState } from '#shared/tracking/source-state.ts';

/** One source as a hub would have heard it; values are copies. */
export interface RecordedSource {
  readonly info: MotionSourceInfo;
  readonly samples: MotionSample[];
  readonly reports: SourceReport[];
  closed: boolean;
}

/** The hub's door, which only writes down. */
export interface RecordingHub extends Pick<TrackingHub, 'attach'> {
  readonly sources: RecordedSource[];
  /** The newest source of that id. */
  source(id: string): RecordedSource;
  /** Resolves when a sample of the source is as asked. Polls the world: datagrams travel through the system. */
  sampled(id: string, isIt: (sample: MotionSample) => boolean): Promise<MotionSample>;
  /** Resolves when the source reports that state. */
  reported(id: string, state: SourceState): Promise<SourceReport>;
}

const copy = (values: Float32Array | undefined): Float32Array | undefined => values?.slice();

export function createRecordingHub(): RecordingHub {
  const sources: RecordedSource[] = [];
  let waiting: (() => void)[] = [];
  const told = (): void => {
    for (const look of [...waiting]) look();
  };
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting = waiting.filter((one) => one !== look);
        resolve(found);
      };
      waiting.push(look);
      look();
    });
  const last = (id: string): RecordedSource | undefined => sources.filter(({ info }) => info.id === id).at(-1);

  return {
    sources,
    attach(info) {
      const source: RecordedSource = { info, samples: [], reports: [], closed: false };
      sources.push(source);
      return {
        push({ atMs, found, face, hands, pose }) {
          source.samples.push({ atMs, found, face: copy(face), hands: copy(hands), pose: copy(pose) });
          told();
        },
        report(report) {
          source.reports.push(report);
          told();
        },
        close() {
          source.closed = true;
          told();
        },
      };
    },
    source(id) {
      const source = last(id);
      if (source === undefined) throw new Error(`no source ${id}`);
      return source;
    },
    sampled: (id, isIt) => until(() => last(id)?.samples.find(isIt)),
    reported: (id, state) =>
      until(() => {
        const report = last(id)?.reports.at(-1);
        return report?.state === state ? report : undefined;
      }),
  };
}

export const channelOf = (sample: MotionSample, channel: FaceChannel): number => sample.face?.[FACE_AT[channel]] ?? Number.NaN;
