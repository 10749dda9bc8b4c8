import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One test vector of the danmaku fixtures. */
export interface DanmakuVector {
  /** The file and the vector in it: 'douyu/normalize.json chat'. */
  readonly name: string;
  /** Undefined when it is met, else what differs. */
  check(): Promise<string | undefined> | string | undefined;
}

/** The vectors of one index file, which lies at `path` below `dir`. */
export type VectorReader = (dir: string, path: string) => readonly DanmakuVector[];

/** Receipt time of all that is decoded here, in ms. */
export const RECEIVED_AT_MS = 1_767_225_999_000;

export function readVectors<Shape extends z.ZodRawShape>(dir: string, path: string, shape: Shape): z.infer<z.ZodObject<Shape>>[] {
  return z.object({ vectors: z.array(z.object(shape)) }).parse(JSON.parse(readFileSync(join(dir, path), 'utf8'))).vectors;
}
