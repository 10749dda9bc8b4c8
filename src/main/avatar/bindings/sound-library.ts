import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { SOUND_BYTES_LIMIT } from '#shared/contract/bindings.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { SoundLibrary } from './binding-service.types.ts';

const SOUNDS_LIMIT = 300;
const NAME_LENGTH = 80;
const EXTENSIONS = ['.wav', '.mp3', '.ogg'];

export function createSoundLibrary(folder: string, logger: Logger): SoundLibrary {
  const files = createCell<readonly string[]>([]);
  refresh();

  function refresh(): void {
    try {
      mkdirSync(folder, { recursive: true });
      const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isFile() && !entry.name.startsWith('.') && EXTENSIONS.includes(extname(entry.name)) ? [entry.name] : [],
      );
      files.set(names.sort((a, b) => a.localeCompare(b)));
    } catch (error) {
      logger.warn('the folder of sounds cannot be read', { folder, cause: messageFromUnknown(error) });
    }
  }

  return {
    files,
    async add(fileName, bytes) {
      if (bytes.byteLength > SOUND_BYTES_LIMIT)
        throw new StudioError(
          'too-large',
          `${fileName} is larger than 10 MB; a sound of a reaction should be short. Cut it and try again.`,
        );
      if (files.get().length >= SOUNDS_LIMIT)
        throw new StudioError('invalid-input', `There are ${SOUNDS_LIMIT} sounds already. Remove some first.`);
      const extension = soundExtension(bytes);
      if (extension === undefined)
        throw new StudioError(
          'invalid-input',
          `${fileName} is not a WAV, MP3 or Ogg file. Save it as one of these and try again.`,
        );
      const name = freeName(safeStem(fileName), extension, new Set(files.get().map((one) => one.toLowerCase())));
      await write(join(folder, name), bytes);
      refresh();
      return name;
    },
    remove(fileName) {
      if (!files.get().includes(fileName)) throw new StudioError('not-found', `There is no sound ${fileName}.`);
      rmSync(join(folder, fileName), { force: true });
      refresh();
    },
  };
}

/** By the first bytes: RIFF…WAVE, OggS, an ID3 tag or an MPEG layer III frame. */
export function soundExtension(bytes: Uint8Array): '.wav' | '.mp3' | '.ogg' | undefined {
  const text = (start: number, end: number): string => String.fromCharCode(...bytes.subarray(start, end));
  if (bytes.byteLength < 16) return undefined;
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return '.wav';
  if (text(0, 4) === 'OggS') return '.ogg';
  if (text(0, 3) === 'ID3') return '.mp3';
  const [first = 0, second = 0] = bytes;
  return first === 0xff && (second & 0xe6) === 0xe2 ? '.mp3' : undefined;
}

/** Letters of any script, digits, and a few signs; never a path, a hidden file or a device name. */
function safeStem(fileName: string): string {
  const last = basename(fileName.replaceAll('\\', '/'));
  const stem = last.slice(0, last.length - extname(last).length).normalize('NFC');
  const clean = stem
    .replaceAll(/[^\p{L}\p{N} _()-]/gu, '_')
    .trim()
    .slice(0, NAME_LENGTH);
  return clean === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(clean) ? 'sound' : clean;
}

function freeName(stem: string, extension: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? '' : ` ${number}`}${extension}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** Whole or not at all. */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  try {
    await mkdir(join(file, '..'), { recursive: true });
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new StudioError(
      'storage',
      `The sound could not be kept (${messageFromUnknown(error)}). Check the disk, then try again.`,
      { cause: error },
    );
  }
}
