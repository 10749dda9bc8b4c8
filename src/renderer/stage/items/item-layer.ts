import type { Item, Throw } from '#shared/avatar/items.ts';
import type { StageUp } from '#shared/stage/stage-protocol.ts';
import type { Moment } from '../layers/moment.ts';
import type { Pose } from '../layers/pose.ts';
import type { Anchor, Rig } from '../rigs/rig.ts';
import { EASINGS } from './easing.ts';
import { createFlinch } from './flinch.ts';
import { createItemVisual } from './item-visual.ts';
import { place } from './place.ts';
import type { ItemVisual } from './still-visual.ts';
import { createThrows } from './throws.ts';

/** Items on the stage, in front of and behind the avatar, and whatever flies through the picture. */
export interface ItemLayer {
  setItems(items: readonly Item[]): void;
  throwAt(request: Throw): void;
  /** The nearest item under a point in window coordinates. */
  hit(x: number, y: number): string | undefined;
  /** Before the rig's step: what hit her moves her head. */
  pose(moment: Moment, pose: Pose): void;
  /** After the rig's step: pinned items follow. */
  update(moment: Moment, rig: Rig | undefined): void;
}

export interface ItemLayerOptions {
  readonly behind: HTMLElement;
  readonly front: HTMLElement;
  readonly random: () => number;
  readonly tell: (message: StageUp) => void;
}

interface Placed {
  item: Item;
  readonly visual: ItemVisual;
  /** Where it is now and where the glide began. */
  x: number;
  y: number;
  size: number;
  rotation: number;
  opacity: number;
  from: { readonly x: number; readonly y: number; readonly size: number; readonly rotation: number; readonly opacity: number };
  /** Seconds since the glide began. */
  time: number;
}

export function createItemLayer({ behind, front, random, tell }: ItemLayerOptions): ItemLayer {
  const placed = new Map<string, Placed>();
  const flinch = createFlinch();
  const anchor: Anchor = { x: 0, y: 0, angle: 0, size: 0 };
  const throws = createThrows({
    place: front,
    random,
    onHit(fromX, strength) {
      flinch.hit(fromX, strength);
      tell({ type: 'item', instanceId: null, event: 'hit' });
    },
  });

  function add(item: Item): Placed {
    const visual = createItemVisual(item, () => tell({ type: 'item', instanceId: item.instanceId, event: 'ended' }));
    visual.element.classList.add('item');
    const start = { x: item.x, y: item.y, size: item.size, rotation: item.rotation, opacity: 0 };
    const entry: Placed = { item, visual, ...start, from: start, time: 0 };
    placed.set(item.instanceId, entry);
    return entry;
  }

  function change(entry: Placed, item: Item): void {
    const { x, y, size, rotation, opacity } = entry;
    if (moves(entry.item, item)) {
      entry.from = { x, y, size, rotation, opacity };
      entry.time = 0;
    }
    entry.item = item;
    entry.visual.setPlayback(item.playback);
  }

  function settle(entry: Placed): void {
    const { item, visual } = entry;
    const home = item.order < 0 ? behind : front;
    if (visual.element.parentElement !== home) home.append(visual.element);
    visual.element.style.zIndex = String(item.order < 0 ? 100 + item.order : item.order);
    visual.element.style.filter = item.brightness === 1 ? '' : `brightness(${item.brightness})`;
  }

  function glide(entry: Placed, dt: number): void {
    const { item, from } = entry;
    entry.time += dt;
    const share = item.glide <= 0 ? 1 : Math.min(1, entry.time / item.glide);
    const eased = EASINGS[item.easing](share);
    entry.x = from.x + (item.x - from.x) * eased;
    entry.y = from.y + (item.y - from.y) * eased;
    entry.size = from.size + (item.size - from.size) * eased;
    entry.rotation = from.rotation + (item.rotation - from.rotation) * eased;
    entry.opacity = from.opacity + (item.opacity - from.opacity) * share;
  }

  /** Pinned items ride on their part; while a model lacks it they stay where they were put. */
  function draw(entry: Placed, rig: Rig | undefined): void {
    const { item, visual } = entry;
    const { clientWidth: width, clientHeight: height } = front;
    let { x, y, rotation } = entry;
    const { pin } = item;
    if (pin !== null && rig?.anchor(pin.to, anchor)) {
      const turned = (-anchor.angle * Math.PI) / 180;
      // Offsets are in sizes of the part, which are heights of the window: 2 units.
      const right = pin.dx * anchor.size * 2;
      const up = pin.dy * anchor.size * 2;
      x = anchor.x + ((right * Math.cos(turned) - up * Math.sin(turned)) * height) / width;
      y = anchor.y + right * Math.sin(turned) + up * Math.cos(turned);
      rotation = anchor.angle + pin.angle;
    }
    place(visual.element, visual.aspect, { x, y, size: entry.size, angle: rotation, flipped: item.flipped }, width, height);
    visual.element.style.opacity = String(entry.opacity);
  }

  return {
    setItems(items) {
      const ids = new Set(items.map(({ instanceId }) => instanceId));
      for (const [id, { visual }] of placed) {
        if (ids.has(id)) continue;
        visual.element.remove();
        visual.dispose();
        placed.delete(id);
      }
      for (const item of items) {
        const known = placed.get(item.instanceId);
        if (known !== undefined) change(known, item);
        settle(known ?? add(item));
      }
    },
    throwAt: throws.begin,
    hit(x, y) {
      let found: Placed | undefined;
      const aspect = front.clientWidth / Math.max(1, front.clientHeight);
      for (const entry of placed.values()) {
        const dx = (x - entry.x) * aspect;
        const dy = y - entry.y;
        if (Math.max(Math.abs(dx), Math.abs(dy)) <= entry.size && (found === undefined || entry.item.order > found.item.order))
          found = entry;
      }
      return found?.item.instanceId;
    },
    pose: flinch.update,
    update(moment, rig) {
      // Most stages have no items: not even an iterator for them.
      if (placed.size > 0)
        for (const entry of placed.values()) {
          glide(entry, moment.dt);
          entry.visual.update(moment.nowMs);
          draw(entry, rig);
        }
      throws.update(moment, rig);
    },
  };
}

function moves(before: Item, after: Item): boolean {
  return (
    before.x !== after.x ||
    before.y !== after.y ||
    before.size !== after.size ||
    before.rotation !== after.rotation ||
    before.opacity !== after.opacity
  );
}
