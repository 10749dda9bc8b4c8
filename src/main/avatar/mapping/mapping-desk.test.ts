import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createParameterBus } from '../bus/parameter-bus.ts';
import type { MappedModel, MappingDesk } from '../mapping.types.ts';
import type { MeasuredBus } from '../parameter-bus.types.ts';
import { createMappingDesk } from './mapping-desk.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const parameter = (id: string, min = 0, max = 1): ModelParameter => ({ id, name: '', min, max, default: 0 });
const model = (id: string, ...parameters: readonly ModelParameter[]): MappedModel => ({
  id,
  name: id,
  description: { parameters: [...parameters] },
});
const GIRL = model(A, parameter('ParamAngleX', -30, 30), parameter('ParamEyeLOpen'), parameter('ParamTail'));
const vtube = readFileSync(new URL('../../../shared/avatar/vtube-fixtures/full.vtube.json', import.meta.url), 'utf8');

interface Bench {
  readonly desk: MappingDesk;
  readonly bus: MeasuredBus;
  readonly clock: FakeClock;
  readonly tables: string[][];
  readonly reports: HealthReport[];
  readonly given: { bindings: readonly Binding[]; idle: string; placement: { x: number; rotation: number } };
  row(output: string): MappingRow;
  outputs(): readonly string[];
}

let folder: string;
const benches: Bench[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-mapping-'));
});
afterEach(async () => {
  await Promise.all(benches.splice(0).flatMap(({ desk, bus }) => [desk.close(), bus.close()]));
  rmSync(folder, { recursive: true, force: true });
});

function bench(): Bench {
  const clock = createFakeClock();
  const tables: string[][] = [];
  const reports: HealthReport[] = [];
  const given = { bindings: [] as readonly Binding[], idle: '', placement: { x: 0, rotation: 0 } };
  const common = { clock, logger: silentLogger, report: (health: HealthReport) => void reports.push(health) };
  const bus = createParameterBus({
    ...common,
    file: join(folder, 'custom-parameters.json'),
    sink: { table: ({ parameters }) => void tables.push(parameters.map(({ id }) => id)), frame: () => {} },
    random: () => 0.5,
  });
  const desk = createMappingDesk({
    ...common,
    folder: join(folder, 'mappings'),
    bus,
    targets: {
      hasBinding: (id) => given.bindings.some((binding) => binding.id === id),
      takeBindings(bindings) {
        given.bindings = [...given.bindings, ...bindings];
      },
      setIdleMotion(_, name) {
        given.idle = name;
      },
      setPlacement(_, placement) {
        given.placement = placement;
      },
      modelByVtubeFile: () => undefined,
    },
  });
  const row = (output: string): MappingRow => desk.view.get().rows.find((one) => one.output === output)!;
  const made = { desk, bus, clock, tables, reports, given, row, outputs: () => desk.view.get().rows.map(({ output }) => output) };
  benches.push(made);
  return made;
}

/** A desk that was closed and opened again, as by a restart. */
async function reopened(before: Bench): Promise<Bench> {
  await Promise.all([before.desk.close(), before.bus.close()]);
  benches.splice(benches.indexOf(before), 1);
  return bench();
}

