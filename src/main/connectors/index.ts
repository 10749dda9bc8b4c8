import { bilibiliOpenSource, bilibiliWebSource } from './bilibili/bilibili-sources.ts';
import { bridgeSources } from './bridges/bridge-source.ts';
import type { SourcePlanner } from './connector.ts';
import { douyuSource } from './douyu/douyu-source.ts';
import { practiceSource } from './practice/practice-source.ts';
import { tiktokSource } from './tiktok/tiktok-source.ts';
import { twitchEventsSource } from './twitch/twitch-events-source.ts';
import { twitchSource } from './twitch/twitch-source.ts';
import { youtubeSource } from './youtube/youtube-source.ts';

export { createBridgeDesk } from './bridges/bridge-desk.ts';
export { createWebhookIntake } from './bridges/webhook-intake.ts';
export { createRoomRecorder, type RoomRecorder } from './recording/room-recorder.ts';

/** Every platform that can be read; one line each. */
export const SOURCE_PLANNERS: readonly SourcePlanner[] = [
  twitchSource,
  twitchEventsSource,
  youtubeSource,
  bilibiliOpenSource,
  bilibiliWebSource,
  douyuSource,
  tiktokSource,
  bridgeSources,
  practiceSource,
];
