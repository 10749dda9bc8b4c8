import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import { decodeParameterFrame, type ParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import type { MeasuredBus } from '../parameter-bus.types.ts';
import type { TableMessage } from './mapping-table.ts';
import { createParameterBus } from './parameter-bus.ts';

const MODEL = 'a'.repeat(32);
const parameter = (id: string, min: number, max: number): ModelParameter => ({ id, name: '', min, max, default: 0 });
const PARAMETERS = [parameter('ParamAngleX', -30, 30), parameter('ParamMouthOpenY', 0, 1), parameter('ParamBreath', 0, 1)];
/** Straight rows without a filter, so that numbers can be told at once. */
const plain = (rows: readonly MappingRow[]): MappingRow[] =>
  rows.map((row) => ({ ...row, smoothing: 0, clampInput: false, clampOutput: false }));

interface Bench {
  readonly bus: MeasuredBus;
  readonly clock: FakeClock;
  readonly tables: TableMessage[];
  readonly frames: ParameterFrame[];
  readonly reports: HealthReport[];
  value(output: string): number;
  weight(output: string): number;
}

let folder: string;
const open: MeasuredBus[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-bus-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
  rmSync(folder, { recursive: true, force: true });
});

function bench(rows: readonly MappingRow[] = plain(autoMapping(PARAMETERS))): Bench {
  const clock = createFakeClock();
  const tables: TableMessage[] = [];
  const frames: ParameterFrame[] = [];
  const reports: HealthReport[] = [];
  const bus = createParameterBus({
    file: join(folder, 'custom-parameters.json'),
    sink: {
      table: (message) => tables.push(message),
      frame: (bytes) => frames.push(decodeParameterFrame(bytes.slice().buffer)),
    },
    random: () => 0.5,
    clock,
    logger: silentLogger,
    report: (health) => reports.push(health),
  });
  open.push(bus);
  bus.setModel(MODEL, PARAMETERS, { rows: [...rows] });
  const place = (output: string): number => tables.at(-1)?.parameters.findIndex(({ id }) => id === output) ?? -1;
  return {
    bus,
    clock,
    tables,
    frames,
    reports,
    value: (output) => frames.at(-1)?.values[place(output)] ?? Number.NaN,
    weight: (output) => frames.at(-1)?.weights[place(output)] ?? Number.NaN,
  };
}

const plugin = (session: string, priority = 2) => ({ session, owner: `plugin ${session}`, priority });
const set = (id: string, value: number, weight = 1) => [{ id, value, weight }];

/** Sends the same again and again for a time. */
function hold(bench: Bench, ms: number, send: () => void): void {
  for (let passed = 0; passed < ms; passed += 100) {
    send();
    bench.clock.advance(100);
  }
}

