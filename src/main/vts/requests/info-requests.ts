import { z } from 'zod';
import { SPOKEN_VERSION } from '../protocol/envelope.ts';
import { defineRequest } from '../protocol/request-kind.ts';

/** Until a stage has told its size. */
const ASSUMED_WINDOW = { width: 1280, height: 720, fullscreen: false, framesPerSecond: 60 };

export const statistics = defineRequest({
  type: 'StatisticsRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const window = world.stage.window() ?? ASSUMED_WINDOW;
    return {
      uptime: Math.round(world.clock.now() - world.startedAt),
      framerate: Math.round(window.framesPerSecond),
      vTubeStudioVersion: SPOKEN_VERSION,
      allowedPlugins: world.book.list().length,
      connectedPlugins: world.connectedPlugins(),
      startedWithSteam: false,
      windowWidth: Math.round(window.width),
      windowHeight: Math.round(window.height),
      windowIsFullscreen: window.fullscreen,
    };
  },
});

/** Names, not paths: what VTube Studio calls its folders. */
export const folderInfo = defineRequest({
  type: 'VTSFolderInfoRequest',
  schema: z.unknown(),
  answer: () => ({
    models: 'Live2DModels',
    backgrounds: 'Backgrounds',
    items: 'Items',
    config: 'Config',
    logs: 'Logs',
    backup: 'Backup',
  }),
});

export const faceFound = defineRequest({
  type: 'FaceFoundRequest',
  schema: z.unknown(),
  answer: (_data, { world }) => ({ found: world.bus.faceFound() }),
});
