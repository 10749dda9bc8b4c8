import type { Clock } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import { type ObsAbilities, readAbilities } from './obs-abilities.ts';
import type { ObsEnd } from './obs-failures.ts';
import { type ObsSocket, openObsSocket } from './obs-socket.ts';
import { SUBSCRIPTION } from './obs-subscriptions.ts';

const IDENTIFIED_WITHIN_MS = 5000;

/**
 * Two connections that live and die together. Commands have one of their own without events: on a shared one an answer that follows an event waits for the
 * client's delayed acknowledgement, about 40 ms, for OBS leaves Nagle's algorithm on.
 */
export interface ObsConnection {
  readonly commands: ObsSocket;
  readonly events: ObsSocket;
  readonly abilities: ObsAbilities;
  readonly ended: Promise<ObsEnd>;
  close(): Promise<void>;
}

export interface ObsConnectionOptions {
  readonly url: string;
  readonly password: string | undefined;
  readonly subscriptions: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** It is over, told before anybody who waits for an answer is told so. The second of the two connections tells it once more. */
  readonly onEnd: (end: ObsEnd) => void;
}

export async function openObsConnection(options: ObsConnectionOptions): Promise<ObsConnection> {
  const { clock, signal, url, password, onEnd } = options;
  const failed = new AbortController();
  const both = joinSignals(signal, failed.signal);
  const open = (subscriptions: number): Promise<ObsSocket> =>
    openObsSocket({ url, password, subscriptions, clock, withinMs: IDENTIFIED_WITHIN_MS, signal: both.signal, onEnd });
  const opening = [open(SUBSCRIPTION.none), open(options.subscriptions)] as const;
  try {
    const [commands, events] = await Promise.all(opening);
    const ended = Promise.race([commands.ended, events.ended]);
    const close = async (): Promise<void> => void (await Promise.all([commands.close(), events.close()]));
    return { commands, events, ended, close, abilities: await readAbilities(commands, both.signal) };
  } catch (error) {
    failed.abort();
    for (const one of await Promise.allSettled(opening)) if (one.status === 'fulfilled') await one.value.close();
    throw error;
  } finally {
    both.release();
  }
}
