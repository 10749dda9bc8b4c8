import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AvatarView, ExpressionRequest } from '#main/avatar/avatar.types.ts';
import { createParameterBus } from '#main/avatar/bus/parameter-bus.ts';
import { createItemDesk } from '#main/avatar/items/item-desk.ts';
import type { ConnectedItemDesk } from '#main/avatar/items.types.ts';
import type { MeasuredBus } from '#main/avatar/parameter-bus.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { MergedMotion, MotionSourceInfo } from '#main/tracking/tracking.types.ts';
import type { ItemFile, Throw } from '#shared/avatar/items.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { HOME_PLACEMENT } from '#shared/avatar/scene-start.ts';
import { createCell } from '#shared/cell.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { HealthReport } from '#shared/health.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { createFakeClock, type FakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createPerformances } from './performances.ts';
import type { Performances, PerformancesOptions } from './performances.types.ts';

const parameter = (id: string, min: number, max: number): ModelParameter => ({ id, name: '', min, max, default: 0 });
const PARAMETERS = [parameter('ParamAngleX', -30, 30), parameter('ParamAngleY', -30, 30), parameter('ParamMouthOpenY', 0, 1)];
const ROWS = autoMapping(PARAMETERS).map((row) => ({ ...row, breathing: false, blinking: false }));
const FILES: readonly ItemFile[] = ['duck.png', 'hat.png', 'foreign.png'].map((fileName) => ({
  ...{ fileName, kind: 'image', url: `/${fileName}`, frameUrls: [], bytes: 1 },
}));
const VIEW: AvatarView = {
  model: undefined,
  loadedAt: 0,
  loadMs: 0,
  placement: HOME_PLACEMENT,
  expressions: [],
  motion: undefined,
  idleMotion: undefined,
  idlePlaylist: [],
};

/** She says nothing here; her voice has tests of its own. */
const SILENT: PerformancesOptions['voice'] = {
  playing: () => undefined,
  hold: () => () => undefined,
  replay: () => () => undefined,
};

interface Studio {
  readonly performances: Performances;
  readonly bus: MeasuredBus;
  readonly clock: FakeClock;
  /** What the stage gets of a parameter with each tick. */
  readonly curve: (output: string) => readonly number[];
  readonly view: ReturnType<typeof createCell<AvatarView>>;
  readonly deeds: string[];
  readonly items: ConnectedItemDesk;
  readonly thrown: Throw[];
  readonly poses: MotionSample[];
  readonly attached: MotionSourceInfo[];
  readonly reports: HealthReport[];
  track(motion: Pick<MergedMotion, 'pose'>): void;
}
let folder: string;
const close: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-performances-'));
});
afterEach(async () => {
  for (const each of close.splice(0)) await each();
  rmSync(folder, { recursive: true, force: true });
});

