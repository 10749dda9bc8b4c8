import type { FileIntake } from '#main/platform/file-intake.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { DrivingDesk } from '#main/tracking/driving.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { TrackingMeters, TrackingView } from '#shared/contract/tracking.ts';
import type { StudioImplementer } from './implementer.types.ts';

/** What routes need of tracking, which is loaded with the first call. */
export interface TrackingRouteServices {
  readonly driving: DrivingDesk;
  readonly load: () => Promise<{
    readonly view: Cell<TrackingView>;
    readonly hub: { recenter(source: string): void; meters(): TrackingMeters };
    readonly model: {
      readonly cell: Cell<{ readonly state: string }>;
      fetch(): Promise<void>;
      cancel(): void;
      import(path: string): Promise<void>;
    };
    readonly modelIntake: Pick<FileIntake, 'begin' | 'finish'>;
  }>;
  readonly pause: Pause;
  /** From one reading of the meters to the next, ms. */
  readonly metersEveryMs: () => number;
}

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 200;
const DRIVING_EVERY_MS = 50;

export function trackingRoutes(os: StudioImplementer, { load, pause, metersEveryMs }: TrackingRouteServices) {
  return os.tracking.router({
    watch: os.tracking.watch.handler(async function* ({ signal }) {
      const { view } = await load();
      yield* watchCell(view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS });
    }),
    watchMeters: os.tracking.watchMeters.handler(async function* ({ signal }) {
      const { hub } = await load();
      const ends = present(signal);
      while (!ends.aborted) {
        yield hub.meters();
        await pause(metersEveryMs(), ends);
      }
    }),
    recenter: os.tracking.recenter.handler(async ({ input }) => {
      (await load()).hub.recenter(input.source);
      return OK;
    }),
    fetchOfficialModel: os.tracking.fetchOfficialModel.handler(async () => {
      const { model } = await load();
      await model.fetch();
      return { ready: model.cell.get().state === 'ready' };
    }),
    cancelOfficialModel: os.tracking.cancelOfficialModel.handler(async () => {
      (await load()).model.cancel();
      return OK;
    }),
    beginModelImport: os.tracking.beginModelImport.handler(async ({ input }) =>
      (await load()).modelIntake.begin('face model', input.bytes),
    ),
    finishModelImport: os.tracking.finishModelImport.handler(async ({ input }) => {
      const { model, modelIntake } = await load();
      await modelIntake.finish(input.upload, (_name, path) => model.import(path));
      return OK;
    }),
  });
}

export function drivingRoutes(os: StudioImplementer, { driving, pause }: TrackingRouteServices) {
  return os.driving.router({
    watch: os.driving.watch.handler(({ signal }) =>
      watchCell(driving.view, { signal: present(signal), pause, minIntervalMs: DRIVING_EVERY_MS }),
    ),
    drive: os.driving.drive.handler(({ input }) => {
      driving.drive(input, 'page');
      return OK;
    }),
  });
}
