import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { without } from '../../../tests/support/without.ts';
import { type Cipher, createSafeSecrets } from './safe-secrets.ts';

/** A key ring that turns bytes over; one with another key cannot read them. */
function createFakeCipher(key: number, available = true): Cipher {
  return {
    isAvailable: () => available,
    encrypt: (text) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ key)]),
    decrypt(bytes) {
      if (bytes[0] !== key) throw new Error('the key is another one');
      return Buffer.from(bytes.subarray(1).map((byte) => byte ^ key)).toString();
    },
  };
}

describe('secrets under the system key ring', () => {
  let folder: string;
  let file: string;
  const keyFile = (): SecretStore => ({ protection: 'key-file', get: () => 'weak', set() {} });
  const open = (cipher = createFakeCipher(90), path = file): SecretStore =>
    createSafeSecrets({ file: path, cipher, fallback: keyFile, logger: silentLogger });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingxi-secrets-'));
    file = join(folder, 'secrets.safe.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back after a restart what was kept, and never writes it in the clear', () => {
    open().set('llm.apiKey', 'sk-very-secret');
    expect(readFileSync(file, 'utf8')).not.toContain('sk-very-secret');
    expect(open().get('llm.apiKey')).toBe('sk-very-secret');
    expect(open().protection).toBe('os-keychain');
  });

  it.skipIf(process.platform === 'win32')(
    'is readable by its owner only',
    without('Windows has no such files: run it on macOS or Linux.', 'Windows 没有此类文件，请在 macOS 或 Linux 上运行。'),
    () => {
      open().set('a', 'b');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );

  it('removes a secret that is set to nothing and keeps the others', () => {
    const secrets = open();
    secrets.set('a', '1');
    secrets.set('b', '2');
    secrets.set('a', '');
    expect(open().get('a')).toBeUndefined();
    expect(open().get('b')).toBe('2');
  });

  it('has no secret when the key ring has another key, instead of failing', () => {
    open(createFakeCipher(90)).set('a', '1');
    expect(open(createFakeCipher(91)).get('a')).toBeUndefined();
  });

  it('starts empty with a broken file', () => {
    writeFileSync(file, '{"version":1,');
    const secrets = open();
    expect(secrets.get('a')).toBeUndefined();
    secrets.set('a', '1');
    expect(open().get('a')).toBe('1');
  });

  it('says so when it cannot write, and then has not changed', () => {
    const secrets = open(createFakeCipher(90), join(folder, 'missing', 'file.json'));
    expect(() => secrets.set('a', '1')).toThrow(/could not be written/);
    expect(secrets.get('a')).toBeUndefined();
  });

  it('leaves all to the key file where there is no key ring, and says so', () => {
    const secrets = open(createFakeCipher(90, false));
    expect(secrets.protection).toBe('key-file');
    expect(secrets.get('a')).toBe('weak');
  });

  it('asks for the key ring only when it is needed', () => {
    let asked = 0;
    const cipher: Cipher = {
      ...createFakeCipher(90),
      isAvailable() {
        asked += 1;
        return true;
      },
    };
    const secrets = open(cipher);
    expect(asked).toBe(0);
    secrets.get('a');
    secrets.get('b');
    expect(asked).toBe(1);
  });
});
