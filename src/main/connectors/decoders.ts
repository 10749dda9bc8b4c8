import type { CaptureDecoder } from './decoder.types.ts';
import { createDouyuDecoder } from './douyu/douyu-decoder.ts';

/** What can read a captured file, by the name that the command takes; one line each. */
export const CAPTURE_DECODERS: ReadonlyMap<string, () => CaptureDecoder> = new Map([['douyu', createDouyuDecoder]]);
