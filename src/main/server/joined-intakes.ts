import { StudioError } from '#shared/errors.ts';
import type { UploadIntake } from './uploads.types.ts';

/** One intake of several: each upload's id is known to one of them, and says which. */
export function joinIntakes(intakes: readonly UploadIntake[]): UploadIntake {
  return {
    async write(id, index, offset, bytes) {
      let refusal: unknown = new StudioError('not-found', 'no such upload is awaited; add the files again');
      for (const intake of intakes)
        try {
          return await intake.write(id, index, offset, bytes);
        } catch (error) {
          if (!(error instanceof StudioError) || error.code !== 'not-found') throw error;
          refusal = error;
        }
      throw refusal;
    },
  };
}
