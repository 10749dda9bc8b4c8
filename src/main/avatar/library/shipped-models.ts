import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '#main/platform/logger.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { type AvatarModel, emptyDescription, MODEL_FORMATS, modelIdSchema, modelMetaSchema } from '#shared/avatar/model.ts';
import { describePuppet } from '#shared/avatar/puppet/describe-puppet.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { NO_META } from '../import/staged-model.ts';
import { parseGlb } from '../import/vrm/glb.ts';
import { factsFromGltf } from '../import/vrm/inspect-vrm.ts';

/** `resources/avatars/index.json`: what ships with the program, in the order in which it is shown. Paths are relative to that folder. */
const plainPath = z.string().regex(/^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/u);
const indexSchema = z.object({
  models: z
    .array(
      z.object({
        id: modelIdSchema,
        name: z.string().min(1).max(200),
        file: plainPath,
        thumbnail: plainPath.nullable().default(null),
        format: z.enum(MODEL_FORMATS).default('vrm'),
        meta: modelMetaSchema.optional(),
      }),
    )
    .max(100),
});

type Entry = z.infer<typeof indexSchema>['models'][number];

const FIRST_START: Entry = {
  id: DEFAULT_AVATAR.modelId,
  name: DEFAULT_AVATAR.name,
  file: 'default.vrm',
  thumbnail: null,
  format: DEFAULT_AVATAR.format,
};
/** Known before the disk has answered. */
export const firstStartModel: AvatarModel = modelFromEntry(FIRST_START);

/** Models that ship with the program, not yet described. The first start's avatar is always among them. */
export async function listShippedModels(resources: string, logger: Logger): Promise<readonly AvatarModel[]> {
  const listed = await readIndex(join(resources, 'avatars'), logger);
  const entries = listed.some(({ id }) => id === FIRST_START.id) ? listed : [FIRST_START, ...listed];
  return entries.map(modelFromEntry);
}

/** The same with what their files say; one that cannot be read is listed with what is known. */
export async function readShippedModels(resources: string, logger: Logger): Promise<readonly AvatarModel[]> {
  const models: AvatarModel[] = [];
  for (const model of await listShippedModels(resources, logger)) models.push(await describeShipped(resources, model, logger));
  return models;
}

async function readIndex(folder: string, logger: Logger): Promise<readonly Entry[]> {
  try {
    return indexSchema.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))).models;
  } catch (error) {
    logger.debug('the list of shipped avatars cannot be read', { cause: messageFromUnknown(error) });
    return [];
  }
}

function modelFromEntry(entry: Entry): AvatarModel {
  return {
    id: entry.id,
    name: entry.name,
    format: entry.format,
    origin: 'shipped',
    entry: entry.file,
    url: `/avatars/${entry.file}`,
    thumbnailUrl: entry.thumbnail === null ? null : `/avatars/${entry.thumbnail}`,
    bytes: 0,
    addedAt: 0,
    meta: entry.meta ?? NO_META,
    description: emptyDescription,
    accepted: true,
  };
}

/** Reads a listed model's file: its terms, and what it can do. Takes tens of ms. */
export async function describeShipped(resources: string, base: AvatarModel, logger: Logger): Promise<AvatarModel> {
  try {
    const bytes = await readFile(join(resources, 'avatars', base.entry));
    if (base.format === 'vrm') {
      const { meta, description } = factsFromGltf(parseGlb(bytes, base.entry).json, base.entry);
      return { ...base, bytes: bytes.length, meta, description };
    }
    if (base.format !== 'puppet') return { ...base, bytes: bytes.length };
    const { meta, description } = describePuppet(JSON.parse(bytes.toString('utf8')));
    return { ...base, bytes: bytes.length, meta, description };
  } catch (error) {
    logger.warn('a shipped avatar cannot be read', { file: base.entry, cause: messageFromUnknown(error) });
    return base;
  }
}
