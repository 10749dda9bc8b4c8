import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { SecretStore } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** What of Electron's `safeStorage` is used. All of it may be called only after the program is ready. */
export interface Cipher {
  /** False without a key ring; Linux's `basic_text` back end (a password known to everybody) counts as none. */
  isAvailable(): boolean;
  encrypt(text: string): Buffer;
  /** Throws when the key ring's key is another one now. */
  decrypt(bytes: Buffer): string;
}

/** Values are base64 of the encrypted text. */
const fileSchema = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });
type SecretFile = z.infer<typeof fileSchema>;

/**
 * Secrets in one file, encrypted with a key that the system's key ring keeps. Where there is no key ring, everything goes to `fallback`, which says by
 * its own `protection` that it is weaker. The choice is made at the first use, because macOS may ask the user for the key ring then.
 */
export function createSafeSecrets(options: {
  readonly file: string;
  readonly cipher: Cipher;
  readonly fallback: () => SecretStore;
  readonly logger: Logger;
}): SecretStore {
  let chosen: SecretStore | undefined;
  const store = (): SecretStore => {
    chosen ??= options.cipher.isAvailable() ? encryptedStore(options.file, options.cipher, options.logger) : options.fallback();
    return chosen;
  };
  return {
    get protection() {
      return store().protection;
    },
    get: (name) => store().get(name),
    set: (name, value) => store().set(name, value),
  };
}

function encryptedStore(file: string, cipher: Cipher, logger: Logger): SecretStore {
  let content: SecretFile | undefined;
  const load = (): SecretFile => {
    content ??= readSecrets(file, logger);
    return content;
  };
  return {
    protection: 'os-keychain',
    get(name) {
      const sealed = load().secrets[name];
      if (sealed === undefined) return undefined;
      try {
        return cipher.decrypt(Buffer.from(sealed, 'base64'));
      } catch (error) {
        logger.warn('a stored secret cannot be read with the key ring of this account; enter it again', {
          name,
          cause: messageFromUnknown(error),
        });
        return undefined;
      }
    },
    set(name, value) {
      const { [name]: _old, ...others } = load().secrets;
      const next: SecretFile = { version: 1, secrets: value === '' ? others : { ...others, [name]: seal(cipher, name, value) } };
      writeSecrets(file, next);
      content = next;
    },
  };
}

function seal(cipher: Cipher, name: string, value: string): string {
  try {
    return cipher.encrypt(value).toString('base64');
  } catch (cause) {
    throw new StudioError('storage', `the system's key ring refused to protect "${name}"; unlock the key ring and try again`, {
      cause,
    });
  }
}

function readSecrets(file: string, logger: Logger): SecretFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { version: 1, secrets: {} };
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    logger.warn('the file of secrets is broken; enter API keys again', { file });
    return { version: 1, secrets: {} };
  }
}

function writeSecrets(file: string, content: SecretFile): void {
  try {
    writeFileAtomicSync(file, JSON.stringify(content), 0o600);
  } catch (cause) {
    throw new StudioError(
      'storage',
      `secrets could not be written to ${file}; free some space or check the folder's permissions`,
      { cause },
    );
  }
}