function studio(): Studio {
  const clock = createFakeClock();
  const frames: { readonly ids: readonly string[]; readonly values: Float32Array }[] = [];
  let ids: readonly string[] = [];
  const bus = createParameterBus({
    file: join(folder, 'custom.json'),
    sink: {
      table: ({ parameters }) => {
        ids = parameters.map(({ id }) => id);
      },
      frame: (bytes) => frames.push({ ids, values: decodeParameterFrame(bytes.slice().buffer).values.slice() }),
    },
    random: () => 0.5,
    clock,
    logger: silentLogger,
    report: () => undefined,
  });
  bus.setModel('a'.repeat(32), PARAMETERS, { rows: [...ROWS] });
  const view = createCell(VIEW);
  const deeds: string[] = [];
  const thrown: Throw[] = [];
  const items = createItemDesk({
    library: {
      files: createCell<readonly ItemFile[]>([]),
      ready: Promise.resolve(),
      find: (fileName) => FILES.find((file) => file.fileName === fileName),
      isShipped: () => true,
      add: () => Promise.reject(new Error('nothing is added here')),
      remove: async () => undefined,
    },
    direct: (message) => {
      if (message.type === 'throw') thrown.push(message.throw);
    },
    now: clock.now,
  });
  const poses: MotionSample[] = [];
  const attached: MotionSourceInfo[] = [];
  const reports: HealthReport[] = [];
  const followers = new Set<(motion: MergedMotion) => void>();
  const performances = createPerformances({
    folder: join(folder, 'performances'),
    file: join(folder, 'performances.json'),
    bus,
    avatar: {
      view,
      setExpression(name: string, { active }: ExpressionRequest) {
        deeds.push(`${name} ${active}`);
        return 'done';
      },
      playMotion(name) {
        deeds.push(name ?? 'end');
        return 'done';
      },
    },
    items,
    mapping: () => ({
      modelId: 'a'.repeat(32),
      modelName: 'Doll',
      parameters: PARAMETERS,
      rows: ROWS,
      origin: 'own',
      undoSteps: 0,
      motion: null,
      eyes: null,
    }),
    tracking: {
      attach(source) {
        attached.push(source);
        return {
          push: (sample) => poses.push({ ...sample, pose: sample.pose?.slice() }),
          report: () => undefined,
          close: () => deeds.push('bones let go'),
        };
      },
      follow(listener) {
        followers.add(listener);
        return () => followers.delete(listener);
      },
    },
    voice: SILENT,
    clock,
    logger: silentLogger,
    report: (health) => reports.push(health),
  });
  close.push(async () => {
    await performances.close();
    await bus.close();
  });
  return {
    performances,
    bus,
    clock,
    curve: (output) => frames.map(({ ids: names, values }) => values[names.indexOf(output)]!),
    view,
    deeds,
    items,
    thrown,
    poses,
    attached,
    reports,
    track: ({ pose }) => {
      for (const follow of followers)
        follow({ atMs: clock.now(), found: true, face: new Float32Array(0), hands: new Float32Array(0), pose });
    },
  };
}
/** A tracker that turns the head for some seconds. */
function moveHead({ bus, clock }: Studio, seconds: number): void {
  for (let tick = 0; tick < seconds * 60; tick++) {
    const values = [
      { id: 'FaceAngleX', value: 20 * Math.sin(tick / 20), weight: 1 },
      { id: 'MouthOpen', value: Math.abs(Math.sin(tick / 11)), weight: 1 },
    ];
    bus.inject({ session: 'tracking', owner: 'Tracking', priority: 0 }, 'set', values);
    clock.advance(1000 / 60);
  }
}
async function recordHead(at: Studio, seconds = 2): Promise<string> {
  await at.performances.record('My head');
  moveHead(at, seconds);
  return (await at.performances.finish()).id;
}

