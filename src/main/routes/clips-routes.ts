import type { Clips } from '#main/clips/clips.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { chaptersOf, ffmetadataChapters, youtubeChapters } from '#shared/clips/chapters.ts';
import { srtFromLines, vttFromLines } from '#shared/clips/subtitles.ts';
import type { LogFormat } from '#shared/contract/clips.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 250;
const EXTENSIONS: Readonly<Record<LogFormat, string>> = {
  srt: '.srt',
  vtt: '.vtt',
  youtube: '-chapters.txt',
  ffmetadata: '.ffmetadata',
};

export interface ClipsRouteServices {
  readonly clips: Clips;
  readonly pause: Pause;
}

export function clipsRoutes(os: StudioImplementer, { clips, pause }: ClipsRouteServices) {
  return os.clips.router({
    watch: os.clips.watch.handler(({ signal }) =>
      watchCell(clips.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    clip: os.clips.clip.handler(({ input, signal }) => clips.clip(input.title, present(signal))),
    log: os.clips.log.handler(async ({ input }) => {
      const { lines, marks } = await clips.log(input.id);
      return { lines: [...lines], marks: [...marks] };
    }),
    export: os.clips.export.handler(async ({ input: { id, format } }) => ({
      fileName: `${id}${EXTENSIONS[format]}`,
      text: await textOf(id, format),
    })),
    removeRecording: os.clips.removeRecording.handler(async ({ input }) => {
      await clips.removeRecording(input.id);
      return OK;
    }),
    removeClip: os.clips.removeClip.handler(({ input }) => {
      if (!clips.removeClip(input.id)) throw new StudioError('not-found', 'This clip is off the list already.');
      return OK;
    }),
  });

  async function textOf(id: string, format: LogFormat): Promise<string> {
    const { lines, marks, recording } = await clips.log(id);
    if (format === 'srt') return srtFromLines(lines);
    if (format === 'vtt') return vttFromLines(lines);
    const chapters = chaptersOf(marks, recording.lengthMs);
    return format === 'youtube' ? youtubeChapters(chapters) : ffmetadataChapters(chapters);
  }
}
