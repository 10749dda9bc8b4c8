import { measureCodecs } from './rooms/codec.ts';
import { measureIntent } from './rooms/intent.ts';
import { measureModeration } from './rooms/moderation.ts';
import { measureStorm } from './rooms/storm.ts';
import { hardware } from './support.ts';

export const name = 'rooms';
export const description =
  'live rooms: the Bilibili codec beside two libraries, three platforms at 2,000 messages a second each for 60 s, intent and moderation of one line (YINGXI_ROOMS_SECONDS, default 60)';

const SECONDS = Number(process.env.YINGXI_ROOMS_SECONDS ?? '60');

export async function run(): Promise<object> {
  const targets = { codecTimesFasterPeer: 1.5, intentP99Ms: 10, moderationP99Ms: 2 };
  const codec = await measureCodecs();
  const intent = measureIntent();
  const moderation = measureModeration();
  const storm = await measureStorm(SECONDS);
  return { hardware: hardware(), targets, codec, intent, moderation, storm };
}
