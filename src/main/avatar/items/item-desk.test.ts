import { describe, expect, it } from 'vitest';
import type { ItemLibrary } from '#main/avatar/items.types.ts';
import { ITEM_LIMITS, type Item, type ItemFile } from '#shared/avatar/items.ts';
import { createCell } from '#shared/cell.ts';
import type { AvatarDown } from '#shared/stage/stage-protocol.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createItemDesk } from './item-desk.ts';

const file: ItemFile = { fileName: 'heart.png', kind: 'image', url: '/heart.png', frameUrls: [], bytes: 10 };
const stays = { goesWithOwner: false, failIfOrderTaken: false };

function setUp() {
  const clock = createFakeClock();
  const sent: AvatarDown[] = [];
  const library: ItemLibrary = {
    files: createCell<readonly ItemFile[]>([file]),
    ready: Promise.resolve(),
    find: (name) => (name === file.fileName ? file : undefined),
    isShipped: () => true,
    add: async (fileName) => ({ ...file, fileName }),
    remove: async () => undefined,
  };
  const desk = createItemDesk({ library, direct: (message) => void sent.push(message), now: clock.now });
  const load = (options: Parameters<typeof desk.load>[2] = stays, owner = 'a'): Item => {
    const item = desk.load(owner, 'heart.png', options);
    if (typeof item === 'string') throw new Error(item);
    return item;
  };
  const onStage = () => sent.findLast((message) => message.type === 'items')?.items;
  return { clock, sent, desk, load, onStage };
}

describe('item desk', () => {
  it('tells the stages of every change as a whole, without saying whose it is', () => {
    const { desk, load, onStage } = setUp();
    const { instanceId } = load({ ...stays, x: 0.5, size: 0.1 });
    desk.change(instanceId, { x: -0.5, playback: { playing: false } });
    expect(onStage()).toMatchObject([{ instanceId, x: -0.5, size: 0.1, playback: { playing: false, frame: null } }]);
    expect(onStage()?.[0]).not.toHaveProperty('owner');
    desk.unload([instanceId]);
    expect(onStage()).toEqual([]);
  });

  it('gives an item the nearest free depth on its side, or refuses if asked to', () => {
    const { desk, load } = setUp();
    expect(load({ ...stays, order: -3 }).order).toBe(-3);
    expect(load({ ...stays, order: -3 }).order).toBe(-4);
    expect(desk.load('a', 'heart.png', { goesWithOwner: false, failIfOrderTaken: true, order: -3 })).toBe('order-taken');
  });

  it('holds no more items than fit, and says so', () => {
    const { desk, load } = setUp();
    for (let i = 0; i < ITEM_LIMITS.loaded; i++) load();
    expect(desk.load('a', 'heart.png', stays)).toBe('full');
  });

  it('takes away what goes with its owner and leaves the rest', () => {
    const { desk, load, onStage } = setUp();
    load({ ...stays, goesWithOwner: true });
    const kept = load();
    load({ ...stays, goesWithOwner: true }, 'b');
    desk.dropOwner('a');
    expect(onStage()?.map(({ instanceId }) => instanceId)).toContain(kept.instanceId);
    expect(onStage()).toHaveLength(2);
  });

  it('lets only so much fly at once, and again when it has come down', () => {
    const { desk, clock } = setUp();
    const storm = { fileName: 'heart.png', count: 40, from: 'either', at: 'head', size: 0.1, speed: 1, every: 0 } as const;
    for (let i = 0; i < 3; i++) expect(desk.throwAt(storm)).toBe('done');
    expect(desk.throwAt(storm)).toBe('full');
    clock.advance(10_000);
    expect(desk.throwAt(storm)).toBe('done');
    expect(desk.throwAt({ ...storm, fileName: 'no.png' })).toBe('unknown-file');
  });
});
