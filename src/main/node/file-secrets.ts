import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import { codeFromError, fileStampFromMs, healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock, SecretStore } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

const KEY_BYTES = 32;
const PRIVATE = 0o600;
const sealedSchema = z.object({ iv: z.base64(), tag: z.base64(), data: z.base64() });
const documentSchema = z.object({ version: z.literal(1), secrets: z.record(z.string(), sealedSchema) });
type Sealed = z.infer<typeof sealedSchema>;

/**
 * Secrets for a host without a key chain: `secrets.json` sealed by AES-256-GCM under `secrets.key` (mode 0600). It keeps them out of backups of
 * one file, of logs and of other users' sight; who reads both files has them. A broken file is moved aside and an empty one begun.
 */
export function createFileSecrets(options: {
  readonly folder: string;
  readonly logger: Logger;
  readonly clock: Clock;
}): SecretStore {
  const { folder, logger, clock } = options;
  const keyFile = join(folder, 'secrets.key');
  const secretsFile = join(folder, 'secrets.json');
  const key = readKey();
  const values = key ? readSecrets(key) : new Map<string, string>();
  if (!key) setAside(secretsFile, 'its key file secrets.key is missing or broken');

  function readKey(): Buffer | undefined {
    const bytes = readIfThere(keyFile);
    if (bytes?.byteLength === KEY_BYTES) return bytes;
    if (bytes) setAside(keyFile, `it holds ${bytes.byteLength} bytes instead of ${KEY_BYTES}`);
    return undefined;
  }

  function readSecrets(withKey: Buffer): Map<string, string> {
    const bytes = readIfThere(secretsFile);
    if (!bytes) return new Map();
    try {
      const document = documentSchema.parse(JSON.parse(bytes.toString('utf8')));
      return new Map(Object.entries(document.secrets).map(([name, sealed]) => [name, unseal(withKey, name, sealed)]));
    } catch (error) {
      setAside(secretsFile, messageFromUnknown(error));
      return new Map();
    }
  }

  function setAside(file: string, why: string): void {
    const aside = `${file}.broken-${fileStampFromMs(clock.now())}`;
    try {
      renameSync(file, aside);
      logger.error('stored secrets cannot be read; enter them again in the settings', { file, keptAs: aside, why });
    } catch (error) {
      if (codeFromError(error) !== 'ENOENT')
        logger.error('a broken secrets file cannot be moved aside', { file, why, cause: messageFromUnknown(error) });
    }
  }

  function persist(next: ReadonlyMap<string, string>): void {
    try {
      mkdirSync(folder, { recursive: true });
      const sealingKey = ensureKey();
      const secrets = Object.fromEntries([...next].map(([name, value]) => [name, seal(sealingKey, name, value)]));
      writeFileAtomicSync(secretsFile, `${JSON.stringify({ version: 1, secrets }, undefined, 2)}\n`, PRIVATE);
    } catch (error) {
      throw new StudioError('storage', healthFromWriteError('The secret', secretsFile, error).message ?? 'not saved', {
        cause: error,
      });
    }
  }

  function ensureKey(): Buffer {
    const present = readIfThere(keyFile);
    if (present?.byteLength === KEY_BYTES) {
      // A restored backup may have come back readable for everybody.
      chmodSync(keyFile, PRIVATE);
      return present;
    }
    const fresh = randomBytes(KEY_BYTES);
    writeFileAtomicSync(keyFile, fresh, PRIVATE);
    return fresh;
  }

  return {
    protection: 'key-file',
    get: (name) => values.get(name),
    set(name, value) {
      const next = new Map(values);
      if (value === '') next.delete(name);
      else next.set(name, value);
      persist(next);
      if (value === '') values.delete(name);
      else values.set(name, value);
    },
  };
}

/** The name is authenticated with the value, so that one secret cannot be passed off as another. */
function seal(key: Buffer, name: string, value: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
}

function unseal(key: Buffer, name: string, sealed: Sealed): string {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64')).setAAD(Buffer.from(name));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeFromError(error) === 'ENOENT') return undefined;
    throw new StudioError(
      'storage',
      `Secrets cannot be read from ${file}: ${messageFromUnknown(error)}. Allow reading it and start again.`,
      { cause: error },
    );
  }
}
