import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAutomation } from '#main/automation/automation.ts';
import type { AutomationInput } from '#main/automation/automation.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { rulesOfTemplate, TEMPLATES } from '#renderer/studio/features/automation/templates.ts';
import { STRING_TABLES } from '#renderer/studio/i18n/strings.ts';
import type { RuleDraft } from '#shared/automation/rule.ts';
import type { TimelineEntry } from '#shared/automation/timeline.ts';
import { automationSettingsSchema } from '#shared/settings/settings.ts';
import { NO_SHOW_CHOICES } from '#shared/show/show-choices.ts';
import { generateEvening } from '../evening/generate-evening.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rounded } from '../support/numbers.ts';
import { hardware } from './support.ts';

export const name = 'automation';
export const description =
  'an hour of a recorded log (20,000 events, her words, scenes, songs) through automation with the shipped templates, at 100 × and twice at full speed: the same firings, and what an event costs';

const HOUR_MS = 3_600_000;
const SPEED = 100;
const EVENTS = 20_000;
/** Local midnight of the log at 16:20, so that dusk and night fall into it. */
const STARTS_AT = Date.UTC(2026, 10, 21, 16, 20);

interface LoggedInput {
  readonly t: number;
  readonly input: AutomationInput;
}

export async function run(): Promise<object> {
  const log = hourLog();
  const paced = await play(log, SPEED);
  const first = await play(log, undefined);
  const second = await play(log, undefined);
  return {
    hardware: hardware(),
    target: { sameFirings: true },
    sameFirings: paced.hash === first.hash && first.hash === second.hash,
    hashes: [paced.hash, first.hash, second.hash],
    inputs: log.length,
    rules: rules().length,
    fired: first.fired,
    refused: first.refused,
    deeds: first.deeds,
    byRule: first.byRule,
    seconds: { at100: rounded(paced.seconds), full: [rounded(first.seconds), rounded(second.seconds)] },
    microsecondsPerInput: { p50: first.p50, p95: first.p95, p99: first.p99, most: first.most },
  };
}

/** The recording, and around it what she says, what OBS shows and what plays, at fixed times. */
function hourLog(): readonly LoggedInput[] {
  const evening = generateEvening({ seed: 6, events: EVENTS, hours: 1 });
  const log: LoggedInput[] = evening.map(({ t, event }) => ({ t, input: { type: 'live', event, viewerKey: keyOf(event) } }));
  const words = ['今天想去海边走走', '早晨的空气真好', '神社里好安静', '该睡觉啦', '花房的花开了', '谢谢大家'];
  const scenes = ['神社', '粉色房间', '海岸花坊', '花房'];
  log.push({ t: 500, input: { type: 'obs', notice: { type: 'connected' } } });
  log.push({ t: 1000, input: { type: 'obs', notice: { type: 'output', output: 'stream', state: 'active' } } });
  for (let turn = 0; turn * 20_000 < HOUR_MS - 60_000; turn++) {
    const t = 5000 + turn * 20_000;
    const text = words[turn % words.length] ?? '';
    log.push({ t, input: { type: 'speech', on: true } });
    log.push({ t: t + 200, input: { type: 'heard', turnId: turn, text, emotion: turn % 3 === 0 ? 'happy' : 'neutral' } });
    log.push({ t: t + 6000, input: { type: 'speech', on: false } });
    if (turn % 9 === 0)
      log.push({ t: t + 7000, input: { type: 'obs', notice: { type: 'scene', scene: scenes[(turn / 9) % 4] ?? '' } } });
    if (turn % 12 === 0) log.push({ t: t + 8000, input: { type: 'music', song: `歌 ${turn}`, playing: true } });
  }
  log.push({ t: HOUR_MS - 1000, input: { type: 'obs', notice: { type: 'output', output: 'stream', state: 'stopped' } } });
  return log.sort((a, b) => a.t - b.t);
}

const keyOf = (event: { readonly platform: string }): string | undefined =>
  'user' in event ? `${event.platform}:${JSON.stringify(event.user).length % 97}` : undefined;

