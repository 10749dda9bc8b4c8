import { createBilibiliDecoder } from './bilibili/bilibili-decoder.ts';
import { createBridgeDecoder } from './bridges/bridge-decoder.ts';
import type { CaptureDecoder } from './decoder.types.ts';
import { createDouyuDecoder } from './douyu/douyu-decoder.ts';
import { createTiktokDecoder } from './tiktok/tiktok-decoder.ts';
import { createEventSubDecoder, createTwitchDecoder } from './twitch/twitch-decoders.ts';
import { createYoutubeDecoder } from './youtube/youtube-decoder.ts';

/** What can read a captured file, by the name that the command takes; one line each. */
export const CAPTURE_DECODERS: ReadonlyMap<string, () => CaptureDecoder> = new Map<string, () => CaptureDecoder>([
  ['bilibili', createBilibiliDecoder],
  ['bilibili-open', createBilibiliDecoder],
  ['douyu', createDouyuDecoder],
  ['tiktok', createTiktokDecoder],
  ['twitch', createTwitchDecoder],
  ['twitch-eventsub', createEventSubDecoder],
  ['youtube', createYoutubeDecoder],
  // Any bridge, by the looks of its messages; or one form in particular.
  ...(['bridge', 'douyin', 'kuaishou', 'huya'] as const).map((name) => [name, () => createBridgeDecoder(name, 'auto')] as const),
  ...(['barrage-grab', 'barrage-grab-fork', 'dycast', 'barrage-fly', 'onecomme', 'webhook'] as const).map(
    (name) => [name, () => createBridgeDecoder(name, name)] as const,
  ),
]);
