import type { MappingRow } from '#shared/avatar/parameters.ts';

/** What of a row decides its value; everything that evaluates rows takes this much. */
export type RowShape = Pick<
  MappingRow,
  'inputMin' | 'inputMax' | 'outputMin' | 'outputMax' | 'clampInput' | 'clampOutput' | 'curve'
>;

/** Share of the way before an end on which a clamped row slows down, so that a head does not hit a wall. */
const SOFT_SHARE = 0.1;

/**
 * The output for a raw input: its place between the input's ends, bent by the curve, laid between the output's ends. Pure; nothing is allocated.
 * Without a clamp the line goes on beyond the ends. Ends are met exactly.
 */
export function mapInput(row: RowShape, raw: number): number {
  const span = row.inputMax - row.inputMin;
  let place = span === 0 ? (raw >= row.inputMax ? 1 : 0) : (raw - row.inputMin) / span;
  if (row.clampInput || row.clampOutput) place = softLimit(place);
  if (row.curve !== 1 && place > 0 && place < 1) place = place ** row.curve;
  return row.outputMin + (row.outputMax - row.outputMin) * place;
}

/** 0…1 with its ends reached exactly, and without a corner: the last tenth of the way to an end is a cubic that comes in with slope 1 and rests with slope 0. */
export function softLimit(place: number): number {
  if (place <= 0) return 0;
  if (place >= 1) return 1;
  if (place < SOFT_SHARE) return SOFT_SHARE * (1 - landing(1 - place / SOFT_SHARE));
  if (place > 1 - SOFT_SHARE) return 1 - SOFT_SHARE * (1 - landing(1 - (1 - place) / SOFT_SHARE));
  return place;
}

/** Hermite curve of 0…1 onto 0…1: slope 1 at the start, 0 at the end, monotonous. */
const landing = (way: number): number => way * (1 + way - way * way);

/** One step of a one-pole filter, the same at any frame rate. `smoothing` 0…100 is a time constant of 0…1 s; `dt` in seconds. */
export function smoothed(previous: number, target: number, smoothing: number, dt: number): number {
  if (smoothing <= 0) return target;
  return target + (previous - target) * Math.exp((-dt * 100) / smoothing);
}

/** 0…1 → 0…1 without corners. */
export const eased = (way: number): number => way * way * (3 - 2 * way);

/** A life of its own that rows can borrow: one for all rows, so that both eyes shut together. */
export interface RowLife {
  /** 0 open … 1 shut. */
  readonly blink: number;
  /** 0 breathed out … 1 in. */
  readonly breath: number;
  /** Seconds. */
  advance(dt: number): void;
}

/** Seconds of a blink: down, shut, up. */
const BLINK = { down: 0.07, shut: 0.04, up: 0.14 } as const;
const BLINK_LENGTH = BLINK.down + BLINK.shut + BLINK.up;
const BLINK_PAUSE = { least: 1.8, spread: 4.2 } as const;
/** Every so often the eyes blink twice. */
const TWICE = { chance: 0.15, pause: 0.12 } as const;
const BREATH = { least: 3.2, spread: 0.9 } as const;

/** `random` gives 0…1. */
export function createRowLife(random: () => number): RowLife {
  let untilBlink = BLINK_PAUSE.least + BLINK_PAUSE.spread * random();
  let blinkTime = -1;
  let breathTime = 0;
  let breathLength = BREATH.least + BREATH.spread * random();
  const life = {
    blink: 0,
    breath: 0,
    advance(dt: number): void {
      breathTime += dt;
      if (breathTime >= breathLength) {
        breathTime %= breathLength;
        breathLength = BREATH.least + BREATH.spread * random();
        breathTime = Math.min(breathTime, breathLength);
      }
      life.breath = 0.5 - 0.5 * Math.cos((2 * Math.PI * breathTime) / breathLength);
      if (blinkTime >= 0) blinkTime += dt;
      else untilBlink -= dt;
      if (blinkTime < 0 && untilBlink <= 0) blinkTime = 0;
      if (blinkTime > BLINK_LENGTH) {
        blinkTime = -1;
        untilBlink = random() < TWICE.chance ? TWICE.pause : BLINK_PAUSE.least + BLINK_PAUSE.spread * random();
      }
      life.blink = blinkTime < 0 ? 0 : lidAt(blinkTime);
    },
  };
  return life;
}

function lidAt(time: number): number {
  if (time < BLINK.down) return eased(time / BLINK.down);
  if (time < BLINK.down + BLINK.shut) return 1;
  return eased(Math.max(0, 1 - (time - BLINK.down - BLINK.shut) / BLINK.up));
}

/** A row that moves by itself, whatever the inputs do. */
export const isAutonomous = (row: Pick<MappingRow, 'input' | 'breathing' | 'blinking'>): boolean =>
  row.breathing || (row.blinking && row.input === '');
