import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { BINDING_LIMIT, bindingSchema, triggerSchema } from '#shared/avatar/bindings.ts';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { showChoicesSchema } from '#shared/show/show-choices.ts';

const id = bindingSchema.shape.id;

/** Why a binding's key does not do what it says. */
export const bindingConflictSchema = z.discriminatedUnion('type', [
  /** Another binding has the same keys; both happen. */
  z.object({ type: z.literal('shared'), accelerator: z.string(), otherId: id }),
  /** The settings' own hotkey (stop, an emotion) has them and wins. `action` as in the settings. */
  z.object({ type: z.literal('settings'), accelerator: z.string(), action: z.string() }),
  /** Another program holds them. */
  z.object({ type: z.literal('program'), accelerator: z.string() }),
  /** Refused for the whole system; works in the studio window only. */
  z.object({ type: z.literal('refused'), accelerator: z.string(), reason: z.string() }),
]);
export type BindingConflict = z.infer<typeof bindingConflictSchema>;

/** What is edited; the id is given by the studio. */
export const bindingDraftSchema = bindingSchema.omit({ id: true });
export type BindingDraft = z.infer<typeof bindingDraftSchema>;
/** Fields that are absent stay as they are. */
export type BindingChange = { readonly [K in keyof BindingDraft]?: BindingDraft[K] | undefined };

export const bindingsViewSchema = z.object({
  bindings: z.array(bindingSchema).max(BINDING_LIMIT),
  /** The model in use; bindings of others rest. */
  model: z.object({ id: modelIdSchema, name: z.string() }).nullable(),
  /** Names of the models that bindings belong to. */
  models: z.array(z.object({ id: modelIdSchema, name: z.string() })),
  conflicts: z.record(z.string(), z.array(bindingConflictSchema)),
  canUndo: z.boolean(),
});
export type BindingsView = z.infer<typeof bindingsViewSchema>;

export const firedBySchema = z.enum([...triggerSchema.options.map((option) => option.shape.type.value), 'test']);
export type FiredBy = z.infer<typeof firedBySchema>;

/** What moves: only bindings of which there is something to tell are in it. Times in ms since the epoch. */
export const bindingActivitySchema = z.object({
  /** Its expressions or items are shown now. */
  on: z.boolean(),
  /** Later actions of its chain are still to come. */
  running: z.boolean(),
  firedAt: z.number().nullable(),
  by: firedBySchema.nullable(),
  /** It does not fire again before. */
  coolUntil: z.number(),
  /** What went wrong the last time, in plain words. */
  problem: z.string().nullable(),
});
export type BindingActivity = z.infer<typeof bindingActivitySchema>;
export const bindingsStateSchema = z.object({
  activity: z.record(z.string(), bindingActivitySchema),
  /** The newest last. */
  fired: z.array(z.object({ id, name: z.string(), by: firedBySchema, at: z.number() })),
  /** Firings that came faster than they may, since the start. */
  dropped: z.number().int(),
});
export type BindingsState = z.infer<typeof bindingsStateSchema>;

/** What actions can name. */
export const actionChoicesSchema = z.object({
  expressions: z.array(z.string()),
  motions: z.array(z.string()),
  models: z.array(z.object({ id: modelIdSchema, name: z.string() })),
  items: z.array(z.string()),
  sounds: z.array(z.string()),
  show: showChoicesSchema,
});
export type ActionChoices = z.infer<typeof actionChoicesSchema>;

export const fireAnswerSchema = z.enum(['done', 'unknown', 'off', 'cooling', 'queue-full']);
export const SOUND_BYTES_LIMIT = 10 * 1024 * 1024;
/** base64 takes four characters for three bytes. */
const soundText = z.base64().max(Math.ceil(SOUND_BYTES_LIMIT / 3) * 4);

/** The page for phones, reachable from the local network while the streamer wants it to be. */
export const remoteAccessSchema = z.object({
  enabled: z.boolean(),
  /** Complete addresses with their key, the likeliest first; the interface draws the key only as a QR code. */
  addresses: z.array(z.string()),
  /** Pages that are open. */
  connected: z.number().int(),
  problem: z.string().nullable(),
});
export type RemoteAccess = z.infer<typeof remoteAccessSchema>;

export const bindingsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(bindingsViewSchema)),
  watchState: studioProcedure.input(nothing).output(eventIterator(bindingsStateSchema)),
  choices: studioProcedure.input(z.object({ modelId: modelIdSchema.nullable() })).output(actionChoicesSchema),
  list: openProcedure
    .route({ method: 'GET', path: '/bindings', summary: 'Hotkeys and reactions of the model in use' })
    .input(nothing)
    .output(
      z.object({ bindings: z.array(z.object({ id, name: z.string(), enabled: z.boolean(), slot: z.number().nullable() })) }),
    ),
  fire: openProcedure
    .route({ method: 'POST', path: '/bindings/{id}/fire', summary: 'Fire a hotkey or reaction' })
    .input(z.object({ id }))
    .output(done),
  /** A key, button, pad or note in the studio page. `holds`: its end will be told by `release`. */
  press: studioProcedure
    .input(z.object({ id, by: firedBySchema, holds: z.boolean() }))
    .output(z.object({ answer: fireAnswerSchema })),
  release: studioProcedure.input(z.object({ id })).output(done),
  /** Told every two seconds while something is held: what is not told of any more is let go. */
  holding: studioProcedure.input(z.object({ ids: z.array(id).max(32) })).output(done),
  /** Runs the actions of a draft without keeping it; answers what went wrong at once, if anything. */
  test: studioProcedure.input(bindingDraftSchema).output(z.object({ problem: z.string().nullable() })),
  add: studioProcedure.input(bindingDraftSchema).output(z.object({ id })),
  change: studioProcedure.input(z.object({ id, change: bindingDraftSchema.partial() })).output(done),
  remove: studioProcedure.input(z.object({ ids: z.array(id).min(1).max(BINDING_LIMIT) })).output(done),
  duplicate: studioProcedure.input(z.object({ id })).output(z.object({ id })),
  /** Puts it before another one; null: at the end. */
  move: studioProcedure.input(z.object({ id, beforeId: id.nullable() })).output(done),
  undo: studioProcedure.input(nothing).output(done),
  /** Hotkeys for all that the model in use can do and that has none yet. */
  createDefaults: studioProcedure.input(nothing).output(z.object({ added: z.number().int() })),
  /** WAV, MP3 or Ogg, at most 10 MB. Answers the name under which it is kept. */
  importSound: studioProcedure
    .input(z.object({ fileName: z.string().min(1).max(300), base64: soundText }))
    .output(z.object({ fileName: z.string() })),
  removeSound: studioProcedure.input(z.object({ fileName: z.string().max(300) })).output(done),
  watchRemote: studioProcedure.input(nothing).output(eventIterator(remoteAccessSchema)),
  setRemote: studioProcedure.input(z.object({ enabled: z.boolean() })).output(done),
  /** Makes a new key: pages that were open or bookmarked under the old one are shut out. */
  renewRemoteKey: studioProcedure.input(nothing).output(done),
};
