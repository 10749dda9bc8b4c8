import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { emptyHands, HAND_CHANNELS, HAND_SIDES, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';
import {
  type BodyTarget,
  type CombinedTarget,
  type ControlReading,
  type ControlRow,
  FACE_TARGETS,
  type FaceTarget,
  isCombined,
  isTwoSided,
  limitsOfTarget,
  partOfTarget,
  valueOfRow,
} from './control-row.ts';
import type { MacroName } from './macro-names.ts';
import { MACROS, valueOfTrack } from './macros.ts';
import { type Spring, stepSpring } from './spring.ts';

/** What the controls say together now. Buffers are written anew with each step: copy what is kept. */
export interface ControlMotion {
  /** Any part of her is held. */
  readonly found: boolean;
  readonly face: Float32Array;
  readonly hands: Float32Array | undefined;
  readonly pose: Float32Array | undefined;
  /** Inputs of the mapping, by name. */
  readonly inputs: ReadonlyMap<string, number>;
}

/** Turns what devices do into motion. Time comes in with each step; nothing is read or sent here. */
export interface ControlEngine {
  /** The rows in force; what unchanged rows do goes on. */
  use(rows: readonly ControlRow[], restSeconds: number): void;
  /** A control moved. Readings that no row wants are forgotten. */
  read(reading: ControlReading): void;
  /** A device is gone or cannot be heard any more: all of it springs back. */
  release(device: ControlReading['device']): void;
  play(macro: MacroName): void;
  step(dtSeconds: number): ControlMotion;
  /** Nothing is held and nothing moves: no step is needed before the next reading. */
  readonly isAtRest: boolean;
}

/** A row at work. */
interface Lane {
  row: ControlRow;
  readonly spring: Spring;
  /** Where its control stands, −1…1 or 0…1; undefined: never moved. */
  value: number | undefined;
  toggledOn: boolean;
}
interface Run {
  readonly macro: MacroName;
  seconds: number;
  /** 1; goes to 0 when the same movement begins again. */
  weight: number;
  ending: boolean;
}

/** From a press to where it leads, for shapes and for what has weight. */
const SHAPE_RISE_SECONDS = 0.08;
const BODY_RISE_SECONDS = 0.16;
const RESTART_FADE_SECONDS = 0.15;
const MOST_RUNS = 8;
/** Share of a target's reach below which it rests. */
const RESTS_BELOW = 0.01;
const PRESSED = 0.5;
/** Of gaze that a look of one ARKit shape is, degrees. */
const LOOK_DEGREES = 30;
/** Centimetres that the head goes aside with each degree of leaning. */
const LEAN_CENTIMETRES = 0.45;
const DEGREE = Math.PI / 180;

export function createControlEngine(): ControlEngine {
  let lanes: Lane[] = [];
  let restSeconds = 4;
  let runs: Run[] = [];
  const faceSums = new Map<FaceTarget, number>(FACE_TARGETS.map((name) => [name, 0]));
  const quietFor = new Map<BodyPart, number>(BODY_PARTS.map((part) => [part, Number.POSITIVE_INFINITY]));
  const face = emptyFace();
  const hands = emptyHands();
  const pose = emptyPose();
  const inputs = new Map<string, number>();

  function use(rows: readonly ControlRow[], nextRestSeconds: number): void {
    restSeconds = nextRestSeconds;
    const before = new Map(lanes.map((lane) => [lane.row.id, lane]));
    lanes = rows.map((row) => {
      const known = before.get(row.id);
      const same = known?.row.control === row.control && known.row.device === row.device && sameTarget(known.row, row);
      if (known === undefined || !same) return { row, spring: { value: 0, velocity: 0 }, value: undefined, toggledOn: false };
      known.row = row;
      return known;
    });
  }

  function read(reading: ControlReading): void {
    for (const lane of lanes) {
      if (lane.row.device !== reading.device || lane.row.control !== reading.control) continue;
      const wasPressed = Math.abs(lane.value ?? 0) >= PRESSED;
      lane.value = reading.value;
      const presses = !wasPressed && Math.abs(reading.value) >= PRESSED;
      if (lane.row.target.type === 'macro') {
        if (presses) play(lane.row.target.macro);
      } else if (presses) lane.toggledOn = !lane.toggledOn;
    }
  }

  function play(macro: MacroName): void {
    for (const run of runs) if (run.macro === macro) run.ending = true;
    runs = [...runs, { macro, seconds: 0, weight: 1, ending: false }].slice(-MOST_RUNS);
    for (const { channel } of MACROS[macro].tracks) quietFor.set(partOfTarget({ type: 'face', channel }), 0);
  }

  function stepLane(lane: Lane, dt: number): void {
    const target = aimOf(lane);
    const returns = Math.abs(target) < Math.abs(lane.spring.value);
    const rise = riseOf(lane.row);
    stepSpring(lane.spring, target, returns ? Math.max(rise, lane.row.springSeconds) : rise, dt);
    // A stick that trembles at rest holds nothing.
    const wants = Math.abs(target) > RESTS_BELOW * reachOf(lane.row);
    if ((wants || isMoving(lane)) && lane.row.target.type !== 'input' && lane.row.target.type !== 'macro')
      quietFor.set(partOfTarget(lane.row.target), 0);
  }

  function stepRuns(dt: number): void {
    for (const run of runs) {
      run.seconds += dt;
      if (run.ending) run.weight = Math.max(0, run.weight - dt / RESTART_FADE_SECONDS);
      for (const track of MACROS[run.macro].tracks) {
        add(track.channel, valueOfTrack(track, run.seconds) * run.weight);
        quietFor.set(partOfTarget({ type: 'face', channel: track.channel }), 0);
      }
    }
    runs = runs.filter(({ macro, seconds, weight }) => weight > 0 && seconds < MACROS[macro].seconds);
  }

  const add = (channel: FaceTarget, value: number): void => void faceSums.set(channel, (faceSums.get(channel) ?? 0) + value);
  const isHeld = (part: BodyPart): boolean => {
    const quiet = quietFor.get(part) ?? Number.POSITIVE_INFINITY;
    return quiet < Number.POSITIVE_INFINITY && (restSeconds === 0 || quiet <= restSeconds);
  };

  function step(dt: number): ControlMotion {
    for (const part of BODY_PARTS) quietFor.set(part, (quietFor.get(part) ?? 0) + dt);
    for (const name of FACE_TARGETS) faceSums.set(name, 0);
    hands.fill(Number.NaN);
    inputs.clear();
    for (const lane of lanes) {
      stepLane(lane, dt);
      const { target } = lane.row;
      if (target.type === 'face') add(target.channel, lane.spring.value);
      else if (target.type === 'hand' && isHeld('hands') && isInUse(lane)) addHand(hands, target, lane.spring.value);
      else if (target.type === 'input' && isInUse(lane))
        inputs.set(target.name, (inputs.get(target.name) ?? 0) + lane.spring.value);
    }
    stepRuns(dt);
    writeFace(face, faceSums, isHeld);
    const leans = isHeld('upperBody');
    if (leans) writeLean(pose, bounded('lean', faceSums));
    const found = BODY_PARTS.some(isHeld);
    return { found, face, hands: isHeld('hands') ? hands : undefined, pose: leans ? pose : undefined, inputs };
  }

  return {
    use,
    read,
    release(device) {
      for (const lane of lanes) {
        if (lane.row.device !== device) continue;
        lane.value = undefined;
        lane.toggledOn = false;
      }
    },
    play,
    step,
    get isAtRest() {
      return (
        runs.length === 0 &&
        !BODY_PARTS.some(isHeld) &&
        !lanes.some((lane) => isMoving(lane) || Math.abs(aimOf(lane)) > RESTS_BELOW * reachOf(lane.row))
      );
    },
  };
}

/** Where a lane's spring is sent. A control that was never moved, or is gone, wants nothing. */
function aimOf({ row, value, toggledOn }: Lane): number {
  if (value === undefined || row.target.type === 'macro') return 0;
  if (row.mode === 'toggle') return toggledOn ? row.to : isTwoSided(row) ? 0 : row.from;
  return valueOfRow(row, value);
}
const reachOf = ({ from, to }: ControlRow): number => Math.max(Math.abs(from), Math.abs(to), 1e-6);
const isMoving = ({ row, spring }: Lane): boolean =>
  Math.abs(spring.value) > RESTS_BELOW * reachOf(row) || Math.abs(spring.velocity) > RESTS_BELOW * reachOf(row);
const isInUse = (lane: Lane): boolean => lane.value !== undefined || isMoving(lane);
const sameTarget = (a: ControlRow, b: ControlRow): boolean => JSON.stringify(a.target) === JSON.stringify(b.target);

function riseOf({ target }: ControlRow): number {
  if (target.type === 'macro' || target.type === 'input') return SHAPE_RISE_SECONDS;
  const part = partOfTarget(target);
  return part === 'head' || part === 'upperBody' || part === 'hands' ? BODY_RISE_SECONDS : SHAPE_RISE_SECONDS;
}

function bounded(channel: FaceTarget, sums: ReadonlyMap<FaceTarget, number>): number {
  const [least, most] = limitsOfTarget({ type: 'face', channel });
  return Math.min(most, Math.max(least, sums.get(channel) ?? 0));
}

function addHand(hands: Float32Array, { hand, channel }: Extract<BodyTarget, { type: 'hand' }>, value: number): void {
  const start = HAND_SIDES.indexOf(hand) * HAND_STRIDE;
  // A hand is told as a whole: what no row moves is a fist in the middle.
  if (Number.isNaN(hands[start] ?? Number.NaN)) hands.fill(0, start, start + HAND_STRIDE);
  const at = start + HAND_CHANNELS.indexOf(channel);
  const [least, most] = limitsOfTarget({ type: 'hand', hand, channel });
  hands[at] = Math.min(most, Math.max(least, (hands[at] ?? 0) + value));
}

/** Channels that stand for themselves, then what several take together. A part that nobody holds is not told of. */
function writeFace(face: Float32Array, sums: ReadonlyMap<FaceTarget, number>, isHeld: (part: BodyPart) => boolean): void {
  const held = (channel: FaceTarget): boolean => isHeld(partOfTarget({ type: 'face', channel }));
  for (const channel of FACE_TARGETS)
    if (!isCombined(channel)) face[FACE_AT[channel]] = held(channel) ? bounded(channel, sums) : Number.NaN;
  const lay = (value: number, ...channels: readonly FaceChannel[]): void => {
    for (const channel of channels) {
      const [least, most] = limitsOfTarget({ type: 'face', channel });
      const at = FACE_AT[channel];
      face[at] = Math.min(most, Math.max(least, (face[at] ?? 0) + value));
    }
  };
  const of = (channel: CombinedTarget): number => bounded(channel, sums);
  if (held('mouth')) lay(of('mouth'), 'jawOpen');
  if (held('smile')) {
    lay(of('smile'), 'mouthSmileLeft', 'mouthSmileRight');
    lay(Math.max(0, of('brows')), 'browInnerUp', 'browOuterUpLeft', 'browOuterUpRight');
    lay(Math.max(0, -of('brows')), 'browDownLeft', 'browDownRight');
  }
  if (held('blink')) {
    lay(of('blink'), 'eyeBlinkLeft', 'eyeBlinkRight');
    lay(of('gazeYaw'), 'gazeYawLeft', 'gazeYawRight');
    lay(of('gazePitch'), 'gazePitchLeft', 'gazePitchRight');
    lay(Math.max(0, of('gazeYaw')) / LOOK_DEGREES, 'eyeLookOutLeft', 'eyeLookInRight');
    lay(Math.max(0, -of('gazeYaw')) / LOOK_DEGREES, 'eyeLookInLeft', 'eyeLookOutRight');
    lay(Math.max(0, of('gazePitch')) / LOOK_DEGREES, 'eyeLookUpLeft', 'eyeLookUpRight');
    lay(Math.max(0, -of('gazePitch')) / LOOK_DEGREES, 'eyeLookDownLeft', 'eyeLookDownRight');
  }
  if (isHeld('upperBody')) {
    const lean = of('lean');
    const at = FACE_AT.headX;
    face[at] = Math.max(
      -30,
      Math.min(30, (Number.isNaN(face[at] ?? Number.NaN) ? 0 : (face[at] ?? 0)) + lean * LEAN_CENTIMETRES),
    );
  }
}

/** Leaning to her own left by `degrees`: the spine rolls about +Z, clockwise as she is seen. */
function writeLean(pose: Float32Array, degrees: number): void {
  const at = 3 + (BONE_AT.get('spine') ?? 0) * 4;
  const half = (-degrees * DEGREE) / 2;
  pose[at] = 0;
  pose[at + 1] = 0;
  pose[at + 2] = Math.sin(half);
  pose[at + 3] = Math.cos(half);
}
