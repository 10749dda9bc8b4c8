import { connect } from 'node:net';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { eventually, type RealObs, wallClock } from './real-obs.ts';

export interface CrashRun {
  /** From the kill until the last call in flight had settled, ms. */
  readonly settledMs: number;
  /** Calls that were under way, and how many of them got an answer before. */
  readonly inFlight: number;
  readonly answered: number;
  /** From the moment that OBS's port took a connection again until the link said ready, ms. */
  readonly backMs: number;
}

/** Kills OBS with calls in flight, brings it back, and tells how long the link took. `whileAway` comes between. */
export async function crashOnce(link: ObsLink, obs: RealObs, whileAway = async (): Promise<void> => {}): Promise<CrashRun> {
  const calls = callsInFlight(link);
  const settled = Promise.allSettled(calls).then((results) => ({
    atMs: wallClock.now(),
    answered: results.filter(({ status }) => status === 'fulfilled').length,
  }));
  const killed = obs.crash();
  await eventually(
    () => link.status.get().state !== 'ready',
    () => 'the link did not notice the crash',
  );
  const noticedMs = wallClock.now();
  await killed;
  const { atMs, answered } = await settled;
  await whileAway();
  const open = portOpens(obs.url);
  await obs.restart();
  const openMs = await open;
  await eventually(
    () => link.status.get().state === 'ready',
    () => `not back: ${JSON.stringify(link.status.get())}`,
  );
  const readyMs = link.status.get().sinceMs;
  return { settledMs: Math.max(0, atMs - noticedMs), inFlight: calls.length, answered, backMs: Math.max(0, readyMs - openMs) };
}

/** Some that OBS answers at once, and some that it cannot have answered when it dies. */
function callsInFlight(link: ObsLink): Promise<unknown>[] {
  const slow = Array.from({ length: 4 }, () =>
    link.batch([{ type: 'GetStats' }, { type: 'Sleep', data: { sleepMillis: 20_000, sleepFrames: 0 } }, { type: 'GetStats' }], {
      timeoutMs: 60_000,
    }),
  );
  const quick = Array.from({ length: 16 }, (_, index) =>
    index % 2 === 0
      ? link.call('GetSceneList')
      : link.call('SetCurrentProgramScene', { sceneName: index % 4 === 1 ? 'Main' : 'Ending' }),
  );
  return [...slow, ...quick];
}

/** When the port took a connection for the first time. */
async function portOpens(url: string): Promise<number> {
  const { port } = new URL(url);
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return wallClock.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
