import { ImportFailure } from './import-failure.ts';
import type { Inspected, InspectOptions } from './inspect-model.ts';

/** Pictures as a model: idle, speaking and blinking frames. */
export async function inspectImageModel({ found }: InspectOptions): Promise<Inspected> {
  throw new ImportFailure(
    'other-format',
    found.entry,
    'Pictures cannot be added as avatars yet. Add a VRM, a Live2D folder or a puppet.',
  );
}
