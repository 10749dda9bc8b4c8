import type { Clock } from '#main/platform/host.ts';
import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import { HAND_GESTURES, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';

type GestureTrigger = Extract<Trigger, { type: 'gesture' }>;

/**
 * Signs of the streamer's hands as keys: one that is made for `holdSeconds` is pressed, one that is gone is let go. Trackers err for single pictures, so a sign
 * may be missing for a moment while it is waited for, and a longer one while it is held.
 *
 *   away ──seen──► waiting ──long enough──► held ──missing RELEASE_MS──► away        waiting ──missing GAP_MS──► away
 */
export interface GestureTriggers {
  use(bindings: readonly Binding[]): void;
  /** Both hands of the tracked person, as `emptyHands` lays them out; `swapped`: the first is the person's own right hand. */
  see(hands: Float32Array, swapped: boolean): void;
  close(): void;
}

export interface GestureTriggersOptions {
  readonly clock: Clock;
  readonly press: (id: string) => void;
  readonly release: (id: string) => void;
  /** Said regularly of what is held. */
  readonly keepHolding: (ids: readonly string[]) => void;
}

/** One trigger of one binding. Times in ms; seenAt −1: away. */
interface Watch {
  readonly id: string;
  readonly trigger: GestureTrigger;
  since: number;
  seenAt: number;
  held: boolean;
}

const GAP_MS = 150;
const RELEASE_MS = 350;
/** A tracker that stops altogether tells nothing: what is held is looked after so often. */
const CHECK_MS = 500;

export function createGestureTriggers(options: GestureTriggersOptions): GestureTriggers {
  const { clock } = options;
  let watches: Watch[] = [];
  let cancelCheck: (() => void) | undefined;

  function advance(watch: Watch, isMade: boolean, now: number): void {
    if (isMade) {
      if (watch.seenAt < 0) watch.since = now;
      watch.seenAt = now;
      if (!watch.held && now - watch.since >= watch.trigger.holdSeconds * 1000) {
        watch.held = true;
        options.press(watch.id);
        checkLater();
      }
    } else if (watch.seenAt >= 0 && now - watch.seenAt >= (watch.held ? RELEASE_MS : GAP_MS)) leave(watch);
  }

  function leave(watch: Watch): void {
    watch.seenAt = -1;
    if (!watch.held) return;
    watch.held = false;
    if (!watches.some(({ id, held }) => held && id === watch.id)) options.release(watch.id);
  }

  function checkLater(): void {
    cancelCheck ??= clock.after(CHECK_MS, () => {
      cancelCheck = undefined;
      const now = clock.now();
      for (const watch of watches) if (watch.held && now - watch.seenAt >= CHECK_MS) leave(watch);
      const ids = [...new Set(watches.filter(({ held }) => held).map(({ id }) => id))];
      if (ids.length === 0) return;
      options.keepHolding(ids);
      checkLater();
    });
  }

  return {
    use(bindings) {
      const before = watches;
      watches = bindings
        .filter(({ enabled }) => enabled)
        .flatMap(({ id, triggers }) =>
          triggers.flatMap((trigger) => {
            if (trigger.type !== 'gesture') return [];
            const known = before.find((one) => one.id === id && sameTrigger(one.trigger, trigger));
            return [known ?? { id, trigger, since: 0, seenAt: -1, held: false }];
          }),
        );
      for (const gone of before) if (!watches.includes(gone)) leave(gone);
    },
    see(hands, swapped) {
      if (watches.length === 0) return;
      const now = clock.now();
      const [first, second] = [signAt(hands, 0), signAt(hands, 1)];
      const [left, right] = swapped ? [second, first] : [first, second];
      for (const watch of watches) advance(watch, isMade(watch.trigger, left, right), now);
    },
    close() {
      cancelCheck?.();
      for (const watch of watches) leave(watch);
      watches = [];
    },
  };
}

const signAt = (hands: Float32Array, hand: number): string => HAND_GESTURES[hands[(hand + 1) * HAND_STRIDE - 1] ?? 0] ?? 'none';
const sameTrigger = (a: GestureTrigger, b: GestureTrigger): boolean =>
  a.hand === b.hand && a.gesture === b.gesture && a.holdSeconds === b.holdSeconds;

function isMade({ hand, gesture }: GestureTrigger, left: string, right: string): boolean {
  switch (hand) {
    case 'left':
      return left === gesture;
    case 'right':
      return right === gesture;
    case 'either':
      return left === gesture || right === gesture;
    case 'both':
      return left === gesture && right === gesture;
  }
}
