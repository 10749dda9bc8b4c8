import type { Cell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { isPaid, type LiveEvent } from '#shared/live/live-event.ts';
import type { AutomationSide } from './automation-side.ts';
import type { BindingService } from './avatar/bindings/binding-service.types.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import type { Director } from './director/director.ts';
import type { OverlaySide } from './overlay-side.ts';
import { createFairWork } from './platform/fair-work.ts';
import type { Logger } from './platform/logger.ts';
import { type RoomSide, shownOf } from './room-side.ts';
import type { RoomFeed } from './show/room-feed.ts';
import { createSlicedIntake } from './show/sliced-intake.ts';
import type { Store } from './storage/store.ts';
import type { Intake } from './studio-services.ts';

export interface LiveIntakeOptions {
  readonly director: Pick<Director, 'accept'>;
  readonly room: Pick<RoomSide, 'taken'>;
  readonly feed: Pick<RoomFeed, 'live'>;
  readonly bindings: Pick<BindingService, 'live'>;
  readonly overlays: Pick<OverlaySide, 'live'>;
  readonly automation: Pick<AutomationSide, 'live'>;
  readonly clips: { live(event: LiveEvent): void };
  readonly connections: Pick<ConnectionDesk, 'record' | 'countApi'>;
  readonly store: Pick<Store, 'flush'>;
  readonly logger: Logger;
}

/** As others see it, and as rooms do. */
export interface LiveIntake extends Intake {
  /** What a room brings. Returns at once. */
  offer(events: readonly LiveEvent[]): void;
  readonly behind: Pick<Cell<boolean>, 'get' | 'subscribe'>;
  /** Takes in all that waits: for the end of the program, when nothing more comes. */
  finish(): void;
}

/** Work at a stretch, ms: sound, stop and sockets wait no longer than this for a flood. */
const SLICE_MS = 6;

/** The one door through which every event comes in: first the director decides, then all that only watch hear of it. */
export function createLiveIntake(options: LiveIntakeOptions): LiveIntake {
  const { director, room, feed, bindings, overlays, clips, connections, store, logger, automation } = options;
  const accept: Intake['accept'] = (events) => {
    const { fresh, accepted, duplicates } = director.accept(events);
    room.taken(fresh);
    // What may not be shown is in the moderation queue, not in the feed.
    const shown = fresh.flatMap(shownOf);
    feed.live(shown);
    overlays.live(shown);
    for (const event of shown) {
      bindings.live(event);
      clips.live(event);
    }
    automation.live(fresh);
    connections.record(events);
    return { accepted, duplicates };
  };
  const { post, offer, behind, finish } = createSlicedIntake({
    accept,
    onFailure: (cause) => logger.error('events could not be taken in', { cause: messageFromUnknown(cause) }),
    work: createFairWork({ sliceMs: SLICE_MS, now: () => performance.now() }),
  });
  return {
    accept,
    offer,
    behind,
    finish,
    async post(events) {
      const { accepted, duplicates } = await post(events);
      connections.countApi(events.length);
      if (events.some(isPaid)) await store.flush();
      return { accepted, duplicates, ids: events.map((event) => event.id) };
    },
  };
}
