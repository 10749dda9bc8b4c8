import { describe, expect, it } from 'vitest';
import { DEFAULT_AVATARS } from '#shared/avatar/generator/default-avatars.ts';
import type { AvatarOptions } from '#shared/avatar/generator/options.ts';
import { createAvatarFactory } from './avatar-factory.ts';

const base = DEFAULT_AVATARS[0]!.options;
const named = (name: string): AvatarOptions => ({ ...base, name });

function setUp() {
  const asked: string[] = [];
  const worker = {
    onmessage: (_: { data: unknown }) => {},
    onerror: () => {},
    postMessage: (options: AvatarOptions) => void asked.push(options.name),
    terminate() {},
  };
  const factory = createAvatarFactory(() => worker as unknown as Worker);
  return { asked, factory, answer: (data: unknown) => worker.onmessage({ data }), crash: () => worker.onerror() };
}

describe('the avatar factory', () => {
  it('makes one at a time, and of those that were wished meanwhile only the newest', async () => {
    const { asked, factory, answer } = setUp();
    const made = ['a', 'b', 'c'].map((name) => factory.make(named(name)));
    expect(asked).toEqual(['a']);
    answer({ bytes: new ArrayBuffer(1) });
    expect(asked).toEqual(['a', 'c']);
    answer({ bytes: new ArrayBuffer(3) });
    expect((await Promise.all(made)).map((bytes) => bytes?.byteLength)).toEqual([1, undefined, 3]);
  });

  it('tells a failure to who asked, and goes on', async () => {
    const { factory, answer } = setUp();
    const bad = factory.make(named('bad'));
    answer({ problem: 'no eyes' });
    await expect(bad).rejects.toThrow('no eyes');
    const good = factory.make(named('good'));
    answer({ bytes: new ArrayBuffer(2) });
    expect((await good)?.byteLength).toBe(2);
  });

  it('fails what is under way when the worker dies', async () => {
    const { factory, crash } = setUp();
    const made = [factory.make(named('a')), factory.make(named('b'))];
    crash();
    for (const one of made) await expect(one).rejects.toThrow('open it again');
  });
});
