import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { ObsControl, ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsInput, ObsState } from '#shared/obs/obs-state.ts';
import { requireInput } from './obs-names.ts';
import type { Until } from './until.ts';

export interface SourceOptions {
  readonly link: ObsLink;
  readonly clock: Clock;
  readonly until: Until;
  readonly present: () => ObsState;
}
/** What the streamer may edit of a source; undefined: it has no such thing. */
export interface SourceContent {
  readonly text: string | undefined;
  readonly file: string | undefined;
}
export interface SourceVerbs extends Pick<ObsControl, 'setText' | 'setPicture' | 'media' | 'screenshot'> {
  content(source: string): Promise<SourceContent>;
}

/** Names of the settings that hold a text or a file, by the beginning of the input's kind. */
const TEXT_KINDS = ['text_ft2_source', 'text_gdiplus', 'text_pango_source'];
const FILE_SETTINGS: Readonly<Record<string, 'file' | 'local_file'>> = { image_source: 'file', ffmpeg_source: 'local_file' };
const settingsWire = z.object({
  inputSettings: z.object({ text: z.string().optional(), file: z.string().optional(), local_file: z.string().optional() }),
});

const SCREENSHOT_MS = 4000;
/** Sources that have only just been made have no picture for some frames. */
const NO_PICTURE_YET_TRIES = 5;
const NO_PICTURE_PAUSE_MS = 120;
/** OBS's own bounds of a screenshot. */
const WIDTH = { least: 8, most: 4096 };
const MEDIA_MS = 5000;

const MEDIA_ACTIONS = {
  play: 'OBS_WEBSOCKET_MEDIA_INPUT_ACTION_PLAY',
  pause: 'OBS_WEBSOCKET_MEDIA_INPUT_ACTION_PAUSE',
  stop: 'OBS_WEBSOCKET_MEDIA_INPUT_ACTION_STOP',
  restart: 'OBS_WEBSOCKET_MEDIA_INPUT_ACTION_RESTART',
} as const;
/** A short clip may have ended before anybody looks. */
const MEDIA_DONE: Readonly<Record<keyof typeof MEDIA_ACTIONS, readonly ObsInput['media'][]>> = {
  play: ['playing', 'opening', 'buffering'],
  restart: ['playing', 'opening', 'buffering'],
  pause: ['paused'],
  stop: ['stopped', 'ended', 'none'],
};

/** Texts, pictures, media and screenshots of sources. */
export function createSourceVerbs({ link, clock, until, present }: SourceOptions): SourceVerbs {
  const pause = createPause(clock);

  async function settingsOf(source: string): Promise<z.infer<typeof settingsWire>['inputSettings']> {
    return settingsWire.parse(await link.call('GetInputSettings', { inputName: source })).inputSettings;
  }

  return {
    async content(source) {
      const { kind } = requireInput(present(), source);
      const settings = await settingsOf(source);
      const fileSetting = FILE_SETTINGS[kind];
      return {
        text: isText(kind) ? (settings.text ?? '') : undefined,
        file: fileSetting === undefined ? undefined : (settings[fileSetting] ?? ''),
      };
    },
    async setText(source, text) {
      const { kind } = requireInput(present(), source);
      if (!isText(kind))
        throw new StudioError('invalid-input', `"${source}" shows no text that can be written (${kind}). Choose a text source.`);
      // A text that is read from a file would take the place of this one.
      await link.call('SetInputSettings', {
        inputName: source,
        inputSettings: { text, from_file: false, read_from_file: false },
        overlay: true,
      });
      if (((await settingsOf(source)).text ?? '') !== text)
        throw new StudioError('unavailable', `OBS did not take the text for "${source}". Look at the source in OBS.`);
    },
    async setPicture(source, file) {
      const { kind } = requireInput(present(), source);
      const setting = FILE_SETTINGS[kind];
      if (setting === undefined)
        throw new StudioError('invalid-input', `"${source}" shows no file (${kind}). Choose an image or media source.`);
      await expectFile(file, link.status.get().url);
      await link.call('SetInputSettings', {
        inputName: source,
        inputSettings: setting === 'file' ? { file } : { local_file: file, is_local_file: true },
        overlay: true,
      });
      if ((await settingsOf(source))[setting] !== file)
        throw new StudioError('unavailable', `OBS did not take the file for "${source}". Look at the source in OBS.`);
    },
    async media(source, verb) {
      const { media } = requireInput(present(), source);
      if (media === null) throw new StudioError('invalid-input', `"${source}" is nothing that plays. Choose a media source.`);
      let ended = false;
      const unlisten = link.on('MediaInputPlaybackEnded', ({ inputName }) => {
        if (inputName === source) ended = true;
      });
      try {
        await link.call('TriggerMediaInputAction', { inputName: source, mediaAction: MEDIA_ACTIONS[verb] });
        const wanted = MEDIA_DONE[verb];
        const late = `"${source}" did not ${verb}. Look at it in OBS: its file may be missing or it may not be shown.`;
        await until((state) => ended || wanted.includes(requireInput(state, source).media), { timeoutMs: MEDIA_MS, late });
      } finally {
        unlisten();
      }
    },
    async screenshot(source, { format, width }) {
      const sourceName = source === '' ? present().programScene : source;
      const imageWidth = Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, width)));
      for (let tries = 1; ; tries++) {
        try {
          const { imageData } = await link.call(
            'GetSourceScreenshot',
            { sourceName, imageFormat: format, imageWidth, imageCompressionQuality: format === 'jpg' ? 75 : -1 },
            { timeoutMs: SCREENSHOT_MS },
          );
          return Buffer.from(imageData.slice(imageData.indexOf(',') + 1), 'base64');
        } catch (cause) {
          const noPicture = cause instanceof StudioError && cause.code === 'unavailable' && cause.message.includes('702');
          if (!noPicture || tries >= NO_PICTURE_YET_TRIES) throw cause;
          await pause(NO_PICTURE_PAUSE_MS, new AbortController().signal);
        }
      }
    },
  };
}

const isText = (kind: string): boolean => TEXT_KINDS.some((start) => kind.startsWith(start));

/** OBS takes any path and shows nothing for a wrong one. Files of another computer cannot be looked for. */
async function expectFile(file: string, obsUrl: string): Promise<void> {
  const here = /^wss?:\/\/(127\.|localhost|\[::1\])/u.test(obsUrl);
  if (!here) return;
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true)
    throw new StudioError('not-found', `There is no file "${file}" on this computer. Choose it again.`);
}
