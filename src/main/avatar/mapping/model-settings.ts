import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument, type SavedDocument } from '#main/platform/saved-document.ts';
import { mappingSchema } from '#shared/avatar/parameters.ts';
import { physicsSchema, tintSchema } from '#shared/avatar/scene.ts';
import type { HealthReport } from '#shared/health.ts';

const settingsSchema = z.object({
  origin: z.enum(['automatic', 'own', 'imported']),
  /** Empty while automatic. */
  rows: mappingSchema.shape.rows,
  /** As imported from VTube Studio; null: as the author made it. */
  physics: physicsSchema.nullable().catch(null),
  tints: z.array(tintSchema).max(200).catch([]),
});
/** What the streamer set for one model beside its hotkeys. */
export type ModelSettings = z.infer<typeof settingsSchema>;

export const UNTOUCHED: ModelSettings = { origin: 'automatic', rows: [], physics: null, tints: [] };

/** One small document per model, opened when it is first asked for. */
export interface ModelSettingsStore {
  get(modelId: string): ModelSettings;
  set(modelId: string, settings: ModelSettings): void;
  /** The model was removed for good. */
  forget(modelId: string): void;
  close(): Promise<void>;
}

export interface ModelSettingsOptions {
  /** Folder of its own in the data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

export function createModelSettingsStore(options: ModelSettingsOptions): ModelSettingsStore {
  const open = new Map<string, SavedDocument<ModelSettings>>();
  const fileOf = (modelId: string): string => join(options.folder, `${modelId}.json`);
  const documentOf = (modelId: string): SavedDocument<ModelSettings> => {
    const known = open.get(modelId);
    if (known !== undefined) return known;
    const document = createSavedDocument({
      ...options,
      file: fileOf(modelId),
      what: 'The parameter mapping of this model',
      version: 1,
      schema: settingsSchema,
      empty: UNTOUCHED,
      migrate: (old) => old,
    });
    open.set(modelId, document);
    return document;
  };
  return {
    get: (modelId) => documentOf(modelId).current(),
    set: (modelId, settings) => documentOf(modelId).set(settings),
    forget(modelId) {
      const document = open.get(modelId);
      open.delete(modelId);
      const remove = (): void => rmSync(fileOf(modelId), { force: true });
      if (document !== undefined) void document.close().then(remove);
      else if (existsSync(fileOf(modelId))) remove();
    },
    async close() {
      await Promise.all([...open.values()].map((document) => document.close()));
    },
  };
}
