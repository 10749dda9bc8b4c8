import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { openObsConnection } from '#main/obs/link/obs-connection.ts';
import { createObsLink } from '#main/obs/link/obs-link.ts';
import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDER = join(REPOSITORY, '../shared/obs');
const startedSchema = z.object({
  pid: z.number(),
  url: z.string(),
  password: z.string(),
  dir: z.string(),
  recordings: z.string(),
  display: z.string(),
});

export const wallClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Why a test without `RealObs` is skipped. */
export const WITHOUT_OBS =
  'There is no real OBS: it needs ../shared/obs beside the repository and the right to install Debian’s obs-studio (root). 没有真实的 OBS：需要仓库旁的 ../shared/obs，并能安装 Debian 的 obs-studio（root 权限）。';

export interface RealObs {
  /** Of the first start: a restart has another. */
  readonly pid: number;
  readonly url: string;
  readonly password: string;
  readonly recordings: string;
  /** Its virtual screen: what is shown there can be captured. */
  readonly display: string;
  /** Its sound server: what is played there is the sound of this OBS's computer. */
  readonly pulseServer: string;
  /** Its HOME. */
  readonly home: string;
  /** Ends the process at once, as a crash does. */
  crash(): Promise<void>;
  /** Brings it back with the same scenes. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real OBS Studio of its own on this port; undefined where it cannot be had, which is said aloud. */
export async function startRealObs(port: number, options: readonly string[] = []): Promise<RealObs | undefined> {
  const script = join(FOLDER, 'start-obs.sh');
  if (!existsSync(script)) {
    console.warn('SKIPPED: ../shared/obs is not here, so nothing is tried against a real OBS.');
    return undefined;
  }
  try {
    const start = (more: readonly string[]) => promisify(execFile)(script, ['--port', String(port), ...options, ...more]);
    const started = startedSchema.parse(JSON.parse((await start([])).stdout));
    return {
      ...started,
      pulseServer: `unix:${join(started.dir, 'run/pulse.sock')}`,
      home: join(started.dir, 'home'),
      crash: () => stopRealObs(port, ['--obs-only', '--kill']),
      restart: async () => void (await start(['--keep'])),
      stop: () => stopRealObs(port),
    };
  } catch (cause) {
    if (z.object({ code: z.literal(3) }).safeParse(cause).success) {
      console.warn('SKIPPED: OBS Studio cannot be installed here, so nothing is tried against a real one.');
      return undefined;
    }
    throw cause;
  }
}

/** Not execFileSync: OBS waits for our sockets to answer its goodbye. */
function stopRealObs(port: number, options: readonly string[] = []): Promise<void> {
  return new Promise((resolve) => {
    spawn(join(FOLDER, 'stop-obs.sh'), ['--port', String(port), ...options], { stdio: 'ignore' }).once('exit', () => resolve());
  });
}

/** The link of the product to it. */
export function linkTo(obs: { readonly url: string; readonly password: string }): ObsLink {
  return createObsLink({
    enabled: () => true,
    finder: {
      places: async () => [{ url: obs.url, password: obs.password, from: 'streamer' }],
      explain: async (failure) => failure,
      settingsKey: () => 'test',
    },
    clock: wallClock,
    logger: silentLogger,
    random: Math.random,
    load: async () => ({ openObsConnection }),
  });
}

/** Resolves when `isSo` is; rejects with what `tell` says when that takes too long. */
export async function eventually(isSo: () => boolean, tell: () => string, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(tell());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