describe('the mapping of a model', () => {
  it('is automatic until it is touched, and follows what the stage learns of the model', () => {
    const one = bench();
    one.desk.setModel(model(A));
    expect(one.desk.view.get()).toMatchObject({ modelId: A, rows: [], origin: 'automatic' });
    one.desk.setModel(GIRL);
    expect(one.outputs()).toEqual(['ParamAngleX', 'ParamEyeLOpen']);
    expect(one.tables.at(-1)).toEqual(['ParamAngleX', 'ParamEyeLOpen']);
    expect(one.desk.view.get()).toMatchObject({ motion: 'normal', eyes: 'half', undoSteps: 0 });
  });

  it('follows inputs that plugins make, as long as it is automatic', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.bus.create('Tail wagger', { name: 'ParamTail', explanation: '', min: 0, max: 1, default: 0 });
    expect(one.outputs()).toContain('ParamTail');
    one.bus.remove('Tail wagger', 'ParamTail');
    expect(one.outputs()).not.toContain('ParamTail');
  });

  it('becomes the streamer’s own by the first change and is there after a restart', async () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 77 });
    expect(one.desk.view.get().origin).toBe('own');
    const again = await reopened(one);
    again.desk.setModel(GIRL);
    expect(again.row('ParamAngleX').smoothing).toBe(77);
  });

  it('is one for each model', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.removeRow(one.row('ParamAngleX').id);
    one.desk.setModel({ ...GIRL, id: B });
    expect(one.outputs()).toContain('ParamAngleX');
    one.desk.setModel(GIRL);
    expect(one.outputs()).not.toContain('ParamAngleX');
  });

  it('is told to the bus only when it has changed', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    const told = one.tables.length;
    one.desk.setModel({ ...GIRL, name: 'Renamed' });
    expect(one.tables).toHaveLength(told);
    expect(one.desk.view.get().modelName).toBe('Renamed');
    one.desk.setRow({ ...one.row('ParamAngleX'), enabled: false });
    expect(one.tables.at(-1)).toEqual(['ParamEyeLOpen']);
  });

  it('does not exist without a model', () => {
    const one = bench();
    expect(() => one.desk.reset()).toThrow(/Choose an avatar/);
    one.desk.setModel(GIRL);
    one.desk.setModel(undefined);
    expect(one.desk.view.get().modelId).toBeNull();
  });
});

describe('changes', () => {
  it('are undone one by one, back to automatic', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    const automatic = one.desk.view.get().rows;
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 1 });
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 2 });
    one.desk.applyPreset({ motion: 'lively' });
    expect(one.desk.view.get()).toMatchObject({ undoSteps: 3, motion: 'lively' });
    one.desk.undo();
    expect(one.row('ParamAngleX').smoothing).toBe(2);
    one.desk.undo();
    one.desk.undo();
    expect(one.desk.view.get()).toMatchObject({ rows: automatic, origin: 'automatic', undoSteps: 0 });
    expect(() => one.desk.undo()).toThrow(/nothing to undo/);
  });

  it('go back fifty steps and no farther', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    for (let smoothing = 0; smoothing < 60; smoothing += 1) one.desk.setRow({ ...one.row('ParamAngleX'), smoothing });
    expect(one.desk.view.get().undoSteps).toBe(50);
  });

  it('add a row for the first parameter that is free, or for the one that was asked for', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    const id = one.desk.addRow({ input: '', output: '' });
    expect(one.row('ParamTail')).toMatchObject({ id, input: '' });
    expect(() => one.desk.addRow({ input: '', output: 'ParamTail' })).toThrow(/drives ParamTail already/);
    one.desk.removeRow(id);
    one.desk.addRow({ input: 'MouthX', output: 'ParamTail' });
    expect(one.row('ParamTail')).toMatchObject({ inputMin: -1, inputMax: 1, outputMin: 0, outputMax: 1 });
  });

  it('never let two rows write one parameter', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    expect(() => one.desk.setRow({ ...one.row('ParamAngleX'), output: 'ParamEyeLOpen' })).toThrow(/drives ParamEyeLOpen already/);
    expect(one.desk.view.get().undoSteps).toBe(0);
  });

  it('say so when the row has gone', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    expect(() => one.desk.removeRow('nobody')).toThrow(/not there any more/);
  });

  it('fill gaps and keep what is there', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 99 });
    one.desk.removeRow(one.row('ParamEyeLOpen').id);
    expect(one.desk.fillAutomatically()).toBe(1);
    expect(one.row('ParamAngleX').smoothing).toBe(99);
    expect(one.desk.fillAutomatically()).toBe(0);
    expect(one.desk.view.get().undoSteps).toBe(3);
  });

  it('show which preset the rows agree with', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    expect(one.desk.applyPreset({ motion: 'gentle', eyes: 'full' })).toMatchObject({ motion: 'gentle', eyes: 'full' });
    expect(one.desk.setRow({ ...one.row('ParamAngleX'), inputMax: 12 })).toMatchObject({ motion: null, eyes: 'full' });
  });
});

