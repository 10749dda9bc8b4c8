import type { OBSEventTypes } from 'obs-websocket-js';
import type { ObsLink, ObsNotice } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { inputSteps } from './input-steps.ts';
import type { Outcome, Piece, Step } from './mirror-steps.types.ts';
import { createNotices } from './notices.ts';
import { read, readingOf } from './readings.ts';
import { sceneSteps } from './scene-steps.ts';
import { showSteps } from './show-steps.ts';
import { readSnapshot } from './snapshot.ts';

export interface ObsMirrorOptions {
  readonly link: ObsLink;
  readonly clock: Clock;
  readonly logger: Logger;
}
/** OBS's state, read once at each connection and kept from its events. */
export interface ObsMirror {
  /** undefined while not connected. */
  readonly state: Cell<ObsState | undefined>;
  onNotice(listener: (notice: ObsNotice) => void): () => void;
  /** Idempotent. */
  close(): void;
}

type Mirrored = keyof typeof sceneSteps | keyof typeof inputSteps | keyof typeof showSteps;
const STEPS: { readonly [Type in Mirrored]: Step<Type> } = { ...sceneSteps, ...inputSteps, ...showSteps };
type Deed = (state: ObsState) => Outcome;

const PULSE_MS = 2000;
const REREAD_AFTER_FAILURE_MS = 1000;

/**
 * Events and answers come over two connections and in no common order. So whatever is read is laid over the state, and the events that came since the
 * question was asked are applied once more on top of it: they may be news that the answer lacks, and are harmless if it knows them.
 */
export function createObsMirror(options: ObsMirrorOptions): ObsMirror {
  const { link, clock, logger } = options;
  const state = createCell<ObsState | undefined>(undefined);
  const notices = createNotices(link, state);
  const pending = new Map<string, Piece>();
  /** What came since the running question was asked; undefined: nothing is being asked. */
  let journal: Deed[] | undefined;
  /** OBS takes one collection of scenes down and the next one up: its events in between are about neither. */
  let changing = false;
  let connection = new AbortController();
  let cancelPulse = (): void => {};
  let cancelAgain = (): void => {};

  function take(deed: Deed): void {
    journal?.push(deed);
    const now = state.get();
    if (now !== undefined) settle(deed(now));
  }

  function settle({ state: next, reread = [] }: Outcome): void {
    state.set(next);
    want(reread);
    if (reread.length > 0) void readPending();
  }

  function want(pieces: readonly Piece[]): void {
    for (const piece of pieces) pending.set(JSON.stringify(piece), piece);
  }

  /** Applies what came while something was asked on top of the answer. */
  function replay(base: ObsState, deeds: readonly Deed[]): Outcome {
    let next = base;
    const reread: Piece[] = [];
    for (const deed of deeds) {
      const outcome = deed(next);
      next = outcome.state;
      reread.push(...(outcome.reread ?? []));
    }
    return { state: next, reread };
  }

  async function readPending(): Promise<void> {
    if (journal !== undefined || state.get() === undefined) return;
    const { signal } = connection;
    try {
      while (pending.size > 0 && !signal.aborted) {
        const pieces = [...pending.values()];
        pending.clear();
        journal = [];
        const lay = await answerOf(pieces, signal);
        const now = state.get();
        if (signal.aborted || now === undefined) return;
        const { state: next, reread = [] } = replay(lay(now), journal);
        state.set(next);
        want(reread);
      }
    } catch (cause) {
      if (!signal.aborted) readAllLater(cause);
    } finally {
      if (connection.signal === signal) journal = undefined;
    }
  }

  async function answerOf(pieces: readonly Piece[], signal: AbortSignal): Promise<(state: ObsState) => ObsState> {
    const parts = pieces.flatMap((piece) => (piece.of === 'all' ? [] : [piece]));
    if (parts.length === pieces.length) return read(link, parts.map(readingOf), signal);
    const snapshot = await readSnapshot(link, signal, clock.now);
    return () => snapshot;
  }

  /** An answer that cannot be understood, or OBS was busy: the whole is read again after a moment. */
  function readAllLater(cause: unknown): void {
    logger.warn('OBS could not be read; it is asked again', { cause: messageFromUnknown(cause) });
    cancelAgain();
    cancelAgain = clock.after(REREAD_AFTER_FAILURE_MS, () => {
      want([{ of: 'all' }]);
      void readPending();
    });
  }

  function listen<Type extends Mirrored>(type: Type): () => void {
    const step: Step<Type> = STEPS[type];
    return link.on(type, (data: OBSEventTypes[Type]) => {
      if (changing) return;
      const atMs = clock.now();
      const before = state.get();
      take((now) => understood(type, () => step(now, data, atMs)) ?? { state: now });
      notices.event(type, data, before);
    });
  }

  /** An event in a form that is not known must not end the rest. */
  function understood(type: string, step: () => Outcome): Outcome | undefined {
    try {
      return step();
    } catch (cause) {
      logger.warn('an event of OBS could not be read', { type, cause: messageFromUnknown(cause) });
      return undefined;
    }
  }

  function forget(): void {
    connection.abort();
    connection = new AbortController();
    cancelPulse();
    cancelAgain();
    pending.clear();
    journal = undefined;
    changing = false;
    state.set(undefined);
  }

  async function prepare(signal: AbortSignal): Promise<void> {
    forget();
    const mine = connection;
    journal = [];
    const snapshot = await readSnapshot(link, signal, clock.now);
    if (mine.signal.aborted) return;
    const deeds = journal;
    journal = undefined;
    settle(replay(snapshot, deeds));
    schedulePulse();
  }

  function schedulePulse(): void {
    cancelPulse = clock.after(PULSE_MS, () => {
      schedulePulse();
      const now = state.get();
      if (changing || now === undefined) return;
      // Sources that are drawn now may have another size than before.
      const shown = [now.programScene, now.previewScene ?? now.programScene];
      settle({ state: now, reread: [{ of: 'pulse' }, ...shown.map((name) => ({ of: 'scene', name }) as const)] });
    });
  }

  const stops = [
    // What starts anew is set before the event of the new collection is taken.
    link.on('CurrentSceneCollectionChanging', () => {
      changing = true;
    }),
    link.on('CurrentSceneCollectionChanged', () => {
      changing = false;
    }),
    ...(Object.keys(STEPS) as Mirrored[]).map((type) => listen(type)),
    link.want('transforms'),
    link.onConnected(prepare),
    link.status.subscribe((status) => {
      if (status.state !== 'ready' && status.state !== 'connecting') forget();
    }),
    notices.close,
  ];
  return {
    state,
    onNotice: notices.on,
    close() {
      for (const stop of stops) stop();
      forget();
    },
  };
}