/** All that the program ships, switched on, and rules that need chance, jitter and each other. */
function rules(): readonly RuleDraft[] {
  const choices = { expressions: [], motions: [], models: [], items: ['flower.png'], sounds: [], show: NO_SHOW_CHOICES };
  const shipped = TEMPLATES.flatMap((template) => rulesOfTemplate(template, STRING_TABLES['zh-CN'], choices)).map(
    (rule): RuleDraft => ({
      ...rule,
      enabled: true,
      do: rule.do.map(({ delay, action }) => ({
        delay,
        action: action.type === 'obs-picture' ? { ...action, source: 'Backdrop', files: ['a.png', 'b.png', 'c.png'] } : action,
      })),
    }),
  );
  const [first] = shipped;
  if (first === undefined) throw new Error('there are no templates');
  const own = (name: string, change: Partial<RuleDraft>): RuleDraft => ({ ...first, if: [], name, group: '', ...change });
  return [
    ...shipped,
    own('chance', {
      when: [{ type: 'chat', words: ['哈', '草', 'w'], match: 'anywhere', who: 'everyone' }],
      if: [{ type: 'chance', percent: 20 }],
      cooldownSeconds: 5,
      viewerCooldownSeconds: 120,
    }),
    own('jitter', { when: [{ type: 'every', minutes: 3, jitterPercent: 50 }] }),
    own('after', {
      when: [{ type: 'emotion', emotion: 'happy' }],
      if: [
        { type: 'fired', ruleId: 'nobody', seconds: 60, is: false },
        { type: 'hourly', times: 12 },
      ],
    }),
  ];
}

async function play(log: readonly LoggedInput[], speed: number | undefined) {
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-automation-'));
  const clock = createFakeClock(STARTS_AT);
  let deeds = 0;
  const desk = createAutomation({
    dataDir,
    clock,
    logger: silentLogger,
    report: () => {},
    settings: () => automationSettingsSchema.parse(undefined),
    async perform() {
      deeds += 1;
      return undefined;
    },
    isPaused: () => false,
    obs: { isReady: () => true, connects: () => 1 },
    offsetMinutes: () => 0,
    seed: 6,
    listPrograms: async () => [],
  });
  desk.add(rules());
  const book = createBook();
  const unsubscribe = desk.timeline.subscribe(book.note);
  const costs: number[] = [];
  const startedAt = performance.now();
  for (const { t, input } of log) {
    const aheadMs = speed === undefined ? 0 : t / speed - (performance.now() - startedAt);
    if (aheadMs > 4) await sleep(aheadMs);
    clock.advance(STARTS_AT + t - clock.now());
    const before = performance.now();
    desk.input(input);
    costs.push((performance.now() - before) * 1000);
    // As between real messages: deeds that began go on.
    await new Promise(setImmediate);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(50);
  unsubscribe();
  await desk.close();
  await rm(dataDir, { recursive: true, force: true });
  costs.sort((a, b) => a - b);
  const at = (share: number): number => rounded(costs[Math.min(costs.length - 1, Math.floor(costs.length * share))] ?? 0);
  return { ...book.result(), deeds, seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

/** Every decision once, in order; outcomes of steps come later and are none. */
function createBook() {
  const hash = createHash('sha256');
  const byRule: Record<string, number> = {};
  let fired = 0;
  let refused = 0;
  let lastSeq = 0;
  let lastCount = 0;
  return {
    note(entries: readonly TimelineEntry[]): void {
      const newest = entries.at(-1);
      if (newest === undefined || (newest.seq === lastSeq && newest.count === lastCount)) return;
      lastSeq = newest.seq;
      lastCount = newest.count;
      const { ruleName, kind, atMs, by, cause, reason, steps } = newest;
      hash.update(JSON.stringify([ruleName, kind, atMs, by, cause, reason, steps.map(({ type, what }) => [type, what])]));
      if (kind === 'refused') refused += 1;
      else {
        fired += 1;
        byRule[ruleName] = (byRule[ruleName] ?? 0) + 1;
      }
    },
    result: () => ({ hash: hash.digest('hex').slice(0, 16), fired, refused, byRule }),
  };
}
