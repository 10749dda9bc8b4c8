import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { rounded } from '../support/numbers.ts';
import { startStudio } from '../support/studio-process.ts';
import { createSimulatedStage, type SimulatedStage } from './stage/simulated-stage.ts';
import { hardware } from './support.ts';

export const name = 'marathon';
export const description =
  'hours of talk, as fast as the program can talk: the mouth against the sound, memory and handles of every process, growth counted from after the warm-up: each language spoken once, which loads the dictionaries (the Japanese one alone takes 300 MB), then half an hour of talk, or 30 % of a short run (YINGXI_MARATHON_HOURS, default 0.5; YINGXI_MARATHON_MINUTES of real time at most, default 60)';

const HOURS = Number(process.env.YINGXI_MARATHON_HOURS ?? '0.5');
const MINUTES = Number(process.env.YINGXI_MARATHON_MINUTES ?? '60');
export const withinMs = (MINUTES + 5) * 60_000;
/** Of silence; speech is played as fast as it comes. */
const QUIET_SPEED = 10;
/** Off by as much as a bad sound card. */
const DRIFT_PPM = 120;
/** Before memory is compared: dictionaries and code are loaded, caches are full, heaps have their size. Seconds of talk. */
const WARM_UP_SECONDS = Math.min(1800, HOURS * 3600 * 0.3);
const SAMPLE_MS = 250;
/** At twice a second of real time each text ends before the next look: so many wait that she does not run out. */
const WAITING_TEXTS = 6;
/** The first texts are one sentence each, so that the dictionaries of all languages are loaded well before the warm-up is over. */
const SHORT_TEXTS = 3;
/** Simulated. */
const SECONDS_BETWEEN_LINES = 20;
const TEXTS = [
  'Good evening everybody, and welcome back to the little theatre. Tonight we tell the story of the lamp and the moon, and after that we read what you wrote. ',
  '今天的月色真好，我们慢慢地讲一个关于灯和影子的故事。讲完以后，再看看大家都写了些什么，好不好？',
  'こんばんは、みなさん。今夜も影絵のはじまりです。ゆっくりお話ししますから、どうぞ最後まで聞いていってくださいね。',
];

interface Sample {
  /** Of talk so far. */
  readonly seconds: number;
  readonly rssMb: number;
  /** The same by process, named by what it was started with. */
  readonly rssMbOf: ReadonlyMap<string, number>;
  readonly handles: number;
  /** Processor time so far. */
  readonly cpuSeconds: number;
}

export async function run(): Promise<object> {
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
  const socketUrl = new URL(studio.stageUrl);
  socketUrl.protocol = 'ws:';
  socketUrl.pathname = '/ws/stage';
  const stage = createSimulatedStage({ url: socketUrl.href, quietSpeed: QUIET_SPEED, driftPpm: DRIFT_PPM });
  const samples: Sample[] = [];
  const failures: string[] = [];
  let said = 0;
  let lines = 0;
  const startedMs = performance.now();
  const minutes = (): number => (performance.now() - startedMs) / 60_000;
  try {
    while (stage.heard.seconds < HOURS * 3600 && minutes() < MINUTES) {
      const waiting = await studio.get('/ledger?limit=50').then((answer) => openIn(answer));
      for (let i = waiting; i < WAITING_TEXTS; i++) {
        const text = (TEXTS[said % TEXTS.length] ?? '').repeat(said < SHORT_TEXTS ? 1 : 8).slice(0, 1200);
        await studio.post('/speech/say', { text }).catch((error: unknown) => failures.push(String(error)));
        said++;
      }
      if (stage.seconds >= lines * SECONDS_BETWEEN_LINES) {
        lines++;
        await studio.post('/live-events', { text: `line ${lines}`, user: `viewer ${lines % 50}` });
      }
      samples.push({ seconds: stage.heard.seconds, ...measure(studio.child.pid ?? 0) });
      await new Promise((done) => setTimeout(done, SAMPLE_MS));
    }
    return result(stage, samples, failures, minutes());
  } finally {
    stage.close();
    await studio.stop();
  }
}

