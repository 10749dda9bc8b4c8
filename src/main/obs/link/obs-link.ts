import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import type { ObsFinder, ObsPlace } from '../finder/obs-finder.types.ts';
import { runBatch } from './obs-batch.ts';
import type { ObsConnection, openObsConnection } from './obs-connection.ts';
import { createObsEvents } from './obs-events.ts';
import { failureOfConnecting, failureOfEnd, type ObsEnd, type ObsFailure } from './obs-failures.ts';

/** A refused connection costs next to nothing, and two seconds after OBS is back she is to be on air again. */
const AGAIN_MS = { least: 450, jitter: 300 };
/** A preparation that fails again and again must not keep OBS busy: 1, 2, 4, 8 … s. */
const PREPARE_AGAIN_MS = [1000, 2000, 4000, 8000] as const;
/** While OBS refuses, its own settings file may still change. */
const LOOK_AGAIN_MS = 2000;
const CLOSE_WITHIN_MS = 1500;
const SEARCHING = { state: 'searching', reason: 'searching', message: 'Looking for OBS.' } as const;

export interface ObsLinkOptions {
  readonly enabled: () => boolean;
  readonly finder: ObsFinder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Gives the library's side. Asked at each attempt, so that it may be loaded with the first: who does not use OBS does not wait for it at the start. */
  readonly load: () => Promise<{ readonly openObsConnection: typeof openObsConnection }>;
}

type Attempt =
  | { readonly connection: ObsConnection; readonly place: ObsPlace }
  | { readonly failure: ObsFailure; readonly place: ObsPlace };

/**
 *   off ⇄ searching → connecting → ready → (lost) → waiting → connecting …
 *                         └→ refused: until the settings, OBS's own settings file or the streamer say otherwise
 * One loop owns the state; everything else only wakes it.
 */
