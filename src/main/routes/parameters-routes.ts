import type { MappingDesk } from '#main/avatar/mapping.types.ts';
import type { MeasuredBus } from '#main/avatar/parameter-bus.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { MappingMeters } from '#shared/contract/parameters.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const METER_EVERY_MS = 50;
const VIEW_EVERY_MS = 60;
/** Programs that use the API stand beside plugins; the editor's own test over everything. */
const SCRIPT_PRIORITY = 2;
const TEST = { session: 'studio:test', owner: 'Yingxi', priority: 3 } as const;

export function parametersRoutes(os: StudioImplementer, bus: MeasuredBus, mapping: MappingDesk, pause: Pause) {
  return os.parameters.router({
    mapping: os.parameters.mapping.handler(() => mapping.view.get()),
    watchMapping: os.parameters.watchMapping.handler(({ signal }) =>
      watchCell(mapping.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    watchMeters: os.parameters.watchMeters.handler(({ signal }) => watchMeters(mapping, present(signal), pause)),
    setRow: os.parameters.setRow.handler(({ input }) => mapping.setRow(input.row)),
    addRow: os.parameters.addRow.handler(({ input }) => ({ id: mapping.addRow(input) })),
    removeRow: os.parameters.removeRow.handler(({ input }) => mapping.removeRow(input.id)),
    fillAutomatically: os.parameters.fillAutomatically.handler(() => ({ added: mapping.fillAutomatically() })),
    applyPreset: os.parameters.applyPreset.handler(({ input }) => mapping.applyPreset(input)),
    reset: os.parameters.reset.handler(() => mapping.reset()),
    undo: os.parameters.undo.handler(() => mapping.undo()),
    inputs: os.parameters.inputs.handler(() => {
      const { standard, own, custom } = bus.list();
      return { standard: [...standard], own: [...own], custom: [...custom] };
    }),
    inject: os.parameters.inject.handler(({ input }) => {
      const session = `script:${input.source}`;
      const problem = bus.inject({ session, owner: input.source, priority: SCRIPT_PRIORITY }, input.mode, input.values);
      if (problem?.problem === 'unknown-parameter')
        throw new StudioError(
          'not-found',
          `There is no input parameter ${problem.id}. GET /api/v1/avatar/parameters lists them; nothing was set.`,
        );
      if (problem?.problem === 'taken')
        throw new StudioError(
          'conflict',
          `Another program sets ${problem.id} right now. Use mode "add", or stop the other; nothing was set.`,
        );
      if (input.faceFound !== undefined) bus.setFaceFound(session, input.faceFound);
      return OK;
    }),
    tryInput: os.parameters.tryInput.handler(({ input }) => {
      if (input.value === null) {
        bus.drop(TEST.session);
        return OK;
      }
      const problem = bus.inject(TEST, 'set', [{ id: input.input, value: input.value, weight: 1 }]);
      if (problem !== undefined)
        throw new StudioError('not-found', `There is no input ${problem.id} any more. Choose another input for this row.`);
      return OK;
    }),
    importVtube: os.parameters.importVtube.handler(({ input }) => mapping.importVtube(input.fileName, input.text)),
  });
}

/** Looks at the meters 20 times a second for as long as somebody watches, and tells what has changed. */
async function* watchMeters(
  mapping: Pick<MappingDesk, 'meters'>,
  signal: AbortSignal,
  pause: Pause,
): AsyncGenerator<MappingMeters, void> {
  let told = '';
  while (!signal.aborted) {
    const meters = mapping.meters();
    const text = JSON.stringify(meters);
    if (text !== told) {
      told = text;
      yield meters;
    }
    await pause(METER_EVERY_MS, signal);
  }
}
