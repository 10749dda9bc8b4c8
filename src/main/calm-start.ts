import type { Cell } from '#shared/cell.ts';
import type { Stages } from '#shared/contract/stage.ts';
import type { Clock } from './platform/host.ts';
import type { WhenCalm } from './platform/when-calm.ts';

export interface CalmStart {
  readonly whenCalm: WhenCalm;
  /** What still waits will never run. Idempotent. */
  close(): void;
}

/** No avatar comes later than this, or it does not come at all. */
const LATEST_MS = 4000;

/**
 * With windows the avatar's first picture comes before whatever can wait, for both want the whole machine: the start is calm when she stands on a stage.
 * Without windows it is calm as soon as the studio is built.
 */
export function createCalmStart(clock: Clock, hasWindows: boolean, stages: Cell<Stages>): CalmStart {
  const waiting = new Set<() => void>();
  let calm = false;
  const end = (): void => {
    cancel();
    unwatch();
  };
  const begin = (): void => {
    calm = true;
    end();
    for (const work of [...waiting]) work();
    waiting.clear();
  };
  const cancel = clock.after(hasWindows ? LATEST_MS : 0, begin);
  const unwatch = stages.subscribe(({ stages: all }) => {
    if (!calm && all.some(({ avatarStatus }) => avatarStatus === 'ready')) begin();
  });
  return {
    whenCalm(work) {
      if (calm) {
        work();
        return () => {};
      }
      waiting.add(work);
      return () => waiting.delete(work);
    },
    close() {
      end();
      waiting.clear();
    },
  };
}
