import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** A task that ends when it is told to. */
function openTask(log: string[], name: string) {
  let end: (failure?: Error) => void = () => {};
  const ended = new Promise<string>((resolve, reject) => {
    end = (failure) => (failure === undefined ? resolve(name) : reject(failure));
  });
  return {
    end,
    run: () => {
      log.push(name);
      return ended;
    },
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('lets as many run as it may, and the others in their order', async () => {
    const log: string[] = [];
    const turns = createTurns(2);
    const tasks = ['a', 'b', 'c', 'd'].map((name) => openTask(log, name));
    const results = tasks.map(({ run }) => turns.take(run));
    await settled();
    expect(log).toEqual(['a', 'b']);
    tasks[1]?.end();
    await settled();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const { end } of tasks) end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('hands the turn on when a task fails', async () => {
    const log: string[] = [];
    const turns = createTurns(1);
    const [bad, good] = [openTask(log, 'bad'), openTask(log, 'good')];
    const failing = turns.take(bad.run);
    const working = turns.take(good.run);
    bad.end(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    good.end();
    expect(await working).toBe('good');
    expect(await turns.take(async () => 'free')).toBe('free');
  });
});
