import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { secretsWithEnvironment } from '#main/platform/environment-secrets.ts';
import type { Host } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { defaultDataFolder } from './data-folder.ts';
import { createFileLogger, type FileLogger, type LogLevel } from './file-logger.ts';
import { createFileSecrets } from './file-secrets.ts';
import { forkWorker } from './fork-worker.ts';
import { createNodeClock } from './node-clock.ts';

export interface NodeHostOptions {
  /** Empty or missing: the usual folder of the operating system. */
  readonly dataDir?: string | undefined;
  /** Log lines also go to stderr. */
  readonly console: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the application: holds `resources/` and `out/`. */
  readonly rootDir: string;
}

export interface NodeHost extends Host {
  readonly logger: FileLogger;
  /** Writes out the log. Idempotent. */
  close(): Promise<void>;
}

const NO_DESKTOP = 'The studio runs headless, without a desktop. Start it with "npm start" on a machine with a display.';

/**
 * The world as plain Node offers it. Throws `storage` when the data folder cannot be made or read; one that cannot be written
 * shows in the health of what would be kept there.
 */
export function createNodeHost(options: NodeHostOptions): NodeHost {
  const data = resolve(options.dataDir || defaultDataFolder(options.environment));
  ensureFolder(data);
  const clock = createNodeClock();
  const logger = createFileLogger({
    folder: join(data, 'logs'),
    clock,
    level: logLevel(options.environment),
    console: options.console,
  });
  const workers = join(options.rootDir, 'out', 'main');
  return {
    kind: 'headless',
    runtime: `Node ${process.versions.node}`,
    paths: {
      data,
      resources: join(options.rootDir, 'resources'),
      models: join(options.rootDir, 'models'),
      pages: join(options.rootDir, 'out', 'renderer'),
      workers,
    },
    environment: options.environment,
    clock,
    logger,
    secrets: secretsWithEnvironment(
      createFileSecrets({ folder: data, logger: logger.child('secrets'), clock }),
      options.environment,
    ),
    spawnWorker: (entry, args) =>
      forkWorker({ file: join(workers, `${entry}.cjs`), args, logger: logger.child(entry), environment: options.environment }),
    stageWindow: undefined,
    overlayWindow: undefined,
    globalHotkeys: undefined,
    openFolder: undefined,
    absent: { stageWindow: NO_DESKTOP, globalHotkeys: NO_DESKTOP, openFolder: NO_DESKTOP },
    close: () => logger.close(),
  };
}

function ensureFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK);
  } catch (error) {
    throw new StudioError(
      'storage',
      `The data folder ${folder} cannot be used: ${messageFromUnknown(error)}. Choose another with --data-dir or YINGXI_DATA_DIR.`,
      {
        cause: error,
      },
    );
  }
}

/** `YINGXI_LOG_LEVEL`: debug, info, warn or error. */
export function logLevel(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const wanted = environment.YINGXI_LOG_LEVEL;
  return wanted === 'debug' || wanted === 'warn' || wanted === 'error' ? wanted : 'info';
}
