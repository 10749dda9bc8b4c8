import { open } from 'node:fs/promises';
import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** Who made an avatar and on which terms, as its own file says. */
export interface AvatarMeta {
  readonly name: string;
  readonly author: string;
  readonly licence: string;
  readonly bytes: number;
}

const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
/** The JSON part of real avatars is under 2 MB; anything far above is not one. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

const gltfSchema = z.object({
  extensions: z
    .object({
      VRMC_vrm: z
        .object({
          meta: z.object({
            name: z.string().optional(),
            authors: z.array(z.string()).optional(),
            licenseUrl: z.string().optional(),
            otherLicenseUrl: z.string().optional(),
            thirdPartyLicenses: z.string().optional(),
          }),
        })
        .optional(),
      VRM: z
        .object({
          meta: z.object({ title: z.string().optional(), author: z.string().optional(), licenseName: z.string().optional() }),
        })
        .optional(),
    })
    .optional(),
});

/** Reads the meta data of a VRM 1.0 or 0.x file. Throws `invalid-input` when the file is not a GLB, `not-found` when it is not there. */
export async function readAvatarMeta(file: string): Promise<AvatarMeta> {
  const handle = await open(file, 'r').catch((cause) => {
    throw new StudioError('not-found', `The avatar file ${file} cannot be opened. Choose another avatar.`, { cause });
  });
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(20);
    await handle.read(head, 0, 20, 0);
    const jsonBytes = head.readUInt32LE(12);
    if (head.readUInt32LE(0) !== GLB_MAGIC || head.readUInt32LE(16) !== JSON_CHUNK || jsonBytes > Math.min(MAX_JSON_BYTES, size))
      throw new StudioError('invalid-input', `${file} is not a VRM (binary glTF) file.`);
    const json = Buffer.alloc(jsonBytes);
    await handle.read(json, 0, jsonBytes, 20);
    return { ...metaFromGltf(gltfSchema.parse(JSON.parse(json.toString('utf8')))), bytes: size };
  } finally {
    await handle.close();
  }
}

function metaFromGltf(gltf: z.infer<typeof gltfSchema>): Omit<AvatarMeta, 'bytes'> {
  const one = gltf.extensions?.VRMC_vrm?.meta;
  const zero = gltf.extensions?.VRM?.meta;
  return {
    name: one?.name ?? zero?.title ?? '',
    author: one?.authors?.join(', ') ?? zero?.author ?? '',
    licence: one?.otherLicenseUrl ?? one?.licenseUrl ?? zero?.licenseName ?? '',
  };
}