describe('performances', () => {
  it('play back the very curves that were recorded, above a tracker that holds still', async () => {
    const at = studio();
    moveHead(at, 0.5);
    const start = at.curve('ParamAngleX').length;
    const id = await recordHead(at);
    const recorded = at.curve('ParamAngleX').slice(start);
    at.clock.advance(3000);
    const still = (): void =>
      void at.bus.inject({ session: 'tracking', owner: 'Tracking', priority: 0 }, 'set', [
        { id: 'FaceAngleX', value: -30, weight: 1 },
      ]);
    still();
    await at.performances.play(id, false);
    const from = at.curve('ParamAngleX').length;
    for (let tick = 0; tick < 118; tick++) {
      still();
      at.clock.advance(1000 / 60);
    }
    const replayed = at.curve('ParamAngleX').slice(from);
    // The replay takes hold within 0.15 s, and the row's filter needs a little to come from elsewhere.
    const worst = replayed
      .slice(60, 110)
      .map((value, tick) => Math.min(...[-2, -1, 0, 1, 2].map((late) => Math.abs(value - recorded[60 + tick + late]!))));
    expect(Math.max(...worst)).toBeLessThan(0.8);
    expect(Math.max(...recorded.slice(60, 110)) - Math.min(...recorded.slice(60, 110))).toBeGreaterThan(15);
  });

  it('end by themselves, or begin again when they loop, and let go at once when stopped', async () => {
    const at = studio();
    const id = await recordHead(at);
    await at.performances.play(id, false);
    at.clock.advance(2200);
    expect(at.performances.view.get().playing).toBeNull();
    await at.performances.play(id, true);
    at.clock.advance(5000);
    expect(at.performances.view.get().playing).toMatchObject({ id, loop: true });
    expect(at.bus.sources().map(({ owner }) => owner)).toEqual(['Replay']);
    at.performances.stop();
    expect(at.performances.view.get().playing).toBeNull();
    expect(at.bus.sources()).toEqual([]);
  });

  it('are not begun any more when stopped while their file is read', async () => {
    const at = studio();
    const id = await recordHead(at);
    const playing = at.performances.play(id, false);
    at.performances.stop();
    await playing;
    expect(at.performances.view.get().playing).toBeNull();
  });

  it('do again what was done, and switch off what they switched on', async () => {
    const at = studio();
    await at.performances.record('');
    at.clock.advance(500);
    at.view.set({ ...VIEW, expressions: [{ name: 'Blush', file: 'b', active: true, secondsLeft: undefined, held: false }] });
    at.clock.advance(500);
    at.view.set({ ...at.view.get(), motion: 'wave' });
    at.clock.advance(500);
    const { id, events } = await at.performances.finish();
    expect(events).toBe(2);
    await at.performances.play(id, false);
    at.clock.advance(700);
    expect(at.deeds).toEqual(['Blush true']);
    at.clock.advance(500);
    expect(at.deeds).toEqual(['Blush true', 'wave']);
    at.performances.stop();
    expect(at.deeds).toEqual(['Blush true', 'wave', 'Blush false']);
  });

  it('move the bones that were tracked, as a source of their own', async () => {
    const at = studio();
    await at.performances.record('');
    const pose = emptyPose();
    pose.set([0, 0, 0.6, 0.8], 3 + BONE_AT.get('leftUpperArm')! * 4);
    at.clock.advance(100);
    at.track({ pose });
    at.clock.advance(400);
    const { id, bones } = await at.performances.finish();
    expect(bones).toBe(true);
    await at.performances.play(id, false);
    at.clock.advance(300);
    expect(at.attached).toMatchObject([{ id: 'replay', kind: 'replay' }]);
    expect(at.poses.at(-1)!.pose![3 + BONE_AT.get('leftUpperArm')! * 4 + 2]).toBeCloseTo(0.6, 3);
    at.performances.stop();
    expect(at.deeds).toContain('bones let go');
  });

  it('pass over inputs that this studio does not have', async () => {
    const at = studio();
    at.bus.create('Plugin', { name: 'Tail', explanation: '', min: 0, max: 1, default: 0 });
    await at.performances.record('');
    at.bus.inject({ session: 'p', owner: 'Plugin', priority: 2 }, 'set', [
      { id: 'Tail', value: 1, weight: 1 },
      { id: 'FaceAngleX', value: 9, weight: 1 },
    ]);
    at.clock.advance(500);
    const { id, inputs } = await at.performances.finish();
    expect(inputs).toBe(2);
    at.bus.remove('Plugin', 'Tail');
    at.clock.advance(3000);
    await at.performances.play(id, false);
    at.clock.advance(400);
    expect(at.bus.value('FaceAngleX')!.value).toBeCloseTo(9, 3);
  });

  it('are recorded one at a time, and not finished when none is', async () => {
    const at = studio();
    await at.performances.record('');
    await expect(at.performances.record('')).rejects.toMatchObject({ code: 'conflict' });
    await at.performances.finish();
    await expect(at.performances.finish()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are there again after the program was killed in the middle, up to the last half second', async () => {
    const at = studio();
    await at.performances.record('');
    moveHead(at, 3);
    const [file] = readdirSync(join(folder, 'performances'));
    const path = join(folder, 'performances', file!);
    // The system takes what was handed to it, whatever becomes of the program.
    await expect.poll(() => readFileSync(path).byteLength).toBeGreaterThan(2000);
    const cut = readFileSync(path);
    await at.performances.finish();
    for (const each of close.splice(0)) await each();
    rmSync(join(folder, 'performances.json'), { force: true });
    writeFileSync(path, cut);
    truncateSync(path, cut.byteLength - 3);
    const later = studio();
    await expect.poll(() => later.performances.view.get().list.length).toBe(1);
    const [entry] = later.performances.view.get().list;
    expect(entry!.lengthMs).toBeGreaterThan(2000);
    await later.performances.play(entry!.id, false);
    later.clock.advance(1000);
    expect(later.performances.view.get().playing).not.toBeNull();
  });

  it('leave the list alone when a file of the folder is no performance', async () => {
    const at = studio();
    const id = await recordHead(at, 0.2);
    appendFileSync(join(folder, 'performances', `${'0'.repeat(16)}.yxperf`), 'nonsense');
    for (const each of close.splice(0)) await each();
    const later = studio();
    await later.performances.record('');
    await later.performances.finish();
    expect(later.performances.view.get().list.map((entry) => entry.id)).toContain(id);
    expect(later.performances.view.get().list).toHaveLength(2);
  });

  it('are renamed, deleted and had back', async () => {
    const at = studio();
    const id = await recordHead(at, 0.3);
    at.performances.rename(id, 'Better');
    expect(at.performances.view.get().list[0]!.name).toBe('Better');
    await at.performances.remove(id);
    expect(at.performances.view.get()).toMatchObject({ list: [], removed: [id] });
    await expect(at.performances.play(id, false)).rejects.toMatchObject({ code: 'not-found' });
    await at.performances.restore(id);
    expect(at.performances.view.get()).toMatchObject({ list: [{ id, name: 'Better' }], removed: [] });
    await at.performances.play(id, false);
  });

  it('come back from a file that was given away, and are refused when they are something else', async () => {
    const at = studio();
    const id = await recordHead(at, 0.5);
    const { fileName, path } = await at.performances.export(id, 'performance');
    expect(fileName).toBe('My head.yxperf');
    const bytes = readFileSync(join(folder, 'performances', path));
    const bringIn = async (name: string, file: Uint8Array) => {
      const { id: upload } = await at.performances.beginImport(name, file.length);
      for (let offset = 0; offset < file.length; offset += 50)
        await at.performances.write(upload, 0, offset, file.subarray(offset, offset + 50));
      return at.performances.finishImport(upload);
    };
    expect(await bringIn('Gift.yxperf', bytes)).toMatchObject({ name: 'Gift', inputs: 2 });
    await expect(bringIn('x.yxperf', new Uint8Array(100))).rejects.toMatchObject({ code: 'invalid-input' });
    expect(
      at.performances.view
        .get()
        .list.map(({ name }) => name)
        .sort(),
    ).toEqual(['Gift', 'My head']);
  });

  it('lie where pages read them when they are made into motions of other programs, until the next start', async () => {
    const at = studio();
    const id = await recordHead(at, 0.5);
    const { fileName, path } = await at.performances.export(id, 'vrma');
    expect(fileName).toBe('My head.vrma');
    const file = join(folder, 'performances', ...path.split('/'));
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('glTF');
    const motion = await at.performances.export(id, 'motion3');
    expect(JSON.parse(readFileSync(join(folder, 'performances', ...motion.path.split('/')), 'utf8'))).toMatchObject({
      Version: 3,
    });
    await at.performances.close();
    const later = studio();
    await later.performances.close();
    expect(existsSync(file)).toBe(false);
  });

  it('are not taken in half, and what was begun and left is forgotten', async () => {
    const at = studio();
    const { id } = await at.performances.beginImport('half.yxperf', 40_000_000);
    await at.performances.write(id, 0, 0, new Uint8Array(1000));
    await expect(at.performances.write(id, 0, 500, new Uint8Array(10))).rejects.toMatchObject({ code: 'conflict' });
    await expect(at.performances.finishImport(id)).rejects.toThrow('1000 of 40000000 bytes');
    at.clock.advance(61_000);
    await expect(at.performances.write(id, 0, 1000, new Uint8Array(10))).rejects.toMatchObject({ code: 'not-found' });
    await expect(at.performances.finishImport(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect.poll(() => readdirSync(join(folder, 'performances', '.incoming'))).toEqual([]);
  });

  it('are refused in plain words where no file can be made', async () => {
    const at = studio();
    writeFileSync(join(folder, 'blocked'), '');
    const blocked = createPerformances({
      folder: join(folder, 'blocked'),
      file: join(folder, 'blocked.json'),
      bus: at.bus,
      avatar: { view: at.view, setExpression: () => 'done', playMotion: () => 'done' },
      items: at.items,
      mapping: () => ({
        modelId: null,
        modelName: '',
        parameters: [],
        rows: [],
        origin: 'own',
        undoSteps: 0,
        motion: null,
        eyes: null,
      }),
      tracking: {
        attach: () => ({ push: () => undefined, report: () => undefined, close: () => undefined }),
        follow: () => () => undefined,
      },
      voice: SILENT,
      clock: at.clock,
      logger: silentLogger,
      report: () => undefined,
    });
    await expect(blocked.record('')).rejects.toMatchObject({ code: 'storage' });
    await blocked.close();
  });

  it('brings items and throws back where they were, and takes its own away at the end', async () => {
    const at = studio();
    at.items.load('studio', 'hat.png', { x: 0.5, goesWithOwner: false, failIfOrderTaken: false });
    await at.performances.record('party');
    at.clock.advance(1000);
    const duck = at.items.load('studio', 'duck.png', { x: -1, order: 3, goesWithOwner: false, failIfOrderTaken: false });
    if (typeof duck === 'string') throw new Error(duck);
    at.clock.advance(1000);
    at.items.change(duck.instanceId, { x: 1, rotation: 40 });
    at.items.throwAt({ fileName: 'duck.png', count: 3, from: 'left', at: 'head', size: 0.1, speed: 1, every: 0.2 });
    at.clock.advance(1000);
    at.items.unload([duck.instanceId]);
    at.clock.advance(1000);
    const { id } = await at.performances.finish();
    at.items.unloadAllOf('studio');
    at.thrown.length = 0;

    at.items.load('studio', 'foreign.png', { goesWithOwner: false, failIfOrderTaken: false });
    await at.performances.play(id, false);
    const shown = (): string[] =>
      at.items.items.get().map(({ file, x, rotation, owner }) => `${owner} ${file.fileName} ${x} ${rotation}`);
    at.clock.advance(500);
    expect(shown()).toEqual(['studio foreign.png 0 0', 'replay hat.png 0.5 0']);
    at.clock.advance(1000);
    expect(shown()).toEqual(['studio foreign.png 0 0', 'replay hat.png 0.5 0', 'replay duck.png -1 0']);
    at.clock.advance(1000);
    expect(shown()).toEqual(['studio foreign.png 0 0', 'replay hat.png 0.5 0', 'replay duck.png 1 40']);
    expect(at.thrown).toMatchObject([{ count: 3, from: 'left', file: { fileName: 'duck.png' } }]);
    at.clock.advance(1000);
    expect(shown()).toEqual(['studio foreign.png 0 0', 'replay hat.png 0.5 0']);
    at.clock.advance(2000);
    expect(shown()).toEqual(['studio foreign.png 0 0']);
  });

  it('never records more deeds than it can read, however often items move', async () => {
    const at = studio();
    const hat = at.items.load('studio', 'hat.png', { goesWithOwner: false, failIfOrderTaken: false });
    if (typeof hat === 'string') throw new Error(hat);
    await at.performances.record('busy');
    for (let i = 0; i < 600; i++) {
      at.items.change(hat.instanceId, { x: i });
      at.clock.advance(1000 / 60);
    }
    const { events } = await at.performances.finish();
    expect(events).toBeGreaterThan(80);
    expect(events).toBeLessThan(105);
  });
});