describe('a source that sets', () => {
  it('rules the model parameter after its way in, through the mapping', () => {
    const one = bench();
    hold(one, 400, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 15)));
    expect(one.value('ParamAngleX')).toBeCloseTo(15, 4);
    expect(one.weight('ParamAngleX')).toBeCloseTo(1, 5);
    expect(one.weight('ParamMouthOpenY')).toBe(0);
  });

  it('is told at once to whoever asks, while the picture fades', () => {
    const one = bench();
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 15));
    expect(one.bus.value('FaceAngleX')?.value).toBe(15);
    one.clock.advance(20);
    expect(one.weight('ParamAngleX')).toBeLessThan(0.5);
  });

  it('mixes with the default by its weight, as VTube Studio does', () => {
    const one = bench();
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 20, 0.25));
    expect(one.bus.value('FaceAngleX')?.value).toBe(5);
  });

  it('mixes with the tracker below it by its weight', () => {
    const one = bench();
    const send = (): void => {
      one.bus.inject(plugin('tracker', 0), 'set', set('FaceAngleX', 10));
      one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30, 0.5));
    };
    hold(one, 400, send);
    expect(one.bus.value('FaceAngleX')?.value).toBe(20);
    expect(one.value('ParamAngleX')).toBeCloseTo(20, 4);
  });

  it('is let go one second after its last word, and the tracker below has it again', () => {
    const one = bench();
    const tracker = (): void => void one.bus.inject(plugin('tracker', 0), 'set', set('FaceAngleX', -10));
    tracker();
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30));
    hold(one, 1000, tracker);
    expect(one.bus.value('FaceAngleX')?.value).toBe(30);
    hold(one, 700, tracker);
    expect(one.bus.value('FaceAngleX')?.value).toBe(-10);
    expect(one.value('ParamAngleX')).toBeCloseTo(-10, 4);
    expect(one.weight('ParamAngleX')).toBeCloseTo(1, 5);
  });

  it('keeps others of its own level out while it lives, and all of their request with it', () => {
    const one = bench();
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30));
    const both = [...set('MouthOpen', 1), ...set('FaceAngleX', 1)];
    expect(one.bus.inject(plugin('b'), 'set', both)).toEqual({ problem: 'taken', id: 'FaceAngleX' });
    expect(one.bus.value('MouthOpen')?.value).toBe(0);
    expect(one.bus.inject(plugin('b'), 'add', set('FaceAngleX', 1))).toBeUndefined();
    expect(one.bus.inject(plugin('pad', 1), 'set', set('FaceAngleX', 1))).toBeUndefined();
    one.clock.advance(1001);
    expect(one.bus.inject(plugin('b'), 'set', both)).toBeUndefined();
  });

  it('gives way to another connection of the same plugin, which came back before its time ran out', () => {
    const one = bench();
    one.bus.inject({ ...plugin('a'), owner: 'same' }, 'set', set('FaceAngleX', 30));
    expect(one.bus.inject({ ...plugin('b'), owner: 'same' }, 'set', set('FaceAngleX', 5))).toBeUndefined();
    expect(one.bus.value('FaceAngleX')?.value).toBe(5);
  });

  it('refuses an unknown parameter with the whole request', () => {
    const one = bench();
    const values = [...set('MouthOpen', 1), ...set('Nonsense', 1)];
    expect(one.bus.inject(plugin('a'), 'set', values)).toEqual({ problem: 'unknown-parameter', id: 'Nonsense' });
    expect(one.bus.value('MouthOpen')?.value).toBe(0);
  });

  it('refuses what is no number', () => {
    const one = bench();
    expect(() => one.bus.inject(plugin('a'), 'set', set('MouthOpen', Number.NaN))).toThrow(/finite/);
    expect(() => one.bus.inject(plugin('a'), 'set', set('MouthOpen', 1, 1.5))).toThrow(/weight/);
  });

  it('changes hands without a jump', () => {
    const one = bench();
    const send = (): void => void one.bus.inject(plugin('tracker', 0), 'set', set('FaceAngleX', -30));
    hold(one, 400, send);
    one.frames.length = 0;
    hold(one, 300, () => {
      send();
      one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30));
    });
    const way = one.frames.map(({ values }) => values[0] ?? Number.NaN);
    const steps = way.map((value, at) => Math.abs(value - (way[at - 1] ?? -30)));
    expect(Math.max(...steps)).toBeLessThan(12);
    expect(way.at(-1)).toBeCloseTo(30, 3);
  });
});

describe('a source that adds', () => {
  it('lies over what is set, whatever its order', () => {
    const one = bench();
    const send = (): void => {
      one.bus.inject(plugin('b'), 'add', set('FaceAngleX', 4));
      one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 10));
      one.bus.inject(plugin('c'), 'add', set('FaceAngleX', -1));
    };
    hold(one, 400, send);
    expect(one.bus.value('FaceAngleX')?.value).toBe(13);
    expect(one.value('ParamAngleX')).toBeCloseTo(13, 4);
  });

  it('alone counts from the default, and half of it at half a fade', () => {
    const one = bench();
    one.bus.fade('a', 0.5, 0);
    hold(one, 400, () => one.bus.inject(plugin('a'), 'add', set('FaceAngleX', 8)));
    expect(one.bus.value('FaceAngleX')?.value).toBe(4);
    expect(one.value('ParamAngleX')).toBeCloseTo(8, 4);
    expect(one.weight('ParamAngleX')).toBeCloseTo(0.5, 5);
  });
});

