import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { messageFromUnknown } from '#shared/errors.ts';

/**
 * The add-on that the user installs: tiktok-live-connector, exactly 2.1.0. It is not part of the program: later versions stand under a licence that
 * the program's own does not go with, and its address is signed by a server of a third party.
 */
export const TIKTOK_ADDON = { name: 'tiktok-live-connector', version: '2.1.0', licence: 'MIT' } as const;

/** What is used of a connection of the add-on. */
export interface TiktokConnection {
  on(event: string, listener: (data: unknown) => void): unknown;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}
export type OpenTiktok = (user: string) => TiktokConnection;

export type TiktokAddon =
  | { readonly open: OpenTiktok }
  | { readonly problem: 'addon-missing' | 'addon-version' | 'addon-licence' | 'addon-broken'; readonly message: string };

const packageSchema = z.object({ version: z.string(), license: z.string().optional() });

/** Where `npm install --prefix` puts it. */
export const componentsDir = (dataDir: string): string => join(dataDir, 'components');
const installCommand = (dataDir: string): string =>
  `npm install --prefix "${componentsDir(dataDir)}" --ignore-scripts ${TIKTOK_ADDON.name}@${TIKTOK_ADDON.version}`;

/** Loads it from the user's data folder, at the moment when it is needed. */
export function loadTiktokAddon(dataDir: string): TiktokAddon {
  const folder = join(componentsDir(dataDir), 'node_modules', TIKTOK_ADDON.name);
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest))
    return {
      problem: 'addon-missing',
      message: `TikTok needs an add-on that is not installed. Install Node.js, open a terminal, run: ${installCommand(dataDir)} and switch TikTok off and on.`,
    };
  try {
    const { version, license } = packageSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')));
    if (version !== TIKTOK_ADDON.version)
      return {
        problem: 'addon-version',
        message: `The TikTok add-on has version ${version.slice(0, 20)}, and only ${TIKTOK_ADDON.version} may be used. Run: ${installCommand(dataDir)}`,
      };
    if (license !== TIKTOK_ADDON.licence)
      return {
        problem: 'addon-licence',
        message: `The TikTok add-on stands under the licence "${(license ?? 'none').slice(0, 40)}", and only ${TIKTOK_ADDON.licence} may be used. Run: ${installCommand(dataDir)}`,
      };
    return { open: openerFrom(createRequire(manifest)(folder)) };
  } catch (cause) {
    return {
      problem: 'addon-broken',
      message: `The TikTok add-on cannot be loaded (${messageFromUnknown(cause).slice(0, 200)}). Run again: ${installCommand(dataDir)}`,
    };
  }
}

function openerFrom(module: unknown): OpenTiktok {
  const Connection: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, 'TikTokLiveConnection') : undefined;
  if (typeof Connection !== 'function') throw new TypeError('it has no TikTokLiveConnection');
  return (user) => {
    // Without the messages of the last minutes: she would answer what was said before she came.
    const connection: unknown = Reflect.construct(Connection, [user, { processInitialData: false }]);
    if (!isConnection(connection)) throw new TypeError('its connection cannot be used');
    return connection;
  };
}

function isConnection(value: unknown): value is TiktokConnection {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['on', 'connect', 'disconnect'].every((name) => typeof Reflect.get(value, name) === 'function')
  );
}
