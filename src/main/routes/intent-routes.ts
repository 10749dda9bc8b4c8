import type { IntentDesk } from '#main/intent/intent.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 200;

export function intentRoutes(os: StudioImplementer, desk: IntentDesk, pause: Pause) {
  return os.intent.router({
    watch: os.intent.watch.handler(({ signal }) =>
      watchCell(desk.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    read: os.intent.read.handler(({ input }) => desk.examine(input.text) ?? null),
    examples: os.intent.examples.handler(({ input }) => desk.examples.page(input)),
    addExample: os.intent.addExample.handler(({ input }) => desk.examples.add(input)),
    removeExamples: os.intent.removeExamples.handler(({ input }) => desk.examples.remove(input.ids)),
    undoRemove: os.intent.undoRemove.handler(async () => {
      await desk.examples.undoRemove();
      return OK;
    }),
    exportExamples: os.intent.exportExamples.handler(() => desk.examples.exported()),
    importExamples: os.intent.importExamples.handler(({ input }) => desk.examples.imported(input.text)),
    train: os.intent.train.handler(() => {
      desk.train();
      return OK;
    }),
    cancelTraining: os.intent.cancelTraining.handler(() => {
      desk.cancelTraining();
      return OK;
    }),
    undoTraining: os.intent.undoTraining.handler(() => {
      desk.undoTraining();
      return OK;
    }),
    resetModel: os.intent.resetModel.handler(() => {
      desk.resetModel();
      return OK;
    }),
  });
}
