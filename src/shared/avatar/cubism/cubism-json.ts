import type { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** JSON of a model's file, as `schema` knows it. Editors write a byte order mark now and then. Throws `invalid-input` that names the file and the fault. */
export function parseCubismJson<T>(schema: z.ZodType<T>, text: string, path: string): T {
  const value = jsonOf(text, path);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new StudioError(
    'invalid-input',
    `${path} is not as Cubism writes it (${issue?.message ?? 'unknown'}${where}); export it again from the Cubism Editor`,
  );
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new StudioError(
      'invalid-input',
      `${path} is no readable JSON (${String(error)}); export it again from the Cubism Editor`,
      {
        cause: error,
      },
    );
  }
}