describe('the beat', () => {
  it('rests until something comes, and says goodbye with weights of nothing', () => {
    const one = bench();
    one.clock.advance(100);
    expect(one.frames).toHaveLength(1);
    expect([...(one.frames[0]?.weights ?? [1])]).toEqual([0, 0]);
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 10));
    one.clock.advance(5000);
    const count = one.frames.length;
    // 1 s alive and 0.5 s on its way out, 60 times a second.
    expect(count).toBeGreaterThan(85);
    expect(count).toBeLessThan(95);
    expect([...(one.frames.at(-1)?.weights ?? [1])]).toEqual([0, 0]);
    one.clock.advance(60_000);
    expect(one.frames).toHaveLength(count);
  });

  it('goes 60 times a second while something moves', () => {
    const one = bench();
    hold(one, 10_000, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 10)));
    expect(one.frames.length).toBeGreaterThan(597);
    expect(one.frames.length).toBeLessThan(604);
    const numbers = one.frames.map(({ sequence }) => sequence);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('does not wait for the beat where a source has news, never ticks twice within 5 ms, and says of which picture it is', () => {
    const { bus, clock, frames } = bench();
    bus.eachTick(() => undefined);
    clock.advance(100);
    const beat = frames.at(-1)?.sourceTimeMs ?? 0;
    clock.advance(beat + 7 - clock.now());
    bus.hasten(50);
    clock.advance(1);
    expect(frames.at(-1)).toMatchObject({ sourceTimeMs: beat + 7, pictureMs: 50 });
    for (let i = 0; i < 20; i++) {
      bus.hasten(60 + i);
      clock.advance(1);
    }
    const times = frames.map(({ sourceTimeMs }) => sourceTimeMs).filter((ms) => ms >= beat + 7);
    expect(times.length).toBeGreaterThan(3);
    expect(Math.min(...times.slice(1).map((ms, i) => ms - times[i]!))).toBeGreaterThanOrEqual(5);
    clock.advance(600);
    expect(frames.at(-1)?.pictureMs).toBe(0);
  });

  it('never rests while a row breathes by itself', () => {
    const [row] = plain(autoMapping(PARAMETERS));
    const one = bench([{ ...row!, id: 'breath', input: '', output: 'ParamBreath', outputMin: 0, outputMax: 1, breathing: true }]);
    one.clock.advance(10_000);
    const values = one.frames.map(({ values: [breath] }) => breath ?? Number.NaN);
    expect(Math.min(...values)).toBeLessThan(0.05);
    expect(Math.max(...values)).toBeGreaterThan(0.95);
    expect(one.weight('ParamBreath')).toBe(1);
  });

  it('shuts both eyes together now and then, to the low end of each row', () => {
    const rows = plain(autoMapping([parameter('ParamEyeLOpen', 0, 1), parameter('blinkRight', 0, 1)])).map((row) => ({
      ...row,
      blinking: true,
    }));
    const one = bench();
    one.bus.setModel(MODEL, [parameter('ParamEyeLOpen', 0, 1), parameter('blinkRight', 0, 1)], { rows });
    one.frames.length = 0;
    hold(one, 12_000, () => one.bus.inject(plugin('a'), 'set', [...set('EyeOpenLeft', 0.5), ...set('EyeOpenRight', 0.5)]));
    const shut = one.frames.filter(({ values: [left = 1] }) => left < 0.02);
    expect(shut.length).toBeGreaterThan(2);
    for (const { values } of shut) expect(values[1]).toBeGreaterThan(0.98);
  });
});

