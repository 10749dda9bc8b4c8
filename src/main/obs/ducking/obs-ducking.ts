import type { ObsControl, ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Cell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';
import type { Faders } from '../control/faders.ts';
import { createLoweredFile, type Lowered } from './lowered-file.ts';

export interface ObsDuckingOptions {
  readonly link: Pick<ObsLink, 'batch'>;
  readonly state: ObsControl['state'];
  readonly faders: Faders;
  readonly performance: Cell<Performance>;
  readonly settings: () => ObsSettings['ducking'];
  /** Remembers what is lowered. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
}
export interface ObsDucking {
  settingsChanged(): void;
  /** Brings back what is lowered, within a bounded time. */
  close(): Promise<void>;
}

/** She takes breath between sentences: the others stay down for that long. */
const BREATH_MS = 250;
const BACK_AT_CLOSE_MS = 120;
const CLOSE_WITHIN_MS = 800;
/** OBS calculates in float32 multipliers. */
const SAME_DB = 0.1;

/** Lowers the chosen inputs of OBS while she speaks; the streamer's own volumes always come back. */
export function createObsDucking(options: ObsDuckingOptions): ObsDucking {
  const { faders, performance, settings, clock, logger, link } = options;
  const memory = createLoweredFile(options.file, logger);
  let speaking = false;
  let cancelBreath = (): void => {};
  let isUp = false;
  /** What a former run left lowered is put right before anything is lowered anew. */
  let repaired = Promise.resolve();
  let closing: Promise<void> | undefined;

  function apply(): void {
    const { enabled, sources, byDb, attackMs, releaseMs } = settings();
    if (!isUp || closing !== undefined) return;
    if (speaking && enabled) faders.duck(sources, byDb, attackMs);
    else faders.duck([], 0, releaseMs);
  }

  function hear({ state }: Performance): void {
    cancelBreath();
    if (state === 'speaking') {
      if (speaking) return;
      speaking = true;
      void repaired.then(apply);
    } else if (speaking) {
      cancelBreath = clock.after(BREATH_MS, () => {
        speaking = false;
        apply();
      });
    }
  }

  function remember(lowered: ReadonlyMap<string, number>): void {
    const collection = options.state.get()?.sceneCollection;
    // OBS went away: what is on disk is what must be put right when it is back.
    if (collection === undefined) return;
    memory.write(lowered.size === 0 ? undefined : { collection, byDb: settings().byDb, volumes: Object.fromEntries(lowered) });
  }

  /** Only what still stands where the ducking left it, or on the way: anything else was moved by the streamer since. */
  async function repair(): Promise<void> {
    await memory.written();
    const left = await memory.read();
    const state = options.state.get();
    if (left === undefined || state === undefined || left.collection !== state.sceneCollection) return;
    const back = state.inputs.flatMap(({ name, audio }) => {
      const home = left.volumes[name];
      return audio !== null && home !== undefined && wasLowered(audio.volumeDb, home, left) ? [{ name, home }] : [];
    });
    if (back.length > 0) {
      logger.info('volumes in OBS that were left lowered are brought back', { sources: back.map(({ name }) => name) });
      await link.batch(
        back.map(({ name, home }) => ({ type: 'SetInputVolume', data: { inputName: name, inputVolumeDb: home } })),
      );
    }
    memory.write(undefined);
  }

  const stops = [
    performance.subscribe(hear),
    faders.lowered.subscribe(remember),
    options.state.subscribe((state) => {
      if (isUp === (state !== undefined)) return;
      isUp = state !== undefined;
      if (!isUp) return;
      repaired = repair().catch((cause: unknown) =>
        logger.error('lowered volumes in OBS could not be brought back', { cause: messageFromUnknown(cause) }),
      );
      void repaired.then(apply);
    }),
  ];
  return {
    settingsChanged: apply,
    close() {
      closing ??= end();
      return closing;
    },
  };

  async function end(): Promise<void> {
    cancelBreath();
    faders.duck([], 0, BACK_AT_CLOSE_MS);
    await faders.settled(CLOSE_WITHIN_MS);
    for (const stop of stops) stop();
    await memory.written();
  }
}

function wasLowered(volumeDb: number, home: number, { byDb }: Lowered): boolean {
  return volumeDb < home - SAME_DB && volumeDb >= Math.max(-100, home - byDb) - SAME_DB;
}
