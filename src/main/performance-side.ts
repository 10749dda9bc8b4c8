import { join } from 'node:path';
import { StudioError } from '#shared/errors.ts';
import type { AvatarSide } from './avatar-side.ts';
import type { Performances } from './performances/performances.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createLate } from './platform/late.ts';
import type { Pause } from './platform/watch-cell.ts';
import type { PerformancesRouteServices } from './routes/performances-routes.ts';
import type { UploadIntake } from './server/uploads.types.ts';
import type { UserFiles } from './server/user-files.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { TrackingSide } from './tracking-side.ts';
import type { TurnRunner } from './turn/turn-runner.ts';

/** Recorded performances, loaded when they are first asked for. */
export interface PerformanceSide {
  readonly routes: PerformancesRouteServices;
  /** Performances that are sent in. */
  readonly uploads: UploadIntake;
  /** A replay speaks: she begins nothing of her own. */
  readonly hasTheFloor: boolean;
  /** Ends a replay at once. */
  stop(): void;
  close(): Promise<void>;
}

export function createPerformanceSide(options: {
  readonly host: Host;
  readonly board: HealthBoardStore;
  readonly pause: Pause;
  readonly avatar: Pick<AvatarSide, 'bus' | 'desk' | 'items' | 'mapping'>;
  readonly tracking: Pick<TrackingSide, 'load' | 'attachSource'>;
  readonly userFiles: Pick<UserFiles, 'url'>;
  readonly hub: Pick<StageHub, 'playing'>;
  readonly runner: Pick<TurnRunner, 'replay' | 'available'>;
}): PerformanceSide {
  const { host, avatar, tracking, hub, runner } = options;
  let holders = 0;
  const late = createLate<Performances>(async () => {
    const { createPerformances } = await import('./performances/performances.ts');
    return createPerformances({
      folder: join(host.paths.data, 'performances'),
      file: join(host.paths.data, 'performances.json'),
      bus: avatar.bus,
      avatar: avatar.desk,
      items: avatar.items,
      mapping: () => avatar.mapping.view.get(),
      tracking: { attach: tracking.attachSource, follow: (listener) => followLate(tracking.load, listener) },
      voice: {
        playing: hub.playing,
        replay: runner.replay,
        hold() {
          holders += 1;
          return once(() => {
            holders -= 1;
            runner.available();
          });
        },
      },
      clock: host.clock,
      logger: host.logger.child('performances'),
      report: (health) => options.board.report('performances', health),
    });
  });
  return {
    routes: { load: late.get, fileUrl: (path) => options.userFiles.url('performances', path), pause: options.pause },
    uploads: {
      async write(id, index, offset, bytes) {
        // Nothing is awaited before it was asked for.
        if (late.made === undefined) throw new StudioError('not-found', 'no such upload is awaited; add the file again');
        await late.made.write(id, index, offset, bytes);
      },
    },
    get hasTheFloor() {
      return holders > 0;
    },
    stop: () => late.made?.stop(),
    async close() {
      await late.made?.close();
    },
  };
}

function once(task: () => void): () => void {
  let done = false;
  return () => {
    if (!done) task();
    done = true;
  };
}

type Follow = Awaited<ReturnType<TrackingSide['load']>>['hub']['follow'];

/** Follows what is tracked as soon as tracking is loaded; its failure is told where it was loaded for itself. */
function followLate(load: TrackingSide['load'], listener: Parameters<Follow>[0]): () => void {
  let unfollow: (() => void) | undefined;
  let ended = false;
  load().then(
    ({ hub }) => {
      if (!ended) unfollow = hub.follow(listener);
    },
    () => undefined,
  );
  return () => {
    ended = true;
    unfollow?.();
  };
}
