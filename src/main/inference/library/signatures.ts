import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { canonicalJson } from './canonical-json.ts';

/** Whose signature is believed. `key`: raw Ed25519 public key, 32 bytes in base64. */
const keysSchema = z.object({
  version: z.literal(1),
  keys: z.array(z.object({ name: z.string().min(1).max(120), key: z.base64().max(64) })).max(50),
});
export type SigningKey = z.infer<typeof keysSchema>['keys'][number];

/** SubjectPublicKeyInfo of an Ed25519 key, up to the key itself (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** No file: no keys. A broken one is told and believed in nothing. */
export async function readSigningKeys(file: string, logger: Logger): Promise<readonly SigningKey[]> {
  try {
    return keysSchema.parse(JSON.parse(await readFile(file, 'utf8'))).keys;
  } catch (error) {
    logger.warn('the keys for model lists cannot be read', { file, cause: messageFromUnknown(error) });
    return [];
  }
}

/** unsigned: no signature; valid: of one of the keys; wrong: none of them, or the manifest was changed. */
export function judgeSignature(
  manifest: ModelManifest,
  raw: unknown,
  keys: readonly SigningKey[],
): 'unsigned' | 'valid' | 'wrong' {
  const { signature } = manifest;
  if (signature === undefined) return 'unsigned';
  const bytes = Buffer.from(canonicalJson(withoutSignature(raw)), 'utf8');
  return keys.some(({ key }) => isSignedBy(bytes, signature, key)) ? 'valid' : 'wrong';
}

function isSignedBy(bytes: Buffer, signature: string, key: string): boolean {
  try {
    const publicKey = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, Buffer.from(key, 'base64')]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, bytes, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** What was signed is the entry as it was written: fields that this version does not know belong to it. */
function withoutSignature(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([name]) => name !== 'signature'));
}
