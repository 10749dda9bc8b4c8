import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Cell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';

/** Volumes in dB as OBS tells them: −100 is silence, 26 the most. */
export interface Faders {
  /** Moves to `volumeDb` within `seconds`. Rejects when another fade, or a hand on the fader, takes over. */
  fade(source: string, volumeDb: number, seconds: number, signal?: AbortSignal): Promise<void>;
  /** Lowers these by `byDb` within `ms`, under whatever volume they have or are faded to; all others come back within `ms`. */
  duck(sources: readonly string[], byDb: number, ms: number): void;
  /** Resolves when nothing that was lowered is still lowered, or after `withinMs`. */
  settled(withinMs: number): Promise<void>;
  /** Volumes that the streamer had of what is lowered now. */
  readonly lowered: Cell<ReadonlyMap<string, number>>;
  close(): void;
}
export interface FaderOptions {
  readonly link: ObsLink;
  readonly state: Cell<ObsState | undefined>;
  readonly clock: Clock;
  readonly lowered: Cell<ReadonlyMap<string, number>>;
}

interface Motion {
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly lengthMs: number;
}
interface Channel {
  /** What it is without ducking: 0 … 1 of the way that a fader goes (see `wayFromDb`). */
  base: Motion;
  /** dB, 0 or less. */
  duck: Motion;
  fading: { resolve(): void; reject(cause: unknown): void } | undefined;
  /** A hand moved the fader: it is left alone until the ducking ends. */
  letGo: boolean;
  /** dB that were asked for and may still come back as events. */
  readonly asked: number[];
  sent: number;
}

const STEP_MS = 50;
const SILENCE_DB = -100;
const MOST_DB = 26;
/** OBS calculates in float32 multipliers. */
const SAME_DB = 0.06;
const MAX_ASKED = 60;

/**
 * The only hand on OBS's volumes besides the streamer's. What is sent is the streamer's volume plus the ducking, so that a fade and her voice never fight;
 * an event with a volume that was not asked for here is the streamer's own hand, and wins.
 */
