import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

export const PERMISSIONS = ['LoadCustomImagesAsItems'] as const;
export type PluginPermission = (typeof PERMISSIONS)[number];

/** Two copies of one plugin may each have a token; older ones give way. */
const TOKENS_EACH = 4;
const PLUGINS_MOST = 300;
const IMAGES_EACH = 200;
const SEEN_SAVE_MS = 5_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const recordSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string().max(64),
  developer: z.string().max(64),
  /** Who its parameters belong to: its name, told apart from others of the same name. */
  owner: z.string().max(64),
  /** SHA-256 of the tokens that were given out; the tokens themselves are nowhere. */
  tokens: z.array(digest).max(TOKENS_EACH),
  allowedAt: z.number(),
  lastSeenAt: z.number(),
  permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
  /** SHA-256 of pictures that the streamer has accepted from it. */
  images: z.array(digest).max(IMAGES_EACH),
});
/** A plugin that was let in. */
export type PluginRecord = z.infer<typeof recordSchema>;
const bookSchema = z.object({ version: z.literal(1), plugins: z.array(recordSchema).max(PLUGINS_MOST) });

/** Plugins with access, by name and developer. Lives in one file (mode 0600). */
export interface TokenBook {
  list(): readonly PluginRecord[];
  /** Lets a plugin in; the token is returned once and kept only as a hash. */
  allow(name: string, developer: string): string;
  /** Whose token this is; takes the same time for wrong ones. */
  authenticate(name: string, developer: string, token: string): PluginRecord | undefined;
  find(name: string, developer: string): PluginRecord | undefined;
  byOwner(owner: string): PluginRecord | undefined;
  /** False when it could not be written: it then holds until the program ends. */
  grant(id: string, permission: PluginPermission): boolean;
  withdraw(id: string, permission: PluginPermission): void;
  acceptImage(id: string, sha256: string): void;
  /** Takes access away. Returns who it was. */
  revoke(id: string): PluginRecord | undefined;
  seen(id: string): void;
  onChange(listener: () => void): void;
  close(): void;
}

export function createTokenBook(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport | undefined) => void;
}): TokenBook {
  const { file, clock, logger, report } = options;
  let plugins = readBook(file, logger);
  let listener: () => void = () => undefined;
  let cancelSave: (() => void) | undefined;

  const save = (): boolean => {
    cancelSave?.();
    cancelSave = undefined;
    try {
      writeFileAtomicSync(file, `${JSON.stringify({ version: 1, plugins }, undefined, 1)}\n`, 0o600);
      report(undefined);
      return true;
    } catch (error) {
      report(healthFromWriteError('The list of allowed plugins', file, error));
      return false;
    }
  };
  const find = (name: string, developer: string): PluginRecord | undefined =>
    plugins.find((plugin) => plugin.name === name && plugin.developer === developer);
  const change = (id: string, update: (plugin: PluginRecord) => Partial<PluginRecord>): void => {
    plugins = plugins.map((plugin) => (plugin.id === id ? { ...plugin, ...update(plugin) } : plugin));
    listener();
  };
  const byId = (id: string): PluginRecord | undefined => plugins.find((plugin) => plugin.id === id);

  return {
    list: () => plugins,
    find,
    byOwner: (owner) => plugins.find((plugin) => plugin.owner === owner),
    allow(name, developer) {
      const token = randomBytes(32).toString('hex');
      const now = clock.now();
      const known = find(name, developer);
      const record: PluginRecord = known ?? newRecord(name, developer, freeOwner(name, plugins), now);
      const tokens = [hashOf(token), ...record.tokens].slice(0, TOKENS_EACH);
      const others = plugins.filter((plugin) => plugin.id !== record.id);
      // The one that was away longest gives way: a token that nobody uses is a door that nobody watches.
      const kept = [...others].sort((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, PLUGINS_MOST - 1);
      plugins = [...kept, { ...record, tokens, allowedAt: now, lastSeenAt: now }];
      save();
      listener();
      return token;
    },
    authenticate(name, developer, token) {
      const plugin = find(name, developer);
      const candidate = Buffer.from(hashOf(token), 'hex');
      const known = plugin?.tokens ?? [hashOf('')];
      let matches = false;
      for (const one of known) if (timingSafeEqual(candidate, Buffer.from(one, 'hex'))) matches = true;
      return matches ? plugin : undefined;
    },
    grant(id, permission) {
      change(id, ({ permissions }) => ({ permissions: [...permissions.filter((one) => one !== permission), permission] }));
      return save();
    },
    withdraw(id, permission) {
      change(id, ({ permissions }) => ({ permissions: permissions.filter((one) => one !== permission) }));
      save();
    },
    acceptImage(id, sha256) {
      change(id, ({ images }) => ({ images: [sha256, ...images.filter((one) => one !== sha256)].slice(0, IMAGES_EACH) }));
      save();
    },
    revoke(id) {
      const plugin = byId(id);
      if (plugin === undefined) return undefined;
      plugins = plugins.filter((one) => one.id !== id);
      save();
      listener();
      return plugin;
    },
    seen(id) {
      change(id, () => ({ lastSeenAt: clock.now() }));
      cancelSave ??= clock.after(SEEN_SAVE_MS, save);
    },
    onChange(next) {
      listener = next;
    },
    close() {
      if (cancelSave) save();
    },
  };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

function newRecord(name: string, developer: string, owner: string, now: number): PluginRecord {
  const id = randomBytes(8).toString('hex');
  return { id, name, developer, owner, tokens: [], allowedAt: now, lastSeenAt: now, permissions: [], images: [] };
}

/** Parameters are kept under the plugin's name, so two plugins of one name by two people need two owners. */
function freeOwner(name: string, plugins: readonly PluginRecord[]): string {
  const taken = new Set(plugins.map(({ owner }) => owner));
  let owner = name;
  for (let count = 2; taken.has(owner); count += 1) owner = `${name} (${count})`;
  return owner;
}

function readBook(file: string, logger: Logger): readonly PluginRecord[] {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  try {
    return bookSchema.parse(JSON.parse(content)).plugins;
  } catch (error) {
    logger.warn('the list of allowed plugins is broken and was put aside; plugins will ask for access again', {
      file: `${file}.broken`,
      error: messageFromUnknown(error),
    });
    try {
      renameSync(file, `${file}.broken`);
    } catch (problem) {
      logger.warn('the broken list could not be put aside', { error: messageFromUnknown(problem) });
    }
    return [];
  }
}
