import type { Clock } from '#main/platform/host.ts';
import type { ObsLook } from '#shared/contract/obs.ts';
import { isThisComputer } from '#shared/obs/obs-address.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';
import type { ObsFailure } from '../link/obs-failures.ts';
import type { ObsFinder, ObsPlace } from './obs-finder.types.ts';
import { type ObsComputer, obsFolders } from './obs-folders.ts';
import { isObsRunning, type ObsRunning } from './obs-process.ts';
import { DEFAULT_OBS_PORT, type ObsServerSettings, readServerFile, serverFilesOf } from './obs-server-settings.ts';
import { askOldServer, OLD_OBS_PORT } from './old-server.ts';

/** Listing processes costs something, and attempts come twice a second. */
const RUNNING_KNOWN_FOR_MS = 5000;
const MENU = 'Tools → WebSocket Server Settings';

export interface ObsFinderOptions {
  readonly settings: () => ObsSettings;
  /** The one that the streamer typed in; undefined: none. */
  readonly password: () => string | undefined;
  readonly computer: ObsComputer;
  readonly clock: Clock;
  readonly running?: (platform: NodeJS.Platform) => Promise<ObsRunning>;
}

/** Finds OBS on this computer. OBS's own files are opened only with the streamer's leave, and never written. */
export function createObsFinder(options: ObsFinderOptions): ObsFinder & { look(): Promise<ObsLook> } {
  const { settings, computer, clock } = options;
  let running: { readonly atMs: number; readonly answer: Promise<ObsRunning> } | undefined;

  return {
    async places() {
      const { mayReadSettings } = settings();
      const url = withScheme(settings().url.trim());
      const password = options.password();
      const found = mayReadSettings && isThisComputer(url) ? (await readAll()).servers : [];
      if (url !== '') return [{ url, password: password ?? passwordFor(url, found), from: 'streamer' }];
      const places: ObsPlace[] = found.map((server) => ({
        url: localUrl(server.port),
        password: server.password,
        from: 'obs-file',
      }));
      places.push({ url: localUrl(DEFAULT_OBS_PORT), password, from: 'default' });
      return places.filter((place, at) => places.findIndex((one) => isSame(one, place)) === at);
    },
    async explain(failure, place, signal) {
      if (failure.reason === 'not-obs') return (await tooOld(place.url, signal)) ?? failure;
      if (failure.reason !== 'nothing-there' || !isThisComputer(place.url)) return failure;
      const is = await runningNow();
      if (is === 'no') return waiting('not-running', 'OBS is not running on this computer. Start OBS; it is found by itself.');
      if (is === 'unknown') return failure;
      const old = settings().url.trim() === '' ? await tooOld(localUrl(OLD_OBS_PORT), signal) : undefined;
      return old ?? serverOff(place, settings().mayReadSettings ? (await readAll()).servers : []);
    },
    settingsKey() {
      const { url, mayReadSettings } = settings();
      return JSON.stringify([url, mayReadSettings, options.password() ?? null]);
    },
    async look() {
      const { mayReadSettings } = settings();
      const { servers, problems } = mayReadSettings ? await readAll() : { servers: [], problems: [] };
      const server = servers[0];
      return {
        running: await runningNow(),
        mayRead: mayReadSettings,
        file: server?.file ?? null,
        serverOn: server?.enabled ?? null,
        port: server?.port ?? null,
        needsPassword: server === undefined ? null : server.password !== undefined,
        problem: problems[0] ?? null,
      };
    },
  };

  /** Of each OBS on this computer the newest settings; the one that changed last comes first. */
  async function readAll(): Promise<{ readonly servers: readonly ObsServerSettings[]; readonly problems: readonly string[] }> {
    const problems: string[] = [];
    const servers: ObsServerSettings[] = [];
    for (const folder of obsFolders(computer)) {
      for (const file of serverFilesOf(folder)) {
        const read = await readServerFile(file);
        if (read === undefined) continue;
        if ('problem' in read) {
          problems.push(read.problem);
          continue;
        }
        servers.push(read);
        // The newer kind of file replaces the older one.
        break;
      }
    }
    return { servers: servers.sort((a, b) => b.changedMs - a.changedMs), problems };
  }

  function runningNow(): Promise<ObsRunning> {
    if (running === undefined || clock.now() - running.atMs > RUNNING_KNOWN_FOR_MS)
      running = { atMs: clock.now(), answer: (options.running ?? isObsRunning)(computer.platform) };
    return running.answer;
  }

  async function tooOld(url: string, signal: AbortSignal): Promise<ObsFailure | undefined> {
    const version = await askOldServer(url, clock, signal);
    if (version === undefined) return undefined;
    return waiting(
      'too-old',
      `This OBS has obs-websocket ${version}. Update OBS to version 28 or newer, which brings the one that is needed.`,
    );
  }
}

function serverOff(place: ObsPlace, servers: readonly ObsServerSettings[]): ObsFailure {
  const next = `In OBS open ${MENU} and switch on "Enable WebSocket server".`;
  const server = servers.find((one) => localUrl(one.port) === place.url);
  if (server?.enabled === true)
    return waiting(
      'server-silent',
      `OBS is running, but its WebSocket server does not answer at port ${server.port}. Restart OBS.`,
    );
  return waiting('server-off', `OBS is running, but nothing answers at ${place.url}. ${next} Compare the port there.`);
}

function waiting(reason: string, message: string): ObsFailure {
  return { state: 'waiting', reason, message };
}

function localUrl(port: number): string {
  return `ws://127.0.0.1:${port}`;
}

/** People write an address as "192.168.1.20:4455". */
function withScheme(url: string): string {
  return url === '' || url.includes('://') ? url : `ws://${url}`;
}

/** What OBS's own file says of the server at this port. */
function passwordFor(url: string, servers: readonly ObsServerSettings[]): string | undefined {
  const port = Number(/:(\d+)(?:\/|$)/.exec(url)?.[1]);
  return servers.find((server) => server.port === port)?.password;
}

function isSame(a: ObsPlace, b: ObsPlace): boolean {
  return a.url === b.url && (a.password ?? '') === (b.password ?? '');
}
