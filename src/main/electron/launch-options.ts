import { resolve } from 'node:path';
import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** What the command line and the environment ask of the desktop program. */
export interface LaunchOptions {
  /** Absolute. Undefined: the system's place for this program's data. */
  readonly dataDir: string | undefined;
  /** Start in the tray, without showing the studio window. */
  readonly hidden: boolean;
  /** TCP port of the local server; undefined: as the settings say. */
  readonly port: number | undefined;
  /** Opens the practice room at once. */
  readonly practice: boolean;
  /** Developer tools and reload. */
  readonly development: boolean;
  /** Address of a development server that has the pages as they are edited. */
  readonly pageServer: string | undefined;
}

const portSchema = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads `--data-dir=D`, `--hidden`, `--port=N` and `--practice`, and their YINGXI_… variables; the command line wins. Chromium's own switches pass by.
 * Throws `invalid-input` for a port that is none.
 */
export function launchOptionsFromArgv(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): LaunchOptions {
  const dataDir = optionValue(argv, '--data-dir') ?? nonEmpty(environment.YINGXI_DATA_DIR);
  const pageServer = nonEmpty(environment.ELECTRON_RENDERER_URL);
  return {
    dataDir: dataDir === undefined ? undefined : resolve(workingDirectory, dataDir),
    hidden: argv.includes('--hidden'),
    port: portFromText(optionValue(argv, '--port') ?? nonEmpty(environment.YINGXI_PORT)),
    practice: argv.includes('--practice'),
    development: pageServer !== undefined || environment.YINGXI_DEV === '1',
    pageServer,
  };
}

function portFromText(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = portSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new StudioError('invalid-input', `--port ${text} is not a port; give a number from 0 (any free one) to 65535`);
}

/** The value of `--name=value` or `--name value`; the last one counts. */
function optionValue(argv: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  argv.forEach((argument, index) => {
    if (argument.startsWith(`${name}=`)) found = nonEmpty(argument.slice(name.length + 1)) ?? found;
    const next = argv[index + 1];
    if (argument === name && next !== undefined && !next.startsWith('--')) found = nonEmpty(next) ?? found;
  });
  return found;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