describe('sessions', () => {
  it('fade all that they hold to a share and back', () => {
    const one = bench();
    const send = (): void => void one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30));
    hold(one, 400, send);
    one.bus.fade('a', 0, 1);
    hold(one, 500, send);
    expect(one.weight('ParamAngleX')).toBeCloseTo(0.5, 1);
    hold(one, 700, send);
    expect(one.weight('ParamAngleX')).toBe(0);
    one.bus.fade('a', 1, 0.2);
    hold(one, 300, send);
    expect(one.weight('ParamAngleX')).toBeCloseTo(1, 5);
    expect(one.value('ParamAngleX')).toBeCloseTo(30, 4);
  });

  it('go gently when they are dropped', () => {
    const one = bench();
    hold(one, 400, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30)));
    one.bus.drop('a');
    expect(one.bus.value('FaceAngleX')?.value).toBe(0);
    one.clock.advance(100);
    expect(one.weight('ParamAngleX')).toBeGreaterThan(0.5);
    expect(one.value('ParamAngleX')).toBeCloseTo(30, 4);
    one.clock.advance(600);
    expect(one.weight('ParamAngleX')).toBe(0);
  });

  it('say that they see a face for a second', () => {
    const one = bench();
    one.bus.setFaceFound('a', true);
    one.bus.setFaceFound('b', true);
    expect(one.bus.faceFound()).toBe(true);
    one.bus.setFaceFound('a', false);
    expect(one.bus.faceFound()).toBe(true);
    one.bus.drop('b');
    expect(one.bus.faceFound()).toBe(false);
    one.bus.setFaceFound('c', true);
    one.clock.advance(1001);
    expect(one.bus.faceFound()).toBe(false);
  });

  it('are named with what they move', () => {
    const one = bench();
    one.bus.inject(plugin('a'), 'set', [...set('FaceAngleX', 1), ...set('MouthOpen', 1)]);
    one.bus.inject(plugin('cam', 0), 'set', set('MouthOpen', 1));
    expect(one.bus.sources()).toEqual([
      { owner: 'plugin a', priority: 2, parameters: 2 },
      { owner: 'plugin cam', priority: 0, parameters: 1 },
    ]);
  });
});

describe('the mapping of a model', () => {
  it('is announced with its table before its frames, and who wins the mouth with it', () => {
    const one = bench();
    expect(one.tables).toEqual([
      {
        type: 'parameter-table',
        table: 1,
        modelId: MODEL,
        parameters: [
          { id: 'ParamAngleX', whileSpeaking: null },
          { id: 'ParamMouthOpenY', whileSpeaking: 'voice' },
        ],
      },
    ]);
    one.bus.setModel(MODEL, PARAMETERS, { rows: [] });
    one.clock.advance(50);
    expect(one.frames.at(-1)?.table).toBe(2);
    expect(one.frames.at(-1)?.values).toHaveLength(0);
  });

  it('leaves out rows that are off, that write nothing of this model, or that come second', () => {
    const [row] = plain(autoMapping(PARAMETERS));
    const one = bench([
      { ...row!, id: 'off', enabled: false },
      { ...row!, id: 'first' },
      { ...row!, id: 'second', inputMax: 99 },
      { ...row!, id: 'gone', output: 'ParamNowhere' },
    ]);
    expect(one.tables[0]?.parameters).toEqual([{ id: 'ParamAngleX', whileSpeaking: null }]);
    hold(one, 300, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30)));
    expect(one.value('ParamAngleX')).toBeCloseTo(30, 4);
  });

  it('runs its filters on when a row is edited', () => {
    const rows = plain(autoMapping(PARAMETERS)).map((row) => ({ ...row, smoothing: 80 }));
    const one = bench(rows);
    const send = (): void => void one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 30));
    one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 0));
    one.clock.advance(300);
    hold(one, 300, send);
    const before = one.value('ParamAngleX');
    expect(before).toBeGreaterThan(1);
    expect(before).toBeLessThan(29);
    one.bus.setModel(MODEL, PARAMETERS, { rows: rows.map((row) => ({ ...row, smoothing: 81 })) });
    one.clock.advance(20);
    expect(Math.abs(one.value('ParamAngleX') - before)).toBeLessThan(3);
  });

  it('works on after a row whose ranges led beyond all numbers', () => {
    const [row] = autoMapping(PARAMETERS);
    const one = bench([
      { ...row!, inputMin: 0, inputMax: 1e-300, outputMax: 1e300, clampInput: false, clampOutput: false, smoothing: 20 },
    ]);
    hold(one, 200, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 1e6)));
    for (const { values } of one.frames) expect(Number.isFinite(values[0])).toBe(true);
    hold(one, 200, () => one.bus.inject(plugin('a'), 'set', set('FaceAngleX', 0)));
    expect(one.value('ParamAngleX')).toBeCloseTo(-30, 3);
  });

  it('stays within the range of the model’s parameter', () => {
    const one = bench(
      plain(autoMapping(PARAMETERS)).map((row) => ({ ...row, outputMax: 1e300, inputMax: row.inputMin + 1e-300 })),
    );
    hold(one, 400, () => one.bus.inject(plugin('a'), 'set', [...set('FaceAngleX', 1e6), ...set('MouthOpen', -1e6)]));
    for (const { values } of one.frames) for (const value of values) expect(Number.isFinite(value)).toBe(true);
    expect(one.value('ParamAngleX')).toBeLessThanOrEqual(30);
  });
});

