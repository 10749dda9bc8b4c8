import type { TrackingLink } from '#renderer/capture/tracking-link.ts';
import { type ControlMotion, createControlEngine } from '#shared/tracking/controls/control-engine.ts';
import {
  CONTROL_DEVICES,
  type ControlDevice,
  type ControlReading,
  type ControlRow,
} from '#shared/tracking/controls/control-row.ts';
import type { MacroName } from '#shared/tracking/controls/macro-names.ts';
import { SILENT_REPORT, type SourceReport } from '#shared/tracking/source-state.ts';

/** Readings of devices → motion frames to the studio. Rests while nothing moves. */
export interface ControlsSource {
  /** The map in force; undefined: switched off, everything springs back. */
  use(wish: { readonly rows: readonly ControlRow[]; readonly restSeconds: number } | undefined): void;
  reading(reading: ControlReading): void;
  released(device: ControlDevice): void;
  play(macro: MacroName): void;
  close(): void;
}

export interface ControlsSourceOptions {
  readonly link: Pick<TrackingLink, 'frame' | 'report'>;
  /** ms, rising evenly. */
  readonly now: () => number;
  /** Of `now`'s zero, ms since the epoch. */
  readonly originMs: number;
  /** Calls back every `ms`, also in the background; returns its end. */
  readonly every: (ms: number, task: () => void) => () => void;
  /** Called with each step, for meters; the motion is written anew with the next one. */
  readonly onMotion: (motion: ControlMotion) => void;
  /** As in the report: the devices, for people. */
  readonly device: () => string;
}

const STEP_MS = 16;
/** After a pause the springs go on gently. */
const LONGEST_STEP_SECONDS = 0.1;
const REPORT_MS = 1000;
/** Of what was held when the source was switched off. */
const OFF_REST_SECONDS = 0.5;

/**
 * NOTICE: what browsers let a page in the background hear. Steps come from a worker's clock and go on. MIDI goes on. Gamepads are read only while the page
 * counts as visible: always in Yingxi's own window, in a browser while the tab is in front. Keys and the mouse's place need the focus by design: global keys
 * are bindings (`type: 'key', global: true`).
 */
export function createControlsSource(options: ControlsSourceOptions): ControlsSource {
  const { link, now } = options;
  const engine = createControlEngine();
  let stop: (() => void) | undefined;
  let lastMs = 0;
  let isOn = false;
  let rows: readonly ControlRow[] = [];
  let frames = 0;
  let reportedAt = Number.NEGATIVE_INFINITY;
  let reported: SourceReport['state'] | undefined;

  const report = (state: SourceReport['state']): void => {
    const at = now();
    if (state === reported && at - reportedAt < REPORT_MS) return;
    const seconds = (at - reportedAt) / 1000;
    const framesPerSecond = state === 'tracking' && state === reported ? frames / seconds : -1;
    link.report({
      ...SILENT_REPORT,
      state,
      device: options.device().slice(0, 300),
      framesPerSecond,
      latencyMs: STEP_MS,
      costMs: 0,
    });
    reported = state;
    reportedAt = at;
    frames = 0;
  };

  function step(): void {
    const at = now();
    const dt = Math.min(LONGEST_STEP_SECONDS, Math.max(0, (at - lastMs) / 1000));
    lastMs = at;
    const motion = engine.step(dt);
    const { found, face, hands, pose } = motion;
    link.frame({ atMs: options.originMs + at, found, face, hands, pose });
    options.onMotion(motion);
    frames += 1;
    report(found ? 'tracking' : isOn ? 'waiting' : 'off');
    // The last frame said that nothing is held any more.
    if (!found && engine.isAtRest) rest();
  }
  function wake(): void {
    if (stop !== undefined || engine.isAtRest) return;
    lastMs = now();
    stop = options.every(STEP_MS, step);
  }
  function rest(): void {
    stop?.();
    stop = undefined;
  }

  return {
    use(wish) {
      isOn = wish !== undefined;
      if (wish !== undefined) ({ rows } = wish);
      else for (const device of CONTROL_DEVICES) engine.release(device);
      engine.use(rows, wish?.restSeconds ?? OFF_REST_SECONDS);
      if (stop === undefined) report(isOn ? 'waiting' : 'off');
      wake();
    },
    reading(reading) {
      if (!isOn) return;
      engine.read(reading);
      wake();
    },
    released(device) {
      engine.release(device);
      wake();
    },
    play(macro) {
      if (!isOn) return;
      engine.play(macro);
      wake();
    },
    close: rest,
  };
}
