import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { BINDING_LIMIT, type Binding, bindingSchema } from '#shared/avatar/bindings.ts';
import type { HealthReport } from '#shared/health.ts';
import { draft } from '../../../../tests/fakes/binding-harness.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createBindingStore } from './binding-store.ts';

let folder: string;
let file: string;
let reports: HealthReport[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-bindings-'));
  file = join(folder, 'bindings.json');
  reports = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = createFakeClock();
const open = () => createBindingStore({ file, clock, logger: silentLogger, report: (health) => reports.push(health) });
const binding = (id: number, change: object = {}): Binding => ({
  ...draft({ name: `n${id}` }),
  id: id.toString(16).padStart(32, '0'),
  ...change,
});
const write = (document: unknown): void => writeFileSync(file, JSON.stringify(document));
const backups = (): string[] => readdirSync(folder).filter((name) => name.includes('.broken-'));

describe('the file of bindings', () => {
  it('gives back what was saved, in its order', async () => {
    const store = open();
    const bindings = [binding(2), binding(1, { triggers: [{ type: 'touch', part: 'head' }] })];
    store.save({ bindings: [binding(9)], seeded: [] });
    store.save({ bindings, seeded: ['a'.repeat(32)] });
    await store.close();
    expect(open().loaded).toEqual({ bindings, seeded: ['a'.repeat(32)] });
    expect(reports.every(({ status }) => status === 'ready')).toBe(true);
    expect(readdirSync(folder)).toEqual(['bindings.json']);
  });

  it('is empty where there is none', () => {
    expect(open().loaded).toEqual({ bindings: [], seeded: [] });
    expect(backups()).toEqual([]);
  });

  it('keeps all sound bindings and the sound parts of broken ones, and keeps the old file', () => {
    write({
      version: 1,
      seeded: ['nonsense', 'b'.repeat(32)],
      bindings: [
        binding(1),
        { ...binding(2), triggers: [{ type: 'telepathy' }, { type: 'api' }], cooldown: -5 },
        { ...binding(3), actions: [{ delay: 0, action: { type: 'explode' } }] },
        { ...binding(4), id: 'not an id' },
        binding(1, { name: 'again' }),
        null,
      ],
    });
    const { loaded } = open();
    expect(loaded.bindings.map(({ name }) => name)).toEqual(['n1', 'n2']);
    expect(loaded.bindings[1]).toMatchObject({ triggers: [{ type: 'api' }], cooldown: 0 });
    expect(loaded.seeded).toEqual(['b'.repeat(32)]);
    expect(reports.at(-1)).toMatchObject({ status: 'degraded', reason: 'bindings-healed' });
    expect(backups()).toHaveLength(1);
    expect(readFileSync(join(folder, backups()[0] ?? ''), 'utf8')).toContain('telepathy');
  });

  it.each(['', '{', 'null', '[]', '{"version":1}', '{"version":99,"bindings":[]}', '{"version":1,"bindings":{}}'])(
    'starts empty from %j and keeps the old file',
    (text) => {
      writeFileSync(file, text);
      expect(open().loaded.bindings).toEqual([]);
      expect(backups()).toHaveLength(1);
      expect(reports.at(-1)?.message).toContain(backups()[0]);
    },
  );

  it('never hands out more than the limit or anything that the schema refuses, whatever the file holds', () => {
    const mess = fc.oneof(
      fc.constant(binding(1)),
      fc.object(),
      fc.string(),
      fc.array(fc.object()).map((actions) => ({ ...binding(5), actions })),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(mess, fc.anything()), { maxLength: 30 }), (bindings) => {
        write({ version: 1, bindings, seeded: [] });
        const { loaded } = open();
        expect(loaded.bindings.length).toBeLessThanOrEqual(BINDING_LIMIT);
        for (const one of loaded.bindings) expect(bindingSchema.safeParse(one).success).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('says that it cannot be saved and tries again', async () => {
    const store = open();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder was');
    store.save({ bindings: [binding(1)], seeded: [] });
    clock.advance(100);
    await untilDisk(() => reports.at(-1)?.status === 'degraded');
    rmSync(folder);
    clock.advance(6000);
    await untilDisk(() => reports.at(-1)?.status === 'ready');
    await store.close();
    expect(open().loaded.bindings).toHaveLength(1);
  });
});

/** Waits for real work on the disk. */
async function untilDisk(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
