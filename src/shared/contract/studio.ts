import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { healthSchema } from '#shared/health.ts';
import { secretNameSchema, settingsSchema } from '#shared/settings/settings.ts';

/** An ability of the host; when it is missing, `reason` says why and the control is off. */
const abilitySchema = z.object({ available: z.boolean(), reason: z.string().optional() });
export const abilitiesSchema = z.object({
  stageWindow: abilitySchema,
  globalHotkeys: abilitySchema,
  openFolder: abilitySchema,
});
export type Abilities = z.infer<typeof abilitiesSchema>;

export const studioInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'headless']),
  platform: z.string(),
  runtime: z.string(),
  dataDir: z.string(),
  apiUrl: z.string(),
  studioUrl: z.string(),
  /** The address for OBS, with its token. */
  stageUrl: z.string(),
  /** The plugin token for REST clients, for copying; the interface never draws it. */
  apiToken: z.string().optional(),
  abilities: abilitiesSchema,
});
export type StudioInfo = z.infer<typeof studioInfoSchema>;

export const healthBoardSchema = z.object({ status: z.enum(['ready', 'degraded', 'failed']), parts: z.array(healthSchema) });
export type HealthBoard = z.infer<typeof healthBoardSchema>;

/** What the settings page needs: the document, which secrets are set (never their values), which fields the environment overrides. */
export const settingsViewSchema = z.object({
  settings: settingsSchema,
  secrets: z.partialRecord(secretNameSchema, z.boolean()),
  /** Dotted paths fixed by YINGXI_… variables; edits to them have no effect. */
  fixedByEnvironment: z.array(z.string()),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

export const studioContract = {
  info: studioProcedure.input(nothing).output(studioInfoSchema),
  health: openProcedure
    .route({ method: 'GET', path: '/health', summary: 'State of every part' })
    .input(nothing)
    .output(healthBoardSchema),
  watchHealth: studioProcedure.input(nothing).output(eventIterator(healthBoardSchema)),
  watchSettings: studioProcedure.input(nothing).output(eventIterator(settingsViewSchema)),
  /** Merges a patch (see SettingsPatch); INVALID_INPUT names the field that is wrong and nothing is changed. */
  updateSettings: studioProcedure.input(z.object({ patch: z.record(z.string(), z.unknown()) })).output(settingsViewSchema),
  /** '' removes it. */
  setSecret: studioProcedure.input(z.object({ name: secretNameSchema, value: z.string().max(4000) })).output(done),
  openDataFolder: studioProcedure.input(nothing).output(done),
};
