import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import {
  bilibiliClientVectors,
  bilibiliFrameVectors,
  bilibiliOpenSigningVectors,
  bilibiliWbiVectors,
} from './bilibili-vectors.ts';
import { bridgeVectors } from './bridge-vectors.ts';
import { douyuClientVectors, douyuFrameVectors, sttVectors } from './douyu-vectors.ts';
import { eventVectors } from './event-vectors.ts';
import { tiktokVectors } from './tiktok-vectors.ts';
import { eventSubVectors, twitchIrcVectors } from './twitch-vectors.ts';
import type { DanmakuVector, VectorReader } from './vector.ts';
import { youtubeAmountVectors } from './youtube-vectors.ts';

/** The index files of the fixtures and how each is to be read. */
const READERS: ReadonlyMap<string, VectorReader> = new Map([
  ['bilibili/frames/index.json', bilibiliFrameVectors],
  ['bilibili/client/index.json', bilibiliClientVectors],
  ['bilibili/sign/open-live.json', bilibiliOpenSigningVectors],
  ['bilibili/sign/wbi.json', bilibiliWbiVectors],
  ['bilibili/normalize-open.json', eventVectors('bilibili')],
  ['bilibili/normalize-web.json', eventVectors('bilibili')],
  ['douyu/stt.json', sttVectors],
  ['douyu/frames/index.json', douyuFrameVectors],
  ['douyu/client/index.json', douyuClientVectors],
  ['douyu/normalize.json', eventVectors('douyu')],
  ['bridge/feeds.json', bridgeVectors],
  ['tiktok/gift-streak.json', tiktokVectors],
  ['twitch/irc.json', twitchIrcVectors],
  ['twitch/eventsub.json', eventSubVectors],
  ['youtube/data-api.json', eventVectors('youtube')],
  ['youtube/amount-strings.json', youtubeAmountVectors],
]);

/** Every vector below `dir`. A JSON file that no reader knows is one that fails, so that none is passed over in silence. */
export function danmakuVectors(dir: string): readonly DanmakuVector[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.json'))
    .sort()
    .flatMap((path) => {
      const reader = READERS.get(path);
      return reader === undefined ? [{ name: path, check: () => 'no check knows this file' }] : readable(dir, path, reader);
    });
}

function readable(dir: string, path: string, reader: VectorReader): readonly DanmakuVector[] {
  try {
    return reader(dir, path);
  } catch (error) {
    return [{ name: join(path), check: () => `the file cannot be read: ${error instanceof Error ? error.message : error}` }];
  }
}

/** A vector's fault; undefined when it is met. What the code under test throws is one, too. */
export async function faultOf(vector: DanmakuVector): Promise<string | undefined> {
  try {
    return await vector.check();
  } catch (error) {
    return `it threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
