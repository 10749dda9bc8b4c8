import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

/** Names of plugins are whatever their authors wrote: text for showing, never markup. */
const pluginName = z.object({ name: z.string(), developer: z.string() });

/** A question that waits for the streamer. */
export const pluginPromptSchema = z.object({
  id: z.string(),
  /** token: wants in; permission: wants more; item: wants to show a picture. */
  kind: z.enum(['token', 'permission', 'item']),
  plugin: pluginName,
  /** Web page that asks; null: a program. */
  origin: z.string().nullable(),
  /** The plugin's icon or the picture, as a `data:` URL. */
  image: z.string().nullable(),
  /** Which permission; null for the other kinds. */
  permission: z.string().nullable(),
  /** Name that the plugin gave the picture; null for the other kinds. */
  fileName: z.string().nullable(),
  /** It had access before. */
  known: z.boolean(),
  /** ms since the epoch. */
  askedAt: z.number(),
  expiresAt: z.number().nullable(),
});
export type PluginPrompt = z.infer<typeof pluginPromptSchema>;

export const pluginSessionSchema = z.object({
  id: z.string(),
  /** null: it has not authenticated yet. */
  plugin: pluginName.nullable(),
  origin: z.string().nullable(),
  connectedAt: z.number(),
  requests: z.number().int(),
  errors: z.number().int(),
  /** It asks faster than it may and is answered more slowly. */
  slowed: z.boolean(),
  events: z.array(z.string()),
});
export type PluginSessionView = z.infer<typeof pluginSessionSchema>;

export const allowedPluginSchema = z.object({
  id: z.string(),
  plugin: pluginName,
  allowedAt: z.number(),
  lastSeenAt: z.number(),
  permissions: z.array(z.string()),
  connected: z.boolean(),
});
export type AllowedPlugin = z.infer<typeof allowedPluginSchema>;

export const pluginsViewSchema = z.object({
  /** Where it listens; null: it does not. */
  port: z.number().int().nullable(),
  /** The port of the settings is held by another program. */
  portTaken: z.boolean(),
  sessions: z.array(pluginSessionSchema),
  allowed: z.array(allowedPluginSchema),
});
export type PluginsView = z.infer<typeof pluginsViewSchema>;

/** One request of a plugin, or several alike in a row. */
export const pluginLogEntrySchema = z.object({
  seq: z.number().int(),
  /** Of the newest, ms since the epoch. */
  at: z.number(),
  sessionId: z.string(),
  plugin: z.string(),
  request: z.string(),
  /** null: it was answered. */
  errorId: z.number().int().nullable(),
  message: z.string(),
  /** How long the newest took. */
  ms: z.number(),
  repeats: z.number().int(),
});
export type PluginLogEntry = z.infer<typeof pluginLogEntrySchema>;

export const pluginsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(pluginsViewSchema)),
  watchPrompts: studioProcedure.input(nothing).output(eventIterator(z.array(pluginPromptSchema))),
  /** The last requests of all plugins, oldest first. */
  watchLog: studioProcedure.input(nothing).output(eventIterator(z.array(pluginLogEntrySchema))),
  /** NOT_FOUND: the plugin has gone or somebody else has answered. */
  decide: studioProcedure.input(z.object({ promptId: z.string().max(64), allow: z.boolean() })).output(done),
  /** Takes a plugin's access away, with its parameters. */
  revoke: studioProcedure.input(z.object({ pluginId: z.string().max(64) })).output(done),
  withdrawPermission: studioProcedure
    .input(z.object({ pluginId: z.string().max(64), permission: z.string().max(64) }))
    .output(done),
  /** Ends a connection; the plugin may come back. */
  disconnect: studioProcedure.input(z.object({ sessionId: z.string().max(64) })).output(done),
};
