import type { Throw } from '#shared/avatar/items.ts';
import type { Moment } from '../layers/moment.ts';
import type { Anchor, Rig } from '../rigs/rig.ts';
import { beginFlight, type Flight, isGone, stepFlight } from './flight.ts';
import { createItemVisual } from './item-visual.ts';
import { place } from './place.ts';
import type { ItemVisual } from './still-visual.ts';

/** Things in the air. */
export interface Throws {
  begin(request: Throw): void;
  update(moment: Moment, rig: Rig | undefined): void;
}

export interface ThrowsOptions {
  readonly place: HTMLElement;
  readonly random: () => number;
  /** `fromX` −1…1: the side of the picture it came from; `strength` 0…1. */
  readonly onHit: (fromX: number, strength: number) => void;
}

interface Flying {
  readonly flight: Flight;
  readonly visual: ItemVisual;
  readonly size: number;
}
interface Waiting {
  readonly request: Throw;
  left: number;
  /** Seconds until the next piece. */
  wait: number;
}

/** Middle of the picture's upper half: where a head is when the model cannot say. */
const USUAL_HEAD = { x: 0, y: 0.25 };
/** The studio lets no more fly; a stage that was told otherwise keeps to it. */
const MOST_FLYING = 120;
const LONGEST_STEP = 1 / 60;

export function createThrows({ place: home, random, onHit }: ThrowsOptions): Throws {
  const flying: Flying[] = [];
  const waiting: Waiting[] = [];
  const head: Anchor = { x: USUAL_HEAD.x, y: USUAL_HEAD.y, angle: 0, size: 0.25 };
  const mark = { x: 0, y: 0, radius: 0 };

  function launch(request: Throw): void {
    if (flying.length >= MOST_FLYING) return;
    const side = request.from === 'left' ? -1 : request.from === 'right' ? 1 : random() < 0.5 ? -1 : 1;
    const falls = request.from === 'top' || request.at === 'none';
    const flight = beginFlight({
      fromX: falls ? random() * 1.8 - 0.9 : side * 1.3,
      fromY: falls ? 1.3 + random() * 0.4 : -0.2 + random() * 0.9,
      mark:
        request.at === 'head'
          ? { x: head.x + (random() - 0.5) * head.size * 0.5, y: head.y + (random() - 0.5) * head.size * 0.6 }
          : undefined,
      speed: request.speed * (0.85 + random() * 0.3),
      spin: (random() - 0.5) * 900,
    });
    const visual = createItemVisual(
      {
        instanceId: '0'.repeat(32),
        file: request.file,
        ...{
          x: 0,
          y: 0,
          size: request.size,
          rotation: 0,
          flipped: false,
          opacity: 1,
          brightness: 1,
          order: 30,
          locked: true,
          pin: null,
        },
        glide: 0,
        easing: 'linear',
        playback: { playing: true, frameRate: null, frame: null, stopAt: [] },
      },
      () => undefined,
    );
    visual.element.classList.add('item');
    visual.element.style.zIndex = '40';
    home.append(visual.element);
    flying.push({ flight, visual, size: request.size });
  }

  function advanceWaiting(dt: number): void {
    for (let i = waiting.length - 1; i >= 0; i--) {
      const entry = waiting[i];
      if (entry === undefined) continue;
      entry.wait -= dt;
      while (entry.wait <= 0 && entry.left > 0) {
        launch(entry.request);
        entry.left--;
        entry.wait += entry.request.every;
      }
      if (entry.left === 0) waiting.splice(i, 1);
    }
  }

  function fly({ flight }: Flying, dt: number): void {
    for (let left = dt; left > 0; left -= LONGEST_STEP) {
      const side = flight.speedX > 0 ? -1 : 1;
      const strength = Math.min(1, Math.hypot(flight.speedX, flight.speedY) / 5);
      if (stepFlight(flight, Math.min(left, LONGEST_STEP), mark)) onHit(side, strength);
    }
  }

  return {
    begin(request) {
      waiting.push({ request, left: request.count, wait: 0 });
    },
    update({ dt }, rig) {
      if (waiting.length === 0 && flying.length === 0) return;
      if (!rig?.anchor('head', head)) Object.assign(head, USUAL_HEAD);
      mark.x = head.x;
      mark.y = head.y;
      mark.radius = Math.max(0.05, head.size * 0.8);
      advanceWaiting(dt);
      for (let i = flying.length - 1; i >= 0; i--) {
        const one = flying[i];
        if (one === undefined) continue;
        fly(one, dt);
        const { flight, visual, size } = one;
        place(
          visual.element,
          visual.aspect,
          { x: flight.x, y: flight.y, size, angle: flight.angle, flipped: false },
          home.clientWidth,
          home.clientHeight,
        );
        if (!isGone(flight)) continue;
        visual.element.remove();
        visual.dispose();
        flying.splice(i, 1);
      }
    },
  };
}
