import { unzipSync } from 'fflate';
import type { CoreProblem } from '#shared/contract/cubism.ts';

/** What can be wrong with the chosen file before the studio has seen it. */
export type CoreFileProblem = CoreProblem | 'no-core-in-zip' | 'broken-zip';
export interface CoreFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bytes. The whole SDK with its sample models stays far below the first. */
const LARGEST_ZIP = 400_000_000;
const LARGEST_CORE = 8 * 1024 * 1024;

/** The Core in a file that the user chose: the script itself, or Live2D's SDK as it was downloaded. */
export async function coreFromFile(file: File): Promise<CoreFile | CoreFileProblem> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  if (file.size > (isZip ? LARGEST_ZIP : LARGEST_CORE)) return 'too-large';
  const bytes = new Uint8Array(await file.arrayBuffer());
  return isZip ? coreFromZip(bytes) : { name: file.name, bytes };
}

/** The smaller of the two forms in the SDK. Nothing else is unpacked. */
export function coreFromZip(zip: Uint8Array): CoreFile | CoreFileProblem {
  try {
    const found = Object.entries(
      unzipSync(zip, {
        filter: ({ name, originalSize }) =>
          /(?:^|\/)live2dcubismcore(?:\.min)?\.js$/iu.test(name) && originalSize <= LARGEST_CORE,
      }),
    );
    const best = found.find(([name]) => /\.min\.js$/iu.test(name)) ?? found[0];
    if (best === undefined) return 'no-core-in-zip';
    return { name: best[0].slice(best[0].lastIndexOf('/') + 1), bytes: best[1] };
  } catch {
    return 'broken-zip';
  }
}
