import type { Inference, InferenceView, ProviderReport } from '#main/inference/inference.types.ts';
import type { OpenLocalModelLibrary } from '#main/inference/library.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { InferenceRuntime, ProviderView } from '#shared/contract/local-models.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
/** Progress bars move smoothly at this rate. */
const WATCH_MS = 200;
const RUNTIME_MS = 500;

export interface LocalModelsRouteServices {
  readonly library: OpenLocalModelLibrary;
  readonly inference: Pick<Inference, 'view' | 'probe'>;
  /** The streamer's language. */
  readonly language: () => Language;
  /** Keeps which model of a task is tried first; undefined: the newest. */
  readonly choose: (task: string, id: string | undefined) => void;
  readonly pause: Pause;
}

export function localModelsRoutes(os: StudioImplementer, services: LocalModelsRouteServices) {
  const { library, inference, pause } = services;
  const { localModels } = os;
  return localModels.router({
    list: localModels.list.handler(async () => {
      await library.ready;
      return library.state.get();
    }),
    watch: localModels.watch.handler(async function* ({ signal }) {
      await library.ready;
      yield* watchCell(library.state, { signal: present(signal), pause, minIntervalMs: WATCH_MS });
    }),
    download: localModels.download.handler(({ input }) => started(library, input.id)),
    resume: localModels.resume.handler(({ input }) => started(library, input.id)),
    pause: localModels.pause.handler(({ input }) => {
      library.pause(input.id);
      return OK;
    }),
    cancel: localModels.cancel.handler(({ input }) => afterwards(library.cancel(input.id))),
    remove: localModels.remove.handler(({ input }) => afterwards(library.remove(input.id, input.evenInUse))),
    restore: localModels.restore.handler(({ input }) => afterwards(library.restore(input.id))),
    check: localModels.check.handler(({ input }) => afterwards(library.check(input.id))),
    importPath: localModels.importPath.handler(({ input }) => ({ id: library.importPath(input.path) })),
    beginUpload: localModels.beginUpload.handler(async ({ input }) => {
      const id = await library.beginUpload(input.name, input.files);
      return { id, url: `/uploads/${id}` };
    }),
    cancelImport: localModels.cancelImport.handler(({ input }) => {
      library.cancelImport(input.id);
      return OK;
    }),
    dismissImport: localModels.dismissImport.handler(({ input }) => {
      library.dismissImport(input.id);
      return OK;
    }),
    refreshCatalogue: localModels.refreshCatalogue.handler(() => afterwards(library.refreshCatalogue())),
    advise: localModels.advise.handler(async ({ input }) => {
      await library.ready;
      return library.advise(input?.language ?? services.language());
    }),
    setModelForTask: localModels.setModelForTask.handler(({ input }) => {
      services.choose(input.task, input.id ?? undefined);
      return OK;
    }),
    watchRuntime: localModels.watchRuntime.handler(async function* ({ signal }) {
      for await (const view of watchCell(inference.view, { signal: present(signal), pause, minIntervalMs: RUNTIME_MS }))
        yield runtimeOf(view);
    }),
    probe: localModels.probe.handler(async ({ signal }) => (await inference.probe(present(signal))).map(providerOf)),
  });
}

async function started(library: OpenLocalModelLibrary, id: string): Promise<typeof OK> {
  await library.ready;
  library.download(id);
  return OK;
}

async function afterwards(work: Promise<void>): Promise<typeof OK> {
  await work;
  return OK;
}

function runtimeOf({ processes, models, providers }: InferenceView): InferenceRuntime {
  return {
    processes: processes.map(({ name, role, pid, state, crashes }) => ({ name, role, pid: pid ?? null, state, crashes })),
    models: models.map((model) => ({ ...model, realTimeFactor: model.realTimeFactor ?? null })),
    providers: providers.map(providerOf),
  };
}

const providerOf = ({ provider, state, detail, driver, speedup, probedAtMs }: ProviderReport): ProviderView => ({
  provider,
  state,
  detail,
  driver,
  speedup: speedup ?? null,
  probedAt: probedAtMs ?? null,
});