describe('custom parameters', () => {
  const made = (name: string) => ({ name, explanation: 'x', min: 0, max: 10, default: 5 });

  it('follow VTube Studio’s rules', () => {
    const { bus } = bench();
    expect(bus.create('a', made('Wave'))).toBeUndefined();
    expect(bus.value('Wave')).toEqual({ name: 'Wave', addedBy: 'a', min: 0, max: 10, default: 5, value: 5 });
    expect(bus.create('a', { ...made('Wave'), max: 20 })).toBeUndefined();
    expect(bus.value('Wave')?.max).toBe(20);
    expect(bus.create('b', made('Wave'))).toBe('taken');
    expect(bus.create('a', made('abc'))).toBe('name');
    expect(bus.create('a', made('has space'))).toBe('name');
    expect(bus.create('a', made('a'.repeat(33)))).toBe('name');
    expect(bus.create('a', made('FaceAngleX'))).toBe('standard');
    expect(bus.create('a', { ...made('Wide'), max: 1_000_001 })).toBe('values');
    expect(bus.create('a', { ...made('Wide'), min: Number.NaN })).toBe('values');
    expect(bus.remove('b', 'Wave')).toBe('other-owner');
    expect(bus.remove('a', 'FaceAngleX')).toBe('standard');
    expect(bus.remove('a', 'Nowhere')).toBe('unknown');
    expect(bus.remove('a', 'Wave')).toBeUndefined();
    expect(bus.value('Wave')).toBeUndefined();
  });

  it('are at most 100 of one plugin and 300 of all', () => {
    const { bus } = bench();
    for (const owner of ['a', 'b', 'c']) {
      for (let n = 0; n < 100; n += 1) expect(bus.create(owner, made(`Wave${owner}${n}`))).toBeUndefined();
    }
    expect(bus.create('a', made('OneMore'))).toBe('total-limit');
    bus.remove('b', 'Waveb0');
    expect(bus.create('a', made('OneMore'))).toBe('owner-limit');
    bus.removeAllOf('a');
    expect(bus.list().custom).toHaveLength(199);
  });

  it('are there again after a restart', async () => {
    const one = bench();
    one.bus.create('a', made('Wave'));
    await one.bus.close();
    expect(bench().bus.value('Wave')?.addedBy).toBe('a');
  });

  it('that cannot be read are kept aside and told of', () => {
    writeFileSync(join(folder, 'custom-parameters.json'), '{"version":1,"parameters":[{]');
    const one = bench();
    expect(one.bus.list().custom).toEqual([]);
    expect(one.reports[0]).toMatchObject({ status: 'degraded', reason: 'document-broken' });
    const kept = one.reports[0]?.message?.match(/kept as (\S+\.json)/)?.[1] ?? '';
    expect(readFileSync(kept, 'utf8')).toContain('[{]');
  });

  it('drive rows that waited for them, and let go when they are deleted', () => {
    const [row] = plain(autoMapping(PARAMETERS));
    const one = bench([{ ...row!, input: 'Wave', inputMin: 0, inputMax: 10 }]);
    one.bus.create('a', made('Wave'));
    const revision = one.bus.inputsRevision.get();
    expect(revision).toBe(1);
    hold(one, 400, () => one.bus.inject(plugin('a'), 'set', set('Wave', 10)));
    expect(one.value('ParamAngleX')).toBeCloseTo(30, 4);
    one.bus.remove('a', 'Wave');
    one.clock.advance(100);
    expect(one.weight('ParamAngleX')).toBeGreaterThan(0.5);
    one.clock.advance(1000);
    expect(one.weight('ParamAngleX')).toBe(0);
  });
});