export function createObsLink(options: ObsLinkOptions): ObsLink {
  const { clock, finder, logger } = options;
  const life = new AbortController();
  const pause = createPause(clock);
  const status = createCell<ObsStatus>(emptyStatus(clock));
  const events = createObsEvents(logger, () => void resubscribe());
  const preparations = new Set<(signal: AbortSignal) => Promise<void>>();
  /** What is up now, the preparations included: they call OBS before the rest of the program may. */
  let current: ObsConnection | undefined;
  let failedPreparations = 0;
  let ranWith = '';
  /** False while attempts repeat by themselves: then the state stays what it is, instead of flickering. */
  let isFirstTry = true;
  /** Aborts what the loop does now, so that it begins anew. */
  let round = new AbortController();
  let closing: Promise<void> | undefined;
  const running = run();

  return {
    status,
    async call(type, data, callOptions = {}) {
      const { commands, abilities } = connected();
      // A server that names no requests at all is asked all the same.
      if (abilities.requests.size > 0 && !abilities.requests.has(type))
        throw new StudioError('unavailable', `OBS ${abilities.obsVersion} has no ${type}. Update OBS to use this.`);
      return commands.call(type, data, callOptions);
    },
    async callPrivate(type, data, callOptions = {}) {
      // NOTICE: the library's types do not list these two requests, so its own call cannot be typed with them.
      return connected().commands.ask(type, (library) => library.call(type as never, data as never), callOptions);
    },
    batch: async (requests, batchOptions = {}) => runBatch(connected().commands, requests, batchOptions),
    knows: (request) => current?.abilities.requests.has(request) ?? false,
    hasInputKind: (kind) => current?.abilities.inputKinds.has(kind) ?? false,
    on: events.on,
    onConnected(prepare) {
      preparations.add(prepare);
      return () => preparations.delete(prepare);
    },
    want: events.want,
    retry() {
      if (current === undefined) startOver();
    },
    refresh() {
      const now = options.enabled() ? finder.settingsKey() : '';
      if (now !== ranWith) startOver();
    },
    close() {
      closing ??= end();
      return closing;
    },
  };

  async function run(): Promise<void> {
    while (!life.signal.aborted) {
      round = new AbortController();
      try {
        await goRound(round.signal);
      } catch (error) {
        if (round.signal.aborted || life.signal.aborted) continue;
        logger.error('the connection to OBS had to start over', { error: messageFromUnknown(error) });
        fail(
          {
            state: 'waiting',
            reason: 'internal',
            message: `The connection to OBS failed: ${messageFromUnknown(error)}. It is tried again.`,
          },
          '',
        );
        await pause(againMs(), round.signal);
      }
    }
  }

  /** From looking for OBS until there is something new to do. */
  async function goRound(signal: AbortSignal): Promise<void> {
    ranWith = options.enabled() ? finder.settingsKey() : '';
    if (!options.enabled()) {
      sayOff();
      return untilAborted(signal);
    }
    if (isFirstTry) setStatus(SEARCHING);
    const places = await finder.places(signal);
    const attempt = await tryAll(places, signal);
    if ('failure' in attempt) {
      const failure = await finder.explain(attempt.failure, attempt.place, signal);
      if (signal.aborted) return;
      fail(failure, attempt.place.url);
      return rest(failure, places, signal);
    }
    const after = await live(attempt.connection, attempt.place, signal);
    if (signal.aborted) return;
    fail(after, attempt.place.url);
    return rest(after, places, signal);
  }

  async function tryAll(places: readonly ObsPlace[], signal: AbortSignal): Promise<Attempt> {
    const { openObsConnection } = await options.load();
    let worst: Attempt | undefined;
    for (const place of places) {
      if (isFirstTry)
        setStatus({ state: 'connecting', reason: 'connecting', message: `Connecting to OBS at ${place.url}.`, url: place.url });
      try {
        const { url, password } = place;
        const subscriptions = events.subscriptions();
        const onEnd = (end: ObsEnd): void => leave(end, url);
        return { place, connection: await openObsConnection({ url, password, subscriptions, clock, signal, onEnd }) };
      } catch (error) {
        if (signal.aborted || life.signal.aborted) throw error;
        const failure = failureOfConnecting(error, place.url, (place.password ?? '') !== '');
        // A refusal says more than silence elsewhere.
        if (worst === undefined || (failure.state === 'refused' && 'failure' in worst && worst.failure.state === 'waiting'))
          worst = { place, failure };
      }
    }
    if (worst === undefined) throw new StudioError('internal', 'no place to look for OBS');
    return worst;
  }

  /** Prepares, says `ready`, and stays until the connection ends; resolves with why it did. */
  async function live(connection: ObsConnection, place: ObsPlace, signal: AbortSignal): Promise<ObsFailure> {
    const onAbort = (): void => void connection.close();
    signal.addEventListener('abort', onAbort, { once: true });
    const over = new AbortController();
    void connection.ended.then(() => over.abort());
    current = connection;
    try {
      events.attach(connection.events.library);
      const { obsVersion, socketVersion, lacks } = connection.abilities;
      setStatus({
        state: 'connecting',
        reason: 'preparing',
        message: 'Reading what OBS shows.',
        url: place.url,
        obsVersion,
        socketVersion,
        lacks: [...lacks],
      });
      await resubscribe();
      await Promise.all([...preparations].map((prepare) => prepare(over.signal)));
      if (!over.signal.aborted) setStatus({ state: 'ready', reason: 'ready', message: '' });
      failedPreparations = 0;
      return failureOfEnd(await connection.ended);
    } catch (error) {
      if (over.signal.aborted) return failureOfEnd(await connection.ended);
      failedPreparations += 1;
      return {
        state: 'waiting',
        reason: 'prepare-failed',
        message: `OBS could not be read: ${messageFromUnknown(error)} It is tried again by itself.`,
      };
    } finally {
      current = undefined;
      signal.removeEventListener('abort', onAbort);
      await connection.close();
    }
  }

  /** Whose call ends with the connection looks at the status to learn whether OBS is there: it must not say `ready` any more by then. */
  function leave(end: ObsEnd, url: string): void {
    if (status.get().state !== 'ready' || round.signal.aborted) return;
    current = undefined;
    fail(failureOfEnd(end), url);
  }

  async function rest(failure: ObsFailure, places: readonly ObsPlace[], signal: AbortSignal): Promise<void> {
    if (failure.state === 'waiting') return pause(failure.reason === 'prepare-failed' ? prepareAgainMs() : againMs(), signal);
    const before = JSON.stringify(places);
    while (!signal.aborted && JSON.stringify(await finder.places(signal)) === before) await pause(LOOK_AGAIN_MS, signal);
  }

  /** Tells OBS of a change in what is wanted. The bits are read when it is sent, so the last change wins. */
  async function resubscribe(): Promise<void> {
    const socket = current?.events;
    if (socket === undefined) return;
    try {
      await socket.ask('Reidentify', (library) => library.reidentify({ eventSubscriptions: events.subscriptions() }), {});
    } catch (error) {
      logger.debug('OBS did not take the new subscriptions', { error: messageFromUnknown(error) });
    }
  }

  function connected(): ObsConnection {
    if (current !== undefined) return current;
    const { state, message } = status.get();
    throw new StudioError(
      'unavailable',
      state === 'off' ? 'OBS is not used. Switch it on on the page "OBS".' : `OBS is not connected. ${message}`,
    );
  }

  function startOver(): void {
    failedPreparations = 0;
    isFirstTry = true;
    current = undefined;
    // Before the calls of now end with their connection.
    if (options.enabled()) setStatus(SEARCHING);
    else sayOff();
    round.abort();
  }

  function sayOff(): void {
    const message = 'OBS is not used. Switch it on here to connect.';
    setStatus({ ...emptyStatus(clock), state: 'off', reason: 'off', message });
  }

  function fail({ state, reason, message }: ObsFailure, url: string): void {
    isFirstTry = false;
    setStatus({ state, reason, message, url });
  }

  function setStatus(change: Partial<ObsStatus>): void {
    const before = status.get();
    const next = { ...before, ...change };
    if (next.state !== before.state || next.reason !== before.reason) next.sinceMs = clock.now();
    if (JSON.stringify(next) !== JSON.stringify(before)) status.set(next);
  }

  function againMs(): number {
    return AGAIN_MS.least + AGAIN_MS.jitter * options.random();
  }

  function prepareAgainMs(): number {
    return PREPARE_AGAIN_MS[Math.min(failedPreparations, PREPARE_AGAIN_MS.length) - 1] ?? 1000;
  }

  async function end(): Promise<void> {
    life.abort();
    round.abort();
    // NOTICE: by wall time, because closing is bounded whatever clock the studio runs on.
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_WITHIN_MS);
    });
    await Promise.race([running, limit]);
    clearTimeout(timer);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function emptyStatus(clock: Clock): ObsStatus {
  return {
    state: 'off',
    reason: 'off',
    message: '',
    url: '',
    obsVersion: '',
    socketVersion: '',
    sinceMs: clock.now(),
    lacks: [],
  };
}
