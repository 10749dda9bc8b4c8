import { z } from 'zod';

/**
 * Deeds on the show around the avatar: OBS, music, overlays, clips. They are among the actions of hotkeys, commands and automation alike. Names are those
 * that the streamer sees in OBS.
 */
const name = z.string().max(200);
const onOff = z.enum(['on', 'off', 'toggle']);

export const showActionSchema = z.discriminatedUnion('type', [
  /** `transition` '' = the one that is set. */
  z.object({ type: z.literal('obs-scene'), scene: name, transition: name.default('') }),
  /** `scene` '' = the one on air. */
  z.object({ type: z.literal('obs-item'), scene: name.default(''), source: name, mode: onOff }),
  z.object({ type: z.literal('obs-filter'), source: name, filter: name, mode: onOff }),
  z.object({ type: z.literal('obs-text'), source: name, text: z.string().max(2000) }),
  /** One of the files at random; absolute paths on the computer that runs OBS. A picture, or a video for a media source. */
  z.object({ type: z.literal('obs-picture'), source: name, files: z.array(z.string().max(1000)).min(1).max(50) }),
  z.object({ type: z.literal('obs-media'), source: name, verb: z.enum(['play', 'pause', 'stop', 'restart']) }),
  /** Fades to `volumeDb` (−100 … 26) within `seconds`. */
  z.object({
    type: z.literal('obs-volume'),
    source: name,
    volumeDb: z.number().min(-100).max(26),
    seconds: z.number().min(0).max(30),
  }),
  z.object({ type: z.literal('obs-mute'), source: name, mode: onOff }),
  /** Recording and replay buffer; going live stays the streamer's own click. */
  z.object({
    type: z.literal('obs-output'),
    output: z.enum(['record', 'replay']),
    verb: z.enum(['start', 'stop', 'pause', 'resume']),
  }),
  z.object({ type: z.literal('clip'), title: z.string().max(200).default('') }),
  z.object({ type: z.literal('music'), verb: z.enum(['play', 'pause', 'next', 'previous', 'stop']), playlist: name.default('') }),
  /** An alert of the streamer's own; text may hold the gaps that the trigger fills. */
  z.object({ type: z.literal('alert'), title: z.string().max(200), text: z.string().max(500).default('') }),
  /** What the status overlay says she is doing; '' gives it back to the program. */
  z.object({ type: z.literal('status'), text: z.string().max(200) }),
  /** Shows this picture in the picture frame overlay; '' clears it. A file of the overlays' picture library. */
  z.object({ type: z.literal('frame'), fileName: name, seconds: z.number().min(0).max(3600).default(0) }),
]);
export type ShowAction = z.infer<typeof showActionSchema>;
export const SHOW_ACTION_TYPES = showActionSchema.options.map((option) => option.shape.type.value);
const SHOW_TYPES: ReadonlySet<string> = new Set(SHOW_ACTION_TYPES);
export function isShowAction<T extends { readonly type: string }>(action: T): action is Extract<T, ShowAction> {
  return SHOW_TYPES.has(action.type);
}
