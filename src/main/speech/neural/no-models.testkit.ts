import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { LocalModels } from './neural-voices.ts';

/** A computer without any local model. */
export const noLocalModels: LocalModels = {
  inference: {
    view: createCell({ processes: [], models: [], providers: [] }),
    run() {
      throw new StudioError('unavailable', 'no model is installed');
    },
    open() {
      throw new StudioError('unavailable', 'no model is installed');
    },
    async warmUp() {},
    unload() {},
    probe: async () => [],
    async close() {},
  },
  library: { view: createCell([]), installed: () => [], source: () => undefined },
};
