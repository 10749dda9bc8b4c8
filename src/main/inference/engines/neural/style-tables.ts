import { readFile } from 'node:fs/promises';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** How a voice sounds, by the length of what it says: `rows` × `width` float32. */
export interface StyleTable {
  readonly values: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** Numbers in a row: half for the timbre, half for the melody. */
export const STYLE_WIDTH = 256;
/** Files with this role prefix hold one voice each. */
const VOICE_ROLE = 'voice.';
const MOST_NPY_BYTES = 32 * 1024 * 1024;

export interface StyleTables {
  readonly voices: readonly string[];
  /** '' = the first voice. Throws `invalid-input` for a voice that is not there. */
  table(voice: string): Promise<StyleTable>;
}

/** Styles of a model, each read when it is first wanted: raw float32 files (role `voice.NAME`), or one archive of NumPy arrays (role `voices`). */
export async function openStyleTables(source: LoadedModelSource): Promise<StyleTables> {
  const single = Object.entries(source.files).filter(([role]) => role.startsWith(VOICE_ROLE));
  const archive = source.files.voices;
  if (single.length === 0 && archive === undefined)
    throw new StudioError(
      'unavailable',
      `the model ${source.key} has no voices: add its voices file (voices.npz or voices-v1.0.bin) to it`,
    );
  const readers = new Map<string, () => Promise<StyleTable>>(
    single.map(([role, file]) => [role.slice(VOICE_ROLE.length), async () => rawTable(await readFile(file), file)]),
  );
  if (archive !== undefined)
    for (const name of await namesInArchive(archive)) readers.set(name, () => tableFromArchive(archive, name));
  const known = new Map<string, Promise<StyleTable>>();
  return {
    voices: [...readers.keys()],
    table(voice) {
      const name = voice === '' ? ([...readers.keys()][0] ?? '') : voice;
      const reader = readers.get(name);
      if (!reader)
        throw new StudioError(
          'invalid-input',
          `this model has no voice "${name}": choose one of ${[...readers.keys()].slice(0, 12).join(', ')}`,
        );
      const reading = known.get(name) ?? reader();
      known.set(name, reading);
      reading.catch(() => known.delete(name));
      return reading;
    },
  };
}

/** The row for a text of so many symbols; the table's last row serves longer ones. */
export function styleFor({ values, rows, width }: StyleTable, symbols: number): Float32Array {
  const row = Math.min(Math.max(0, symbols), rows - 1);
  return values.slice(row * width, (row + 1) * width);
}

function rawTable(bytes: Uint8Array, file: string): StyleTable {
  const rows = bytes.length / 4 / STYLE_WIDTH;
  if (!Number.isInteger(rows) || rows < 1)
    throw new StudioError(
      'unavailable',
      `${file} is no style of a voice: ${bytes.length} bytes are no whole rows of ${STYLE_WIDTH} numbers. Download it again`,
    );
  return { values: floatsFrom(bytes), rows, width: STYLE_WIDTH };
}

/** Copied, for a part of a file need not begin where a float may. */
function floatsFrom(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 4));
}

async function unzip(file: string, want: (info: UnzipFileInfo) => boolean): Promise<Record<string, Uint8Array>> {
  try {
    return unzipSync(await readFile(file), { filter: want });
  } catch (cause) {
    throw new StudioError('unavailable', `${file} is no archive of voices (${messageFromUnknown(cause)}): download it again`, {
      cause,
    });
  }
}

async function namesInArchive(file: string): Promise<readonly string[]> {
  const names: string[] = [];
  await unzip(file, ({ name }) => {
    if (name.endsWith('.npy')) names.push(name.slice(0, -'.npy'.length));
    return false;
  });
  if (names.length === 0) throw new StudioError('unavailable', `${file} holds no voices: download it again`);
  return names.sort();
}

async function tableFromArchive(file: string, voice: string): Promise<StyleTable> {
  const entries = await unzip(file, ({ name, originalSize }) => name === `${voice}.npy` && originalSize <= MOST_NPY_BYTES);
  const npy = entries[`${voice}.npy`];
  if (!npy) throw new StudioError('unavailable', `the voice "${voice}" in ${file} is far too large: download the file again`);
  return tableFromNpy(npy, `"${voice}" in ${file}`);
}

/** NumPy's format 1 and 2: magic, version, length of the header, a Python literal, then the numbers. */
function tableFromNpy(bytes: Uint8Array, what: string): StyleTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWide = bytes[6] === 2;
  const dataFrom = bytes.length < 12 ? 0 : isWide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  const header = Buffer.from(bytes.subarray(0, Math.min(dataFrom, 4096))).toString('latin1');
  const shape = /'shape':\s*\(([\d,\s]*)\)/u
    .exec(header)?.[1]
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map(Number);
  const numbers = shape?.reduce((all, size) => all * size, 1) ?? 0;
  const isUsable =
    header.startsWith('\u0093NUMPY') &&
    /'descr':\s*'<f4'/u.test(header) &&
    /'fortran_order':\s*False/u.test(header) &&
    shape?.at(-1) === STYLE_WIDTH;
  if (!isUsable || numbers === 0 || dataFrom + numbers * 4 > bytes.length)
    throw new StudioError(
      'unavailable',
      `${what} is no table of float32 rows of ${STYLE_WIDTH}: it belongs to another kind of model`,
    );
  return {
    values: floatsFrom(bytes.subarray(dataFrom, dataFrom + numbers * 4)),
    rows: numbers / STYLE_WIDTH,
    width: STYLE_WIDTH,
  };
}
