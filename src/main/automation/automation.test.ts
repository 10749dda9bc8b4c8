import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import { automationSettingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock, type FakeClock } from '../../../tests/fakes/fake-clock.ts';
import { chatOf } from '../../../tests/fakes/live-events.ts';
import { draft, MONDAY, scene } from './automation.testkit.ts';
import { type AutomationOptions, createAutomation } from './automation.ts';
import type { AutomationDesk } from './automation.types.ts';
import { listPrograms, namesFromTasklist } from './program-list.ts';

let dataDir: string;
let clock: FakeClock;
let done: Action[];
let paused: boolean;
let programs: string[];
let settings: ReturnType<typeof automationSettingsSchema.parse>;
const open: AutomationDesk[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yingxi-automation-'));
  clock = createFakeClock(MONDAY);
  done = [];
  paused = false;
  programs = [];
  settings = automationSettingsSchema.parse(undefined);
});
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function start(more: Partial<AutomationOptions> = {}): AutomationDesk {
  const desk = createAutomation({
    dataDir,
    clock,
    logger: silentLogger,
    report: () => {},
    settings: () => settings,
    async perform(action) {
      done.push(action);
      return undefined;
    },
    isPaused: () => paused,
    obs: { isReady: () => true, connects: () => 1 },
    offsetMinutes: () => 0,
    seed: 1,
    listPrograms: async () => programs,
    ...more,
  });
  open.push(desk);
  return desk;
}
const hi = draft({ type: 'chat', words: ['hi'], match: 'whole', who: 'everyone' }, scene('A'), { cooldownSeconds: 60 });
const say = (desk: AutomationDesk, text = 'hi'): void => desk.input({ type: 'live', event: chatOf(text), viewerKey: 'a' });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

describe('automation', () => {
  it('does what a rule says and tells what became of it', async () => {
    const desk = start();
    desk.add([hi]);
    say(desk);
    await settle();
    expect(done).toEqual([scene('A')]);
    expect(desk.timeline.get()).toMatchObject([
      {
        kind: 'fired',
        by: 'chat',
        cause: { user: 'viewer', text: 'hi' },
        steps: [{ type: 'obs-scene', what: 'A', state: 'done' }],
      },
    ]);
    say(desk);
    say(desk);
    expect(desk.timeline.get()[1]).toMatchObject({ kind: 'refused', reason: 'cooling', count: 2 });
  });

  it('keeps rules, cooldowns and timeline over a restart of the program', async () => {
    const first = start();
    const [id = ''] = first.add([hi]);
    say(first);
    await settle();
    await first.close();
    clock.advance(30_000);
    const second = start();
    expect(second.rules.get().map((rule) => rule.id)).toEqual([id]);
    expect(second.timeline.get()).toHaveLength(1);
    say(second);
    expect(second.timeline.get().at(-1)).toMatchObject({ reason: 'cooling' });
    clock.advance(31_000);
    say(second);
    await settle();
    expect(done).toHaveLength(2);
  });

  it('only tells what it would do in a dry run, and means it by hand', async () => {
    settings = { ...settings, dryRun: true };
    const desk = start();
    const [id = ''] = desk.add([hi]);
    say(desk);
    await settle();
    expect(done).toEqual([]);
    expect(desk.timeline.get()).toMatchObject([{ kind: 'would', steps: [{ state: 'would' }] }]);
    desk.run(id);
    await settle();
    expect(done).toHaveLength(1);
  });

  it('does nothing by itself while it is switched off or panic is pressed', async () => {
    settings = { ...settings, enabled: false };
    const desk = start();
    desk.add([hi]);
    say(desk);
    settings = { ...settings, enabled: true };
    desk.settingsChanged();
    paused = true;
    say(desk);
    await settle();
    expect(done).toEqual([]);
    expect(desk.timeline.get()).toMatchObject([{ reason: 'panic' }]);
  });

  it('fires a rule by what another one did, without getting lost in it', async () => {
    const desk: AutomationDesk = start({
      async perform(action) {
        done.push(action);
        if (action.type === 'obs-scene') desk.input({ type: 'obs', notice: { type: 'scene', scene: action.scene } });
        return undefined;
      },
    });
    desk.add([hi, draft({ type: 'scene', scene: 'A' }, scene('B')), draft({ type: 'scene', scene: 'B' }, scene('A'))]);
    say(desk);
    for (let round = 0; round < 20; round++) await settle();
    expect(done.length).toBeGreaterThan(2);
    expect(done.length).toBeLessThan(30);
    expect(desk.timeline.get().some(({ reason }) => reason === 'flood')).toBe(true);
  });

  it('looks for programs only while a rule asks, and fires when one starts', async () => {
    const desk = start();
    programs = ['eldenring'];
    const [id = ''] = desk.add([draft({ type: 'game', processes: ['EldenRing.exe'], change: 'begins' }, scene('Game'))]);
    clock.advance(1);
    await settle();
    expect(done).toEqual([scene('Game')]);
    desk.remove([id]);
    programs = [];
    clock.advance(60_000);
    await settle();
    expect(done).toHaveLength(1);
  });

  it('takes changes back, one by one', () => {
    const desk = start();
    const [id = ''] = desk.add([hi]);
    desk.change(id, { name: 'other' });
    desk.remove([id]);
    expect(desk.rules.get()).toEqual([]);
    desk.undo();
    expect(desk.rules.get()[0]?.name).toBe('other');
    desk.undo();
    expect(desk.rules.get()[0]?.name).toBe('rule');
    expect(() => desk.change('f'.repeat(32), { name: 'x' })).toThrow(/There is no rule/);
  });

  it('keeps the sound rules of a file that was damaged', async () => {
    const first = start();
    first.add([hi]);
    await first.close();
    const file = join(dataDir, 'automation.json');
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...saved, rules: [{ id: 'x' }, ...saved.rules, 7] }));
    expect(start().rules.get()).toHaveLength(1);
  });

  it('tells what went wrong when a draft is tried, and keeps nothing of it', async () => {
    const desk = start({ perform: async () => 'There is no scene "A".' });
    expect(await desk.test(hi)).toEqual(['There is no scene "A".']);
    expect(desk.rules.get()).toEqual([]);
    await expect(desk.test({ ...hi, do: [{ delay: 0, action: scene('') }] })).rejects.toThrow(/lacks/);
  });
});

describe('running programs', () => {
  it('are read on this computer, this one among them', async () => {
    expect(await listPrograms(process.platform)).toContain('node');
  });

  it('are read from what Windows lists', () => {
    const text = '"System Idle Process","0","Services","0","8 K"\r\n"EldenRing.exe","4242","Console","1","4,000 K"\r\n';
    expect(namesFromTasklist(text)).toEqual(['System Idle Process', 'EldenRing.exe']);
  });
});
