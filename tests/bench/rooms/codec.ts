import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { decodeFrame } from '#main/connectors/bilibili/codec/decode-frame.ts';
import { danmuMessage, frameOf } from '../../fakes/bilibili-messages.ts';
import { createDice, type Dice } from '../../fakes/mutations.ts';

/**
 * Times of one load in µs per WebSocket message: the middle of all rounds, ours and the peers' taking turns. They are CPU time of the whole process, threads
 * included, because on a busy machine the clock on the wall favours who sleeps between; `wallMicroseconds` stands beside it.
 */
export interface CodecLoad {
  readonly load: string;
  /** Of one WebSocket message. */
  readonly messages: number;
  readonly bytes: number;
  readonly microseconds: Readonly<Record<CodecName, number>>;
  readonly wallMicroseconds: Readonly<Record<CodecName, number>>;
  readonly messagesPerSecond: Readonly<Record<CodecName, number>>;
  /** How many times as fast as the faster peer. */
  readonly timesFasterPeer: number;
  /** Of frames of one plain packet: what their text and `JSON.parse` take alone. No codec that hands on whole messages is faster. */
  readonly floorMicroseconds?: number;
}
export type CodecName = 'yingxi' | 'bilibili-live-ws' | 'tiny-bilibili-ws';

type Decode = (frame: Buffer) => Promise<unknown>;

const HEADER_BYTES = 16;
const parseAlone: Decode = async (frame) => JSON.parse(frame.toString('utf8', HEADER_BYTES));

const ROUNDS = 41;
/** One round takes about so many messages per codec, so that a turn of the other processes hits all alike. */
const MESSAGES_PER_ROUND = 1200;
/** Ordinary frames of the collection which both peers read; on the rest they throw or loop. */
const FIXTURES = [
  '05-plain-one',
  '06-plain-two',
  '07-zlib-nested',
  '08-brotli-nested',
  '09-plain-plus-brotli',
  '13-auth-then-msg',
];

/** Decodes the same frames with our codec and both peers', in turns. About 20 s. */
export async function measureCodecs(): Promise<{
  readonly loads: readonly CodecLoad[];
  readonly slowestTimesFasterPeer: number;
}> {
  const codecs = allCodecs();
  const loads: CodecLoad[] = [];
  for (const load of allLoads()) loads.push(await measure(load, codecs));
  return { loads, slowestTimesFasterPeer: Math.min(...loads.map(({ timesFasterPeer }) => timesFasterPeer)) };
}

async function measure(
  { load, messages, frames, isPlain = false }: Load,
  codecs: ReadonlyMap<CodecName, Decode>,
): Promise<CodecLoad> {
  const runs: readonly (readonly [CodecName | 'floor', Decode])[] = [
    ...codecs,
    ...(isPlain ? [['floor', parseAlone] as const] : []),
  ];
  const times = new Map(runs.map(([name]): [string, number[]] => [name, []]));
  const wallTimes = new Map(runs.map(([name]): [string, number[]] => [name, []]));
  const repeats = Math.max(1, Math.round(MESSAGES_PER_ROUND / (messages * frames.length)));
  for (let round = -3; round < ROUNDS; round += 1) {
    for (const [name, decode] of rotated(runs, round + 3)) {
      // A turn of the event loop lies between WebSocket messages, and with it what the runtime cleans up.
      await new Promise((resolve) => setImmediate(resolve));
      const [beganMs, began] = [performance.now(), process.cpuUsage()];
      for (let repeat = 0; repeat < repeats; repeat += 1) for (const frame of frames) await decode(frame);
      const { user, system } = process.cpuUsage(began);
      if (round < 0) continue;
      times.get(name)?.push((user + system) / (repeats * frames.length));
      wallTimes.get(name)?.push(((performance.now() - beganMs) * 1000) / (repeats * frames.length));
    }
  }
  const of = (name: CodecName | 'floor'): number => middleOf(times.get(name) ?? []);
  const ours = of('yingxi');
  const [first, second] = [of('bilibili-live-ws'), of('tiny-bilibili-ws')];
  const perSecond = (microseconds: number): number => Math.round((messages * 1e6) / microseconds);
  return {
    load,
    messages,
    bytes: Math.round(frames.reduce((sum, frame) => sum + frame.length, 0) / frames.length),
    microseconds: { yingxi: rounded(ours), 'bilibili-live-ws': rounded(first), 'tiny-bilibili-ws': rounded(second) },
    wallMicroseconds: {
      yingxi: rounded(middleOf(wallTimes.get('yingxi') ?? [])),
      'bilibili-live-ws': rounded(middleOf(wallTimes.get('bilibili-live-ws') ?? [])),
      'tiny-bilibili-ws': rounded(middleOf(wallTimes.get('tiny-bilibili-ws') ?? [])),
    },
    messagesPerSecond: {
      yingxi: perSecond(ours),
      'bilibili-live-ws': perSecond(first),
      'tiny-bilibili-ws': perSecond(second),
    },
    timesFasterPeer: rounded(Math.min(first, second) / ours),
    ...(isPlain ? { floorMicroseconds: rounded(of('floor')) } : {}),
  };
}