function result(stage: SimulatedStage, samples: readonly Sample[], failures: readonly string[], minutes: number): object {
  const steady = samples.filter(({ seconds }) => seconds >= WARM_UP_SECONDS);
  const firstFifth = steady.slice(0, Math.ceil(steady.length / 5));
  const lastFifth = steady.slice(-Math.ceil(steady.length / 5));
  const first = mean(firstFifth);
  const last = mean(lastFifth);
  const { seconds, sentences } = stage.heard;
  return {
    hardware: hardware(),
    target: { soundToMouthMs: 40, growth: 'none' },
    simulatedHours: rounded(stage.seconds / 3600, 2),
    realMinutes: rounded(minutes, 1),
    cardDriftPpm: DRIFT_PPM,
    hoursOfSpeech: rounded(seconds / 3600, 2),
    sentences,
    failures: failures.length,
    firstFailure: failures[0],
    soundToMouthMs: errorsOf(stage.errors),
    /** What bounds the pace: processor time of the program for a second of talk. */
    cpuMsPerSecondOfTalk: rounded(cpuMsPerSecond(samples)),
    warmUpSecondsOfTalk: WARM_UP_SECONDS,
    rssMb: { start: rounded(samples[0]?.rssMb ?? Number.NaN), ...growth(first.rssMb, last.rssMb) },
    rssMbByProcess: byProcess(firstFifth, lastFifth),
    handles: growth(first.handles, last.handles),
  };
}

const growth = (early: number, late: number) => ({ early: rounded(early), late: rounded(late), growth: rounded(late - early) });

/** Says which process it was when the sum grew. One that did not run counts as nothing. */
function byProcess(first: readonly Sample[], last: readonly Sample[]): object {
  const names = new Set([...first, ...last].flatMap(({ rssMbOf }) => [...rssMbOf.keys()]));
  const meanOf = (samples: readonly Sample[], name: string): number =>
    samples.reduce((sum, { rssMbOf }) => sum + (rssMbOf.get(name) ?? 0), 0) / samples.length;
  return Object.fromEntries([...names].map((name) => [name, growth(meanOf(first, name), meanOf(last, name))]));
}

function errorsOf(histogram: ReadonlyMap<number, number>): object {
  const steps = [...histogram].sort((a, b) => a[0] - b[0]);
  const n = steps.reduce((sum, [, count]) => sum + count, 0);
  const at = (share: number): number => {
    let seen = 0;
    for (const [step, count] of steps) {
      seen += count;
      if (seen >= share * n) return step;
    }
    return Number.NaN;
  };
  return { pictures: n, p50: at(0.5), p99: at(0.99), max: at(1) };
}

function cpuMsPerSecond(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return Number.NaN;
  return (1000 * (last.cpuSeconds - first.cpuSeconds)) / (last.seconds - first.seconds);
}

const mean = (of: readonly Sample[]): Pick<Sample, 'rssMb' | 'handles'> => ({
  rssMb: of.reduce((sum, one) => sum + one.rssMb, 0) / of.length,
  handles: of.reduce((sum, one) => sum + one.handles, 0) / of.length,
});

function openIn(answer: unknown): number {
  const { entries } = answer as { entries: { kind: string; decision: string }[] };
  return entries.filter(({ kind, decision }) => kind === 'say' && (decision === 'waiting' || decision === 'answering')).length;
}

/** Resident memory, open files and processor time of the studio and all of its children. */
function measure(pid: number): Omit<Sample, 'seconds'> {
  const rssMbOf = new Map<string, number>();
  let handles = 0;
  let cpuSeconds = 0;
  for (const one of familyOf(pid)) {
    try {
      const name = one === pid ? 'main' : nameOf(one);
      const rssMb = Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      rssMbOf.set(name, (rssMbOf.get(name) ?? 0) + rssMb);
      cpuSeconds += cpuOf(readFileSync(`/proc/${one}/stat`, 'utf8'));
      handles += readdirSync(`/proc/${one}/fd`).length;
    } catch {
      // It ended meanwhile.
    }
  }
  return { rssMb: [...rssMbOf.values()].reduce((sum, one) => sum + one, 0), rssMbOf, handles, cpuSeconds };
}

/** "voice-worker espeak" of "node …/voice-worker.cjs espeak". */
function nameOf(pid: number): string {
  const [program = '', script = '', ...rest] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  return [basename(script === '' ? program : script, '.cjs'), ...rest].join(' ');
}

/** Fields 14 and 15 of proc(5), in hundredths of a second. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/u).filter(Boolean).map(Number);
  return [pid, ...children.flatMap(familyOf)];
}