export function createFaders({ link, state, clock, lowered }: FaderOptions): Faders {
  const channels = new Map<string, Channel>();
  const waiting = new Set<() => void>();
  let cancelTick: (() => void) | undefined;
  let sending = false;

  function channelOf(source: string): Channel | undefined {
    const known = channels.get(source);
    if (known !== undefined) return known;
    const volumeDb = state.get()?.inputs.find(({ name }) => name === source)?.audio?.volumeDb;
    if (volumeDb === undefined) return undefined;
    const channel: Channel = {
      base: still(wayFromDb(volumeDb)),
      duck: still(0),
      fading: undefined,
      letGo: false,
      asked: [],
      sent: volumeDb,
    };
    channels.set(source, channel);
    return channel;
  }

  function run(): void {
    cancelTick ??= clock.after(0, tick);
  }

  function tick(): void {
    cancelTick = undefined;
    const nowMs = clock.now();
    // A step that OBS has not answered yet makes the next one wait, instead of a queue.
    if (!sending) void send(nowMs);
    drop(nowMs);
    if (channels.size > 0) cancelTick = clock.after(STEP_MS, tick);
  }

  async function send(nowMs: number): Promise<void> {
    const moves = [...channels].flatMap(([source, channel]) => {
      const db = channel.letGo ? channel.sent : volumeAt(channel, nowMs);
      if (Math.abs(db - channel.sent) < 0.005) return [];
      channel.sent = db;
      channel.asked.push(db);
      if (channel.asked.length > MAX_ASKED) channel.asked.shift();
      return [{ source, db }];
    });
    if (moves.length === 0) return;
    sending = true;
    try {
      await link.batch(
        moves.map(({ source, db }) => ({ type: 'SetInputVolume', data: { inputName: source, inputVolumeDb: db } })),
      );
    } catch (cause) {
      for (const { source } of moves) channels.get(source)?.fading?.reject(cause);
    } finally {
      sending = false;
    }
  }

  /** Those that are where they should be are forgotten, so that the next move begins from what OBS shows then. */
  function drop(nowMs: number): void {
    for (const [source, channel] of channels) {
      const arrived = channel.letGo || Math.abs(volumeAt(channel, nowMs) - channel.sent) < 0.005;
      if (!isOver(channel.base, nowMs) || !isOver(channel.duck, nowMs) || !arrived || sending) continue;
      channel.fading?.resolve();
      channel.fading = undefined;
      if (channel.duck.to === 0) channels.delete(source);
    }
    tellLowered();
    if (lowered.get().size === 0) for (const done of [...waiting]) done();
  }

  function tellLowered(): void {
    const now = new Map<string, number>();
    for (const [source, { duck, base, letGo }] of channels)
      if (!letGo && (duck.to !== 0 || duck.from !== 0)) now.set(source, dbFromWay(base.to));
    const before = lowered.get();
    if (now.size !== before.size || [...now].some(([source, db]) => before.get(source) !== db)) lowered.set(now);
  }

  function touched(source: string, volumeDb: number): void {
    const channel = channels.get(source);
    if (channel === undefined) return;
    const place = channel.asked.findIndex((db) => Math.abs(db - volumeDb) < SAME_DB);
    if (place >= 0) {
      channel.asked.splice(0, place + 1);
      return;
    }
    channel.fading?.reject(
      new StudioError('conflict', `The volume of "${source}" was moved by hand meanwhile, so it stays there.`),
    );
    channel.fading = undefined;
    channel.base = still(wayFromDb(volumeDb));
    channel.sent = volumeDb;
    channel.letGo = channel.duck.to !== 0 || channel.duck.from !== 0;
    if (!channel.letGo) channels.delete(source);
    tellLowered();
  }

  const stops = [
    link.on('InputVolumeChanged', ({ inputName, inputVolumeDb }) => touched(inputName, inputVolumeDb)),
    link.on('InputNameChanged', ({ oldInputName, inputName }) => {
      const channel = channels.get(oldInputName);
      if (channel === undefined) return;
      channels.delete(oldInputName);
      channels.set(inputName, channel);
      tellLowered();
    }),
    state.subscribe((now) => {
      if (now === undefined) forget();
    }),
  ];

  function forget(): void {
    const gone = new StudioError('unavailable', 'The connection to OBS was lost before the volume was there.');
    for (const channel of channels.values()) channel.fading?.reject(gone);
    // What was lowered stays remembered: it is put right when OBS is back.
    channels.clear();
    cancelTick?.();
    cancelTick = undefined;
    for (const done of [...waiting]) done();
  }

  return {
    lowered,
    fade(source, volumeDb, seconds, signal) {
      const channel = channelOf(source);
      if (channel === undefined) return Promise.reject(new StudioError('not-found', `OBS has no sound "${source}".`));
      channel.fading?.reject(new StudioError('cancelled', `Another volume was asked for "${source}".`));
      const nowMs = clock.now();
      const to = wayFromDb(Math.min(MOST_DB, Math.max(SILENCE_DB, volumeDb)));
      channel.base = { from: valueAt(channel.base, nowMs), to, startMs: nowMs, lengthMs: seconds * 1000 };
      channel.letGo = false;
      run();
      return new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          channel.base = still(valueAt(channel.base, clock.now()));
          channel.fading?.reject(new StudioError('cancelled', `The fade of "${source}" was stopped.`));
          channel.fading = undefined;
        };
        const release = (): void => signal?.removeEventListener('abort', onAbort);
        channel.fading = {
          resolve() {
            release();
            resolve();
          },
          reject(cause) {
            release();
            reject(cause);
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted) onAbort();
      });
    },
    duck(sources, byDb, ms) {
      const nowMs = clock.now();
      for (const source of sources) if (byDb > 0) channelOf(source);
      for (const [source, channel] of channels) {
        const to = sources.includes(source) ? -byDb : 0;
        if (channel.duck.to === to) continue;
        channel.duck = { from: valueAt(channel.duck, nowMs), to, startMs: nowMs, lengthMs: ms };
        // It was moved by hand while lowered; from the next time on it is lowered from there.
        if (to === 0 && channel.letGo) channels.delete(source);
      }
      tellLowered();
      run();
    },
    settled(withinMs) {
      if (lowered.get().size === 0 || channels.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          cancel();
          waiting.delete(done);
          resolve();
        };
        const cancel = clock.after(withinMs, done);
        waiting.add(done);
      });
    },
    close() {
      for (const stop of stops) stop();
      forget();
    },
  };
}

const still = (value: number): Motion => ({ from: value, to: value, startMs: 0, lengthMs: 0 });

function valueAt({ from, to, startMs, lengthMs }: Motion, nowMs: number): number {
  const part = lengthMs <= 0 ? 1 : Math.min(1, Math.max(0, (nowMs - startMs) / lengthMs));
  return from + (to - from) * part;
}
const isOver = ({ startMs, lengthMs }: Motion, nowMs: number): boolean => nowMs >= startMs + lengthMs;

function volumeAt({ base, duck }: Channel, nowMs: number): number {
  const db = dbFromWay(valueAt(base, nowMs));
  return Math.min(MOST_DB, Math.max(SILENCE_DB, db + valueAt(duck, nowMs)));
}

/** The cube root of the amplitude: equal steps sound equal, and a fade from silence does not begin with seconds of nothing. */
const wayFromDb = (db: number): number => (db <= SILENCE_DB ? 0 : 10 ** (db / 60));
const dbFromWay = (way: number): number => (way <= 10 ** (SILENCE_DB / 60) ? SILENCE_DB : 60 * Math.log10(way));
