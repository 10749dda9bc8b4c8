import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageFromUnknown } from '#shared/errors.ts';

/** What OBS's own settings say of its WebSocket server. Only ever read. */
export interface ObsServerSettings {
  readonly file: string;
  /** undefined: never set, which means off. */
  readonly enabled: boolean | undefined;
  readonly port: number;
  /** undefined: no password is asked for. */
  readonly password: string | undefined;
  /** ms since the epoch of the file's last change. */
  readonly changedMs: number;
}

/** Settings, or why the file says nothing; undefined: there is no such file. */
export type ObsServerFile = ObsServerSettings | { readonly file: string; readonly problem: string };

/** OBS 28's and later's default. */
export const DEFAULT_OBS_PORT = 4455;
/** OBS's own files have a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/** OBS 30.2 and later (obs-websocket 5.5) moves its settings to the second file and removes them from the first. */
export function serverFilesOf(folder: string): readonly string[] {
  return [join(folder, 'plugin_config', 'obs-websocket', 'config.json'), join(folder, 'global.ini')];
}

export async function readServerFile(file: string): Promise<ObsServerFile | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    if (size > MAX_BYTES) return { file, problem: `${file} is too large for settings of OBS.` };
    const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    const fields = file.endsWith('.json') ? fieldsOfJson(text) : fieldsOfIni(text);
    return fields === undefined ? undefined : { file, changedMs: mtimeMs, ...fields };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    return { file, problem: `${file} cannot be read: ${messageFromUnknown(error)}` };
  }
}

const port = z.number().int().min(1).max(65_535);
const jsonSchema = z.object({
  server_enabled: z.boolean().optional().catch(undefined),
  server_port: port.catch(DEFAULT_OBS_PORT),
  auth_required: z.boolean().catch(true),
  server_password: z.string().catch(''),
});

type Fields = Omit<ObsServerSettings, 'file' | 'changedMs'>;

function fieldsOfJson(text: string): Fields {
  const parsed = jsonSchema.parse(JSON.parse(text));
  return {
    enabled: parsed.server_enabled,
    port: parsed.server_port,
    password: parsed.auth_required ? parsed.server_password : undefined,
  };
}

/** The section [OBSWebSocket] of OBS's global settings; undefined: there is none (any more). */
function fieldsOfIni(text: string): Fields | undefined {
  const values = new Map<string, string>();
  let isOurs = false;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) isOurs = section === 'OBSWebSocket';
    else if (isOurs) {
      const at = line.indexOf('=');
      if (at > 0) values.set(line.slice(0, at).trim(), unescaped(line.slice(at + 1)));
    }
  }
  if (values.size === 0) return undefined;
  const enabled = values.get('ServerEnabled');
  const auth = values.get('AuthRequired');
  return {
    enabled: enabled === undefined ? undefined : isTrue(enabled),
    port: port.catch(DEFAULT_OBS_PORT).parse(Number(values.get('ServerPort'))),
    password: auth === undefined || isTrue(auth) ? (values.get('ServerPassword') ?? '') : undefined,
  };
}

/** OBS's way of writing values: backslash, \r and \n are escaped. */
function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (whole, letter: string) => ({ '\\': '\\', n: '\n', r: '\r' })[letter] ?? whole);
}

function isTrue(value: string): boolean {
  return value.trim().toLowerCase() === 'true' || /^-?[0-9]*[1-9]/.test(value.trim());
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
