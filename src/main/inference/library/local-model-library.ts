import { cpus, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LocalModel, LocalModelsView } from '#shared/inference/local-models.ts';
import { type ModelManifest, PROVIDERS } from '#shared/inference/model-manifest.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Inference, LoadedModelSource } from '../inference.types.ts';
import type { OpenLocalModelLibrary } from '../library.types.ts';
import { advise, bestProvider } from './advise.ts';
import { type OfferedModel, readCatalogue } from './catalogue.ts';
import { type FreeBytes, freeBytesOfDisk } from './disk-room.ts';
import { createDownloads } from './downloads.ts';
import { createExtraCatalogue } from './extra-catalogue.ts';
import { identify } from './identify.ts';
import { createImports } from './imports.ts';
import { createInstalledModels, stateOfInstalled } from './installed-models.ts';
import { libraryFolders, prepareFolders } from './library-folders.ts';
import { mirroredAddress } from './mirror.ts';
import { ModelFailure } from './model-failure.ts';
import { readSigningKeys, type SigningKey } from './signatures.ts';

export interface LocalModelLibraryOptions {
  readonly dataDir: string;
  /** Shipped models, catalogue and keys; read only. */
  readonly modelsDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: () => Settings['inference'];
  readonly inference: Pick<Inference, 'view' | 'unload'>;
  /** For tests; default: the disk's own answer. */
  readonly freeBytes?: FreeBytes;
}