describe('an import from VTube Studio', () => {
  it('takes the place of the mapping, and hands the rest to whom it belongs', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    const report = one.desk.importVtube('akari.vtube.json', vtube);
    expect(report.taken[0]).toEqual({ what: 'mapping', count: 6 });
    expect(one.desk.view.get()).toMatchObject({ origin: 'imported', undoSteps: 1 });
    expect(one.tables.at(-1)).toEqual(['ParamAngleX', 'ParamEyeLOpen']);
    expect(one.given.bindings).toHaveLength(4);
    expect(one.given).toMatchObject({ idle: 'idle_loop', placement: { x: 0.125, rotation: -5 } });
    expect(one.desk.look.get()).toMatchObject({
      physics: { strength: 65 },
      tints: [{ meshes: ['ArtMesh12'] }, { meshes: ['ArtMesh13'], screen: { red: 32, green: 32, blue: 32 } }],
    });
    one.desk.undo();
    expect(one.desk.view.get().origin).toBe('automatic');
    expect(one.desk.look.get()).toEqual({ physics: undefined, tints: [] });
  });

  it('can be for a model that is not in use, whose own it is from then on', async () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.importVtube('akari.vtube.json', vtube, model(B));
    expect(one.desk.view.get().origin).toBe('automatic');
    const again = await reopened(one);
    again.desk.setModel({ ...GIRL, id: B });
    expect(again.desk.view.get().origin).toBe('imported');
    expect(again.desk.look.get().physics?.strength).toBe(65);
  });

  it('that is done twice brings no hotkey twice', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.importVtube('akari.vtube.json', vtube);
    one.desk.importVtube('akari.vtube.json', vtube);
    expect(one.given.bindings).toHaveLength(4);
  });

  it('that is refused changes nothing', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    expect(() => one.desk.importVtube('x.vtube.json', '{"a":1}')).toThrow(/no settings of VTube Studio/);
    expect(one.desk.view.get().undoSteps).toBe(0);
  });
});

describe('files', () => {
  it('that cannot be understood are kept aside, and the model is mapped automatically', async () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 5 });
    await Promise.all([one.desk.close(), one.bus.close()]);
    benches.length = 0;
    writeFileSync(join(folder, 'mappings', `${A}.json`), '{"version":1,"origin":"own","rows":[{"id":');
    const again = bench();
    again.desk.setModel(GIRL);
    expect(again.desk.view.get().origin).toBe('automatic');
    const notice = again.reports.find(({ reason }) => reason === 'document-broken')?.message ?? '';
    expect(readFileSync(/kept as (\S+\.json)/.exec(notice)?.[1] ?? '', 'utf8')).toContain('"own"');
  });

  it('of a newer version are kept aside before anything is written', () => {
    mkdirSync(join(folder, 'mappings'));
    writeFileSync(join(folder, 'mappings', `${A}.json`), '{"version":99,"rows":[]}');
    const one = bench();
    one.desk.setModel(GIRL);
    expect(one.reports.find(({ reason }) => reason === 'document-broken')?.message).toMatch(/version 99/);
    expect(readdirSync(join(folder, 'mappings')).filter((name) => name.includes('.broken-'))).toHaveLength(1);
  });

  it('go with a model that is removed for good', async () => {
    const one = bench();
    one.desk.setModel(GIRL);
    one.desk.setRow({ ...one.row('ParamAngleX'), smoothing: 5 });
    const again = await reopened(one);
    expect(existsSync(join(folder, 'mappings', `${A}.json`))).toBe(true);
    again.desk.forget(A);
    expect(existsSync(join(folder, 'mappings', `${A}.json`))).toBe(false);
  });
});

describe('meters', () => {
  it('show who moves what, and nothing at rest', () => {
    const one = bench();
    one.desk.setModel(GIRL);
    expect(one.desk.meters()).toEqual({ faceFound: false, sources: [], rows: [] });
    one.bus.inject({ session: 's', owner: 'Tracker', priority: 0 }, 'set', [{ id: 'FaceAngleX', value: 15, weight: 1 }]);
    one.clock.advance(400);
    const meters = one.desk.meters();
    expect(meters.sources).toEqual([{ owner: 'Tracker', priority: 0, parameters: 1 }]);
    expect(meters.rows).toEqual([{ id: 'ParamAngleX', raw: 15, mapped: expect.closeTo(15, 1), weight: 1 }]);
  });
});
