import { join } from 'node:path';
import { globalShortcut, safeStorage, shell } from 'electron';
import type { Clock, Host, Hotkey, SecretStore, StageWindowState } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { WidgetId } from '#shared/overlays/overlay-list.ts';
import { createGlobalHotkeys, type GlobalHotkeys } from './global-hotkeys.ts';
import { type Cipher, createSafeSecrets } from './safe-secrets.ts';
import { spawnUtilityWorker } from './utility-worker.ts';

export interface ElectronHost extends Host {
  /** Claims all shortcuts anew after the desktop's own ones changed; returns those that could not be had. */
  refreshHotkeys(): readonly Hotkey[];
  /** Gives the system-wide shortcuts back. Idempotent. */
  close(): void;
}

export interface ElectronHostOptions {
  /** Folder of the application: holds `resources/` and `out/`. */
  readonly rootDir: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Development only: address of a server that has the pages as they are edited. */
  readonly pageServer: string | undefined;
  /** Lays secrets of the environment over the stored ones. */
  readonly withEnvironment: (stored: SecretStore) => SecretStore;
  /** For systems without a key ring. */
  readonly keyFileSecrets: () => SecretStore;
  readonly stageWindow: (state: StageWindowState, url: string) => void;
  readonly overlayWindow: (widget: WidgetId, state: StageWindowState, url: string) => void;
  /** Shortcuts of the desktop program itself, laid after the core's. */
  readonly ownHotkeys: () => readonly Hotkey[];
}

/** The world as Electron offers it. Its members may be used once the program is ready. */
export function createElectronHost(options: ElectronHostOptions): ElectronHost {
  const { rootDir, dataDir, clock, logger, environment } = options;
  const workers = join(rootDir, 'out', 'main');
  const hotkeys: GlobalHotkeys = createGlobalHotkeys(globalShortcut, logger.child('hotkeys'));
  let coreHotkeys: readonly Hotkey[] = [];
  const secrets = createSafeSecrets({
    file: join(dataDir, 'secrets.safe.json'),
    cipher: systemCipher(),
    fallback: options.keyFileSecrets,
    logger: logger.child('secrets'),
  });
  return {
    kind: 'electron',
    runtime: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}`,
    paths: {
      data: dataDir,
      resources: join(rootDir, 'resources'),
      models: join(rootDir, 'models'),
      pages: join(rootDir, 'out', 'renderer'),
      pageServer: options.pageServer,
      workers,
    },
    environment,
    clock,
    logger,
    secrets: options.withEnvironment(secrets),
    spawnWorker: (entry, args) =>
      spawnUtilityWorker({
        file: join(workers, `${entry}.cjs`),
        args,
        environment,
        name: `Yingxi ${entry} ${args[0] ?? ''}`.trim(),
        logger: logger.child(entry),
      }),
    stageWindow: options.stageWindow,
    overlayWindow: options.overlayWindow,
    globalHotkeys(wanted) {
      coreHotkeys = wanted;
      return hotkeys.replace([...coreHotkeys, ...options.ownHotkeys()]);
    },
    refreshHotkeys: () => hotkeys.replace([...coreHotkeys, ...options.ownHotkeys()]),
    openFolder,
    absent: {},
    close: () => hotkeys.close(),
  };
}

function systemCipher(): Cipher {
  return {
    isAvailable() {
      // Linux without a key ring encrypts with a password that is in Chromium's source; older Electrons cannot tell and have the other answer right.
      const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend?.() : undefined;
      return safeStorage.isEncryptionAvailable() && backend !== 'basic_text';
    },
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}

async function openFolder(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '')
    throw new StudioError('unavailable', `The folder ${path} could not be opened: ${problem}. Open it with your file manager.`);
}