/** Opens the library and begins to read the disk. Never asks a network for anything by itself. */
export function createLocalModelLibrary(options: LocalModelLibraryOptions): OpenLocalModelLibrary {
  const { clock, logger, inference, modelsDir } = options;
  const freeBytes = options.freeBytes ?? freeBytesOfDisk;
  const folders = libraryFolders(options.dataDir);
  const pause = createPause(clock);
  const closing = new AbortController();
  const waitABit = (): Promise<void> => pause(200, closing.signal);
  const view = createCell<readonly LocalModel[]>([]);
  const installed = createInstalledModels({ folders, modelsDir, logger, pause: waitABit, onChange: publish });
  const extra = createExtraCatalogue({ folder: folders.root, clock, logger, onChange: publish });
  const downloads = createDownloads({
    folders,
    clock,
    pause,
    logger,
    freeBytes,
    address: (url) => mirroredAddress(url, options.settings().mirror),
    install: async (folder, record) => {
      await installed.add(folder, record);
      await measureDisk();
    },
    onChange: publish,
  });
  const imports = createImports({ folders, clock, freeBytes, store, onChange: publish });
  let builtIn: readonly OfferedModel[] = [];
  let keys: readonly SigningKey[] = [];
  let free: number | undefined;
  let loaded = loadedKeys();
  const state = createCell<LocalModelsView>({ models: [], removed: [], imports: [], freeBytes: null, catalogue: extra.view });
  const unsubscribe = inference.view.subscribe(() => {
    const now = loadedKeys();
    if (now === loaded) return;
    loaded = now;
    publish();
  });
  const ready = open();

  async function open(): Promise<void> {
    keys = await readSigningKeys(join(modelsDir, 'keys.json'), logger);
    try {
      builtIn = (await readCatalogue(join(modelsDir, 'catalogue.json'), 'built-in', keys)).offers;
    } catch (error) {
      logger.error('the list of models that ships with the program cannot be read', { cause: messageFromUnknown(error) });
    }
    try {
      await prepareFolders(folders);
    } catch (error) {
      logger.error('the folder of local models cannot be used', { folder: folders.root, cause: messageFromUnknown(error) });
    }
    await installed.read();
    await downloads.restore();
    await extra.restore(options.settings().catalogueUrl, keys);
    await measureDisk();
  }

  async function measureDisk(): Promise<void> {
    free = await freeBytes(folders.root);
    publish();
  }

  /** Ids of models in memory, joined: compared at each change of the worker's view. A key is an id, or an id and a variant behind a colon or hash. */
  function loadedKeys(): string {
    return inference.view
      .get()
      .models.map(({ key }) => key.replace(/[#:].*$/u, ''))
      .sort()
      .join('\n');
  }
  const isLoaded = (id: string): boolean => loaded.split('\n').includes(id);

  /** What is offered: the built-in list first, and of others what it does not have. */
  function offers(): readonly OfferedModel[] {
    const ids = new Set(builtIn.map(({ manifest }) => manifest.id));
    return [...builtIn, ...extra.offers.filter(({ manifest }) => !ids.has(manifest.id))];
  }

  function publish(): void {
    const models = new Map<string, LocalModel>();
    const put = (manifest: ModelManifest, trust: LocalModel['trust'], now: LocalModel['state']): void =>
      void models.set(manifest.id, { manifest, trust, state: now, inUse: isLoaded(manifest.id) });
    for (const { manifest, trust } of offers()) put(manifest, trust, { name: 'available' });
    for (const model of installed.all()) put(model.manifest, model.trust, stateOfInstalled(model));
    for (const { manifest, trust } of downloads.all())
      put(manifest, trust, downloads.state(manifest.id) ?? { name: 'available' });
    view.set([...models.values()]);
    state.set({
      models: [...view.get()],
      removed: [...installed.removed()],
      imports: [...imports.list()],
      freeBytes: free ?? null,
      catalogue: extra.view,
    });
  }

  async function store(folder: string, staged: Omit<ModelManifest, 'id'>): Promise<string> {
    const twin = installed.all().find(({ manifest, failure }) => failure === undefined && hasSameFiles(manifest, staged));
    if (twin !== undefined)
      throw new ModelFailure(
        'already-here',
        twin.manifest.name,
        `${twin.manifest.name} is here already, with exactly these files.`,
      );
    const taken = new Set(view.get().map(({ manifest }) => manifest.id));
    const { manifest, trust } = identify(staged, offers(), taken);
    if (downloads.state(manifest.id) !== undefined) await downloads.cancel(manifest.id);
    await installed.add(folder, { version: 1, origin: 'imported', trust, addedAt: clock.now(), manifest });
    await measureDisk();
    return manifest.id;
  }

  function offerOf(id: string): OfferedModel {
    const offer =
      downloads.all().find(({ manifest }) => manifest.id === id) ?? offers().find(({ manifest }) => manifest.id === id);
    if (offer === undefined)
      throw new StudioError('not-found', `No list offers a model "${id}" for download. Import it from a file instead.`);
    return offer;
  }

  return {
    view,
    state,
    ready,
    installed(task) {
      const chosen = options.settings().models[task];
      const usable = installed.all().filter(({ manifest, failure }) => manifest.task === task && failure === undefined);
      return [
        ...usable.filter(({ manifest }) => manifest.id === chosen),
        ...usable.filter(({ manifest }) => manifest.id !== chosen),
      ].map(({ manifest }) => manifest);
    },
    source(id) {
      const model = installed.find(id);
      if (model === undefined || model.failure !== undefined) return undefined;
      return sourceOf(model.manifest, model.folder, options.settings().provider);
    },
    download(id) {
      const here = installed.find(id);
      if (here !== undefined && here.failure === undefined)
        throw new StudioError('conflict', `${here.manifest.name} is here already.`);
      const { manifest, trust } = offerOf(id);
      downloads.start(manifest, trust);
    },
    pause: downloads.pause,
    async cancel(id) {
      await downloads.cancel(id);
      await measureDisk();
    },
    async remove(id, evenInUse) {
      if (isLoaded(id)) {
        if (!evenInUse)
          throw new StudioError('conflict', 'This model is in use right now. Remove it anyway, or choose another one first.');
        inference.unload(id);
      }
      await asStorage(() => installed.remove(id));
      await measureDisk();
    },
    async restore(id) {
      await asStorage(() => installed.restore(id));
      await measureDisk();
    },
    check: (id) => installed.check(id, closing.signal),
    importPath: imports.path,
    beginUpload: imports.upload,
    write: imports.write,
    cancelImport: imports.cancel,
    dismissImport: imports.dismiss,
    async refreshCatalogue() {
      const { catalogueUrl } = options.settings();
      if (catalogueUrl === '') throw new StudioError('invalid-input', 'Enter the address of a list of models first.');
      await extra.refresh(catalogueUrl, keys, closing.signal);
    },
    async advise(language) {
      await measureDisk();
      const working = new Set(
        inference.view.get().providers.flatMap(({ provider, state: found }) => (found === 'works' ? [provider] : [])),
      );
      return advise({
        machine: {
          cores: cpus().length,
          memoryBytes: totalmem(),
          freeDiskBytes: free ?? null,
          provider: bestProvider(PROVIDERS, working),
        },
        freeMemoryBytes: freemem(),
        language,
        models: view.get(),
      });
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new StudioError('cancelled', 'the studio closes'));
      unsubscribe();
      await ready;
      await Promise.allSettled([downloads.close(), imports.close()]);
    },
  };
}

function hasSameFiles(a: Pick<ModelManifest, 'files'>, b: Pick<ModelManifest, 'files'>): boolean {
  const sums = new Set(a.files.map(({ sha256 }) => sha256));
  return a.files.length === b.files.length && b.files.every(({ sha256 }) => sums.has(sha256));
}

function sourceOf(manifest: ModelManifest, folder: string, provider: LoadedModelSource['provider']): LoadedModelSource {
  return {
    key: manifest.id,
    engine: manifest.engine,
    files: Object.fromEntries(manifest.files.map(({ role, path }) => [role, join(folder, path)])),
    options: manifest.options,
    provider,
  };
}

/** The disk's refusals in words; a `StudioError` stays what it is. */
async function asStorage(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw new StudioError(
      'storage',
      `The model's folder could not be moved (${messageFromUnknown(error)}). Close programs that use it and try again.`,
      { cause: error },
    );
  }
}
