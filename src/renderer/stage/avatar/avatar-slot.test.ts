import { describe, expect, it } from 'vitest';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarSource } from '#shared/avatar/model.ts';
import type { Rig } from '../rigs/rig.ts';
import { createAvatarSlot } from './avatar-slot.ts';

const source = (name: string): AvatarSource => ({ ...DEFAULT_AVATAR, modelId: name.repeat(32).slice(0, 32), name });

function setUp() {
  const log: string[] = [];
  const loads = new Map<string, { finish(): void; fail(message: string): void; signal: AbortSignal }>();
  const rig = (name: string): Rig =>
    ({ canvas: { name }, lost: false, dispose: () => log.push(`dispose ${name}`) }) as unknown as Rig;
  const slot = createAvatarSlot({
    place: {
      replaceChildren: (canvas: unknown) => log.push(`canvas ${(canvas as { name: string }).name}`),
    } as unknown as HTMLElement,
    loader: async () => ({
      load: ({ name }, signal) =>
        new Promise<Rig>((resolve, reject) => {
          loads.set(name, { signal, finish: () => resolve(rig(name)), fail: (message) => reject(new Error(message)) });
        }),
    }),
    prepare: (_rig, { name }) => log.push(`draw ${name}`),
    onChange: () => undefined,
    now: () => 0,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const ask = async (name: string) => {
    slot.show(source(name), 'auto');
    await settle();
    return loads.get(name);
  };
  return { slot, log, ask, settle };
}

describe('avatar slot', () => {
  it('draws the new avatar before anybody sees it, and only then lets the old one go', async () => {
    const { log, ask, settle } = setUp();
    (await ask('a'))?.finish();
    await settle();
    (await ask('b'))?.finish();
    await settle();
    expect(log).toEqual(['draw a', 'canvas a', 'draw b', 'canvas b', 'dispose a']);
  });

  it('keeps the avatar that is there when the next one is broken, and says why', async () => {
    const { slot, log, ask, settle } = setUp();
    (await ask('a'))?.finish();
    await settle();
    (await ask('b'))?.fail('no mesh in it');
    await settle();
    expect(slot.source?.name).toBe('a');
    expect(slot.health).toEqual({ status: 'failed', message: 'no mesh in it' });
    expect(log).not.toContain('dispose a');
  });

  it('shows the one asked for last, whichever load ends first', async () => {
    const { slot, log, ask, settle } = setUp();
    const first = await ask('a');
    const second = await ask('b');
    second?.finish();
    await settle();
    first?.finish();
    await settle();
    expect(first?.signal.aborted).toBe(true);
    expect(slot.source?.name).toBe('b');
    expect(log).toEqual(['draw b', 'canvas b', 'dispose a']);
  });

  it('tries a broken avatar again when it is asked for again', async () => {
    const { slot, ask, settle } = setUp();
    (await ask('b'))?.fail('cut short');
    await settle();
    (await ask('b'))?.finish();
    await settle();
    expect(slot.source?.name).toBe('b');
  });
});
