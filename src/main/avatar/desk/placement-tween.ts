import type { Clock } from '#main/platform/host.ts';
import type { Placement } from '#shared/avatar/scene.ts';

/** The place of the model, on its way somewhere or at rest. */
export interface PlacementTween {
  readonly placement: Placement;
  /** Puts it there at once, without telling. */
  reset(placement: Placement): void;
  /** Starts from where it is; a new move replaces a running one. `seconds` 0: at once. */
  move(target: { readonly [K in keyof Placement]?: number | undefined }, seconds: number): void;
  close(): void;
}

export interface PlacementTweenOptions {
  readonly clock: Clock;
  /** Each step on the way, about 60 a second; `settled` on the last. */
  readonly onStep: (placement: Placement, settled: boolean) => void;
}

const STEP_MS = 1000 / 60;

export function createPlacementTween(start: Placement, { clock, onStep }: PlacementTweenOptions): PlacementTween {
  let placement = start;
  let cancel: (() => void) | undefined;

  function stop(): void {
    cancel?.();
    cancel = undefined;
  }

  return {
    get placement() {
      return placement;
    },
    reset(next) {
      stop();
      placement = next;
    },
    move(target, seconds) {
      stop();
      const from = placement;
      const to: Placement = {
        x: target.x ?? from.x,
        y: target.y ?? from.y,
        rotation: target.rotation ?? from.rotation,
        size: target.size ?? from.size,
      };
      const startedAt = clock.now();
      const step = (): void => {
        const share = seconds <= 0 ? 1 : Math.min(1, (clock.now() - startedAt) / (seconds * 1000));
        placement = share === 1 ? to : between(from, to, share * share * (3 - 2 * share));
        cancel = share === 1 ? undefined : clock.after(STEP_MS, step);
        onStep(placement, share === 1);
      };
      step();
    },
    close: stop,
  };
}

function between(from: Placement, to: Placement, share: number): Placement {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), rotation: mix(from.rotation, to.rotation), size: mix(from.size, to.size) };
}
