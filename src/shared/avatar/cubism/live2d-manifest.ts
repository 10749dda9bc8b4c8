import { z } from 'zod';
import { MODEL_LIMITS } from '#shared/avatar/model.ts';
import { baseName } from './model-path.ts';

/**
 * What the import found out about a Live2D folder and a stage, which cannot list folders, must know: written beside the entry file.
 * All paths are relative to the entry file's folder.
 */
export const LIVE2D_MANIFEST_FILE = 'yingxi-live2d.json';

export const live2dManifestSchema = z.object({
  version: z.literal(1),
  /** All expressions and motions, those that the entry file omits too. */
  expressions: z.array(z.object({ name: z.string().max(200), file: z.string().max(1000) })).max(MODEL_LIMITS.expressions),
  motions: z
    .array(
      z.object({
        name: z.string().max(200),
        group: z.string().max(200),
        file: z.string().max(1000),
        /** Seconds; undefined: as the motion's own file says. */
        fadeIn: z.number().min(0).max(10).optional(),
        fadeOut: z.number().min(0).max(10).optional(),
      }),
    )
    .max(MODEL_LIMITS.motions),
  /** References of the entry file that are spelled unlike the file that is there. */
  renamed: z.record(z.string(), z.string()),
});
export type Live2dManifest = z.infer<typeof live2dManifestSchema>;

const EXPRESSION_ENDING = /\.exp3?\.json$/iu;
const MOTION_ENDING = /\.(?:motion3\.json|mtn)$/iu;

/** `happy.exp3.json` → `happy`. */
export function expressionNameOf(file: string): string {
  return baseName(file).replace(EXPRESSION_ENDING, '').slice(0, 200);
}

export function motionNameOf(file: string): string {
  return baseName(file).replace(MOTION_ENDING, '').slice(0, 200);
}

/** Names a list uniquely: the second of a name becomes `name (2)`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name === '' ? '?' : name;
    for (let count = 2; taken.has(unique); count++) unique = `${name.slice(0, 190)} (${count})`;
    taken.add(unique);
    return unique;
  });
}
