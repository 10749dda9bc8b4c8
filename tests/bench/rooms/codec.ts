import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { DECODE_LIMITS, decodeFrame } from '#main/connectors/bilibili/codec/decode-frame.ts';
import { passOverIgnored } from '#main/connectors/bilibili/events/web-events.ts';
import { danmuMessage, frameOf } from '../../fakes/bilibili-messages.ts';
import { createDice, type Dice } from '../../fakes/mutations.ts';
import { roomMessage } from './room-mix.ts';

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
  /**
   * Calls that every codec makes which hands on whole messages, bare and in the same turns: node:zlib's synchronous unpacking, and one `JSON.parse` of the text
   * of all messages, ready made. `timesFasterPeerAtMost` is what a codec would reach that took no time of its own. None for the room: there messages may be passed over.
   */
  readonly bare?: {
    readonly unpackMicroseconds: number;
    readonly parseMicroseconds: number;
    readonly timesFasterPeerAtMost: number;
  };
}
export type CodecName = 'yingxi' | 'bilibili-live-ws' | 'tiny-bilibili-ws';

type Decode = (frame: Buffer) => Promise<unknown>;
type RunName = CodecName | 'unpack' | 'parse';

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

async function measure({ load, messages, frames, isBound }: Load, codecs: ReadonlyMap<CodecName, Decode>): Promise<CodecLoad> {
  const runs: readonly (readonly [RunName, Decode])[] = [...codecs, ...(isBound ? bareRuns(frames) : [])];
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
  const of = (name: RunName): number => middleOf(times.get(name) ?? []);
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
    ...(isBound
      ? {
          bare: {
            unpackMicroseconds: rounded(of('unpack')),
            parseMicroseconds: rounded(of('parse')),
            timesFasterPeerAtMost: rounded(Math.min(first, second) / (of('unpack') + of('parse'))),
          },
        }
      : {}),
  };
}

function bareRuns(frames: readonly Buffer[]): readonly (readonly [RunName, Decode])[] {
  const texts = new Map(frames.map((frame) => [frame, `[${bodiesOf(unpacked(frame)).join(',')}]`]));
  return [
    ['unpack', async (frame) => unpacked(frame)],
    ['parse', async (frame): Promise<unknown> => JSON.parse(texts.get(frame) ?? '')],
  ];
}

/** The packets within; the frame itself when it is plain. */
function unpacked(frame: Buffer): Buffer {
  const version = frame.readUInt16BE(6);
  if (version < 2) return frame;
  const body = frame.subarray(HEADER_BYTES);
  return version === 2 ? inflateSync(body) : brotliDecompressSync(body);
}

function bodiesOf(packets: Buffer): readonly string[] {
  const bodies: string[] = [];
  for (let at = 0, end: number; at < packets.length; at = end) {
    end = at + packets.readUInt32BE(at);
    bodies.push(packets.toString('utf8', at + HEADER_BYTES, end));
  }
  return bodies;
}

const HEADER_BYTES = 16;

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
    // As the connector of the web room calls it.
    ['yingxi', (frame) => decodeFrame(frame, DECODE_LIMITS, passOverIgnored)],
    ['bilibili-live-ws', (frame) => Promise.resolve(liveWs(frame))],
    ['tiny-bilibili-ws', (frame) => Promise.resolve(tiny(frame))],
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
  /** Whether all of it has to be read, so that the bare calls are a bound. */
  readonly isBound: boolean;
}

function allLoads(): readonly Load[] {
  const dice = createDice(5);
  const batches = (size: number, version: 0 | 2 | 3, messageOf = chatMessage): Load['frames'] =>
    Array.from({ length: 8 }, () =>
      frameOf(
        Array.from({ length: size }, () => messageOf(dice)),
        version,
      ),
    );
  const ofRoom = (one: Dice): object => roomMessage(one, chatMessage);
  const chat = (load: string, messages: number, version: 0 | 2 | 3): Load => ({
    load,
    messages,
    frames: batches(messages, version),
    isBound: true,
  });
  return [
    { load: 'a room, brotli, 20 messages', messages: 20, frames: batches(20, 3, ofRoom), isBound: false },
    { load: 'a room, brotli, 60 messages', messages: 60, frames: batches(60, 3, ofRoom), isBound: false },
    ...fixtureLoad(),
    chat('one plain chat line', 1, 0),
    chat('chat only, brotli, 5 lines', 5, 3),
    chat('chat only, brotli, 20 lines', 20, 3),
    chat('chat only, brotli, 60 lines', 60, 3),
    chat('chat only, zlib, 20 lines', 20, 2),
    chat('chat only, zlib, 60 lines', 60, 2),
  ];
}

function fixtureLoad(): readonly Load[] {
  const dir = join(process.cwd(), '../shared/fixtures/danmaku/bilibili/frames');
  if (!existsSync(dir)) return [];
  const frames = readdirSync(dir)
    .filter((file) => FIXTURES.includes(file.replace('.bin', '')))
    .map((file) => readFileSync(join(dir, file)));
  return [{ load: 'ordinary frames of the collection', messages: 1, frames, isBound: false }];
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
