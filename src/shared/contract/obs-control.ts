import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { obsInputSchema, obsStateSchema } from '#shared/obs/obs-state.ts';

const name = z.string().min(1).max(500);
const scene = z.string().max(500).default('');
const mode = z.enum(['on', 'off', 'toggle']);
const itemId = z.number().int().min(0);
const db = z.number().min(-100).max(26);

/** What a change was to, for "undo"; `name` is OBS's own. */
export const OBS_UNDO_KINDS = [
  'scene',
  'item',
  'lock',
  'order',
  'place',
  'volume',
  'mute',
  'monitor',
  'filter',
  'text',
  'picture',
] as const;
export type ObsUndoKind = (typeof OBS_UNDO_KINDS)[number];

export const obsViewSchema = z.object({
  /** Null: not connected. Only the scenes that were asked for, on air or in the preview have their items. */
  state: obsStateSchema.nullable(),
  /** The last change from here that can be taken back. */
  undo: z.object({ kind: z.enum(OBS_UNDO_KINDS), name: z.string() }).nullable(),
});
export type ObsView = z.infer<typeof obsViewSchema>;

/** Peak of the loudest channel since the last message, in dB, −100 … 0; only of inputs that OBS hears now. */
export const obsMetersSchema = z.record(z.string(), z.number());

/** Where an item is put: like this, or at these numbers (pixels of the canvas, degrees). */
export const OBS_PLACES = ['fill', 'center', 'reset'] as const;
const placement = z.object({
  x: z.number().min(-90_000).max(90_000).optional(),
  y: z.number().min(-90_000).max(90_000).optional(),
  scaleX: z.number().min(-100).max(100).optional(),
  scaleY: z.number().min(-100).max(100).optional(),
  rotation: z.number().min(-3600).max(3600).optional(),
});
const outputVerb = z.enum(['start', 'stop']);

export const obsControlContract = {
  watch: studioProcedure.input(z.object({ scene })).output(eventIterator(obsViewSchema)),
  watchMeters: studioProcedure.input(nothing).output(eventIterator(obsMetersSchema)),
  state: openProcedure
    .route({ method: 'GET', path: '/obs/state', summary: 'What OBS shows and does' })
    .input(nothing)
    .output(obsStateSchema),
  setScene: openProcedure
    .route({ method: 'POST', path: '/obs/scene', summary: 'Bring a scene of OBS on air' })
    .input(z.object({ scene: name, transition: z.string().max(500).default('') }))
    .output(done),
  setItem: openProcedure
    .route({ method: 'POST', path: '/obs/item', summary: "Show or hide a source in a scene of OBS ('' = the one on air)" })
    .input(z.object({ scene, source: name, mode: mode.default('toggle') }))
    .output(done),
  setFilter: openProcedure
    .route({ method: 'POST', path: '/obs/filter', summary: 'Switch a filter of OBS' })
    .input(z.object({ source: name, filter: name, mode: mode.default('toggle') }))
    .output(done),
  setText: openProcedure
    .route({ method: 'POST', path: '/obs/text', summary: 'Write into a text source of OBS' })
    .input(z.object({ source: name, text: z.string().max(10_000) }))
    .output(done),
  setVolume: openProcedure
    .route({ method: 'POST', path: '/obs/volume', summary: 'Set or fade the volume of a source of OBS, in dB' })
    .input(z.object({ source: name, volumeDb: db, seconds: z.number().min(0).max(30).default(0) }))
    .output(done),
  setMute: openProcedure
    .route({ method: 'POST', path: '/obs/mute', summary: 'Mute a source of OBS' })
    .input(z.object({ source: name, mode: mode.default('toggle') }))
    .output(done),
  media: openProcedure
    .route({ method: 'POST', path: '/obs/media', summary: 'Play, pause, stop or restart a media source of OBS' })
    .input(z.object({ source: name, verb: z.enum(['play', 'pause', 'stop', 'restart']) }))
    .output(done),
  record: openProcedure
    .route({ method: 'POST', path: '/obs/record', summary: 'Start, stop, pause or resume the recording of OBS' })
    .input(z.object({ verb: z.enum(['start', 'stop', 'pause', 'resume']) }))
    .output(z.object({ path: z.string().nullable() })),
  replay: openProcedure
    .route({ method: 'POST', path: '/obs/replay', summary: 'Start or stop the replay buffer of OBS, or save it' })
    .input(z.object({ verb: z.enum(['start', 'stop', 'save']) }))
    .output(z.object({ path: z.string().nullable() })),
  /** Going live is the streamer's own click, after a question: no plugin and no address can do it. */
  stream: studioProcedure.input(z.object({ verb: outputVerb })).output(done),
  virtualCamera: studioProcedure.input(z.object({ verb: outputVerb })).output(done),
  /** JPEG of a source or scene, '' = the program, as a `data:` URL. */
  screenshot: studioProcedure
    .input(z.object({ source: z.string().max(500), width: z.number().int().min(64).max(1920) }))
    .output(z.object({ picture: z.string() })),
  setPreview: studioProcedure.input(z.object({ scene: name })).output(done),
  setStudioMode: studioProcedure.input(z.object({ on: z.boolean() })).output(done),
  /** The preview goes on air. */
  goOnAir: studioProcedure.input(nothing).output(done),
  setTransition: studioProcedure
    .input(z.object({ name: name.optional(), durationMs: z.number().int().min(50).max(20_000).optional() }))
    .output(done),
  setCollection: studioProcedure.input(z.object({ name })).output(done),
  /** One item, where a scene or group (`scene`) shows the same source more than once. */
  showItem: studioProcedure.input(z.object({ scene: name, id: itemId, visible: z.boolean() })).output(done),
  lockItem: studioProcedure.input(z.object({ scene: name, id: itemId, locked: z.boolean() })).output(done),
  /** One place to the front or the back. */
  moveItem: studioProcedure.input(z.object({ scene: name, id: itemId, to: z.enum(['front', 'back']) })).output(done),
  placeItem: studioProcedure
    .input(z.object({ scene: name, id: itemId, place: z.enum(OBS_PLACES).optional(), at: placement.default({}) }))
    .output(done),
  setMonitor: studioProcedure
    .input(z.object({ source: name, monitor: obsInputSchema.shape.audio.unwrap().shape.monitor }))
    .output(done),
  /** What can be edited of a source; null: it has no such thing. */
  content: studioProcedure
    .input(z.object({ source: name }))
    .output(z.object({ text: z.string().nullable(), file: z.string().nullable() })),
  setPicture: studioProcedure.input(z.object({ source: name, file: z.string().min(1).max(2000) })).output(done),
  /** Takes the last change from here back. NOT_FOUND: there is none. */
  undo: studioProcedure.input(nothing).output(z.object({ kind: z.enum(OBS_UNDO_KINDS), name: z.string() })),
};