/** Each codec begins as often as the others. */
function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function middleOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function allCodecs(): ReadonlyMap<CodecName, Decode> {
  const require = createRequire(import.meta.url);
  const makeDecoder = functionOf(require('bilibili-live-ws/src/buffer.js'), 'makeDecoder');
  const inflates: unknown = Reflect.get(require('bilibili-live-ws/src/inflate/node.js'), 'inflates');
  const liveWs: unknown = makeDecoder(inflates);
  if (typeof liveWs !== 'function') throw new TypeError('bilibili-live-ws has changed inside');
  const tiny = functionOf(require('tiny-bilibili-ws'), 'deserialize');
  return new Map<CodecName, Decode>([
    ['yingxi', decodeFrame],
    ['bilibili-live-ws', async (frame) => liveWs(frame)],
    ['tiny-bilibili-ws', async (frame) => tiny(frame)],
  ]);
}

function functionOf(module: unknown, name: string): (...args: readonly unknown[]) => unknown {
  const found: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined;
  if (typeof found !== 'function') throw new TypeError(`${name} is not there any more`);
  return (...args) => found(...args);
}

interface Load {
  readonly load: string;
  readonly messages: number;
  readonly frames: readonly Buffer[];
  readonly isPlain?: boolean;
}

function allLoads(): readonly Load[] {
  const dice = createDice(5);
  const batches = (size: number, version: 0 | 2 | 3): Load['frames'] =>
    Array.from({ length: 8 }, () =>
      frameOf(
        Array.from({ length: size }, () => chatMessage(dice)),
        version,
      ),
    );
  return [
    { load: 'one plain message', messages: 1, frames: batches(1, 0), isPlain: true },
    { load: 'brotli, 5 messages', messages: 5, frames: batches(5, 3) },
    { load: 'brotli, 20 messages', messages: 20, frames: batches(20, 3) },
    { load: 'brotli, 60 messages', messages: 60, frames: batches(60, 3) },
    { load: 'zlib, 20 messages', messages: 20, frames: batches(20, 2) },
    { load: 'zlib, 60 messages', messages: 60, frames: batches(60, 2) },
    ...fixtureLoad(),
  ];
}

function fixtureLoad(): readonly Load[] {
  const dir = join(process.cwd(), '../shared/fixtures/danmaku/bilibili/frames');
  if (!existsSync(dir)) return [];
  const frames = readdirSync(dir)
    .filter((file) => FIXTURES.includes(file.replace('.bin', '')))
    .map((file) => readFileSync(join(dir, file)));
  return [{ load: 'ordinary frames of the collection', messages: 1, frames }];
}

const WORDS = [
  '晚上好',
  '主播',
  '好听',
  '哈哈哈哈',
  '233',
  '这个游戏怎么玩',
  '来了来了',
  '唱首歌吧',
  'awsl',
  '草',
  '第一次来',
  '？',
  '打call',
];
const NAMES = ['海盐冰糖', '黄金分割', 'Mr.Teapot', '夜猫子', '今天也要早睡', '雪见酱', 'kira_kira', '一只咕咕'];

function chatMessage(dice: Dice): object {
  const uid = 10_000 + dice.roll(400_000_000);
  const text = Array.from({ length: 1 + dice.roll(4) }, () => dice.pick(WORDS)).join('');
  return danmuMessage({
    text,
    uid,
    name: `${dice.pick(NAMES)}${dice.roll(1000)}`,
    id: `4b1f${uid}${dice.roll(1e9)}`,
    guardLevel: dice.roll(4),
  });
}
