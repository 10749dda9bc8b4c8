import type { Milliseconds } from '#shared/units.ts';

/** How much a picture may cost: everything; without outlines (about half); without shading and with fewer triangles too (a twelfth, where the processor draws). */
export type Quality = 'full' | 'plain' | 'flat';

/** What a picture of each look costs against a flat one where the processor draws; only to guess whether another look is affordable. */
export type LookCosts = Readonly<Record<Quality, number>>;

/**
 * Decides which of the browser's frames are drawn, and how well. With a fixed cap it only spaces them out. On 'auto' it goes down a ladder of
 * rates and qualities where pictures take long, so that drawing leaves the machine room for sound and for everything else, and tries the
 * step above again when that looks affordable. A step that proved too dear is tried ever more rarely: looks that come and go disturb.
 */
export interface Governor {
  readonly framesPerSecond: number;
  readonly quality: Quality;
  setCap(cap: 'auto' | number): void;
  /** Fixes how well is drawn; auto: as the machine allows. */
  setLook(look: 'auto' | Quality): void;
  /** Whether the frame at `nowMs` is to be drawn. Call once per browser frame, and whenever there is news. */
  due(nowMs: Milliseconds, news: News): boolean;
  /** How long one picture took, from its first command to its last pixel. */
  addCost(spent: { readonly ms: Milliseconds }, nowMs: Milliseconds): void;
}

/** Whether what moves her has told something since the last picture; 'beat': nothing does that is worth waiting for. */
export type News = 'beat' | 'fresh' | 'awaited';

interface Step {
  readonly rate: number;
  readonly quality: Quality;
}
const LADDER: readonly Step[] = [
  { rate: 60, quality: 'full' },
  { rate: 30, quality: 'full' },
  { rate: 20, quality: 'full' },
  { rate: 20, quality: 'plain' },
  { rate: 15, quality: 'plain' },
  { rate: 30, quality: 'flat' },
  { rate: 20, quality: 'flat' },
  { rate: 15, quality: 'flat' },
  { rate: 10, quality: 'flat' },
  { rate: 7, quality: 'flat' },
  { rate: 5, quality: 'flat' },
];
/** Flat pictures a second that a picture drawn by the processor may cost at first. */
const SOFTWARE_START = 15;
/**
 * Share of the time that drawing may take, and the share below which a higher step is tried. A processor that draws has other work as well: sound, speech,
 * whoever looks through the camera.
 */
const SHARES = { card: { busy: 0.6, calm: 0.4 }, processor: { busy: 0.5, calm: 0.4 } } as const;
/** Costs looked at before a judgement. */
const SAMPLES = 6;
/**
 * Costs remembered. The second least of them counts: a picture is timed from its first command to its last pixel, and beside other work (a tracker, another
 * page, her voice) most wait longer for the processor than they use it. Drawing less for that would not give the others more than their share.
 */
const REMEMBERED = 8;
/** A higher step has to look affordable for this long; doubled each time that it proves too dear. */
const PATIENCE_MS = 5000;
const LONGEST_PATIENCE_MS = 300_000;
/** Browser frames come a little early or late; a few ms at 60 Hz must not skip one. */
const EARLY_MS = 3;
/** Shares of a picture's time: so much sooner than its beat she is drawn where there is news, and so much later where it is still awaited. */
const SOONER = 0.25;
const LATER = 0.5;

/** The steps that are worth taking with these costs: each is cheaper than the one before. */
export function ladderOf(costs: LookCosts): readonly Step[] {
  let last = Number.POSITIVE_INFINITY;
  return LADDER.filter(({ rate, quality }) => {
    const price = rate * costs[quality];
    if (price >= last) return false;
    last = price;
    return true;
  });
}

export function createGovernor(software: boolean, costs: LookCosts): Governor {
  const ladder = ladderOf(costs);
  const { busy, calm } = software ? SHARES.processor : SHARES.card;
  let cap: 'auto' | number = 'auto';
  let look: 'auto' | Quality = 'auto';
  let step = software ? ladder.findIndex(({ rate, quality }) => rate * costs[quality] <= SOFTWARE_START) : 0;
  let samples = 0;
  let patienceMs = PATIENCE_MS;
  // In an object: numbers in a closure are boxed anew with each change, and these change with every frame.
  const now = { cost: 0, calmSinceMs: -1, climbedAtMs: Number.NEGATIVE_INFINITY, nextMs: Number.NEGATIVE_INFINITY };
  const costsMs = new Float64Array(REMEMBERED);

  const at = (index: number): Step => ladder[index] ?? { rate: 5, quality: 'flat' };
  const rate = (): number => (cap === 'auto' ? at(step).rate : cap);
  /** Whether drawing would take more than a share of the time on another step. Answered here, for a number that is returned is boxed. */
  function exceeds(index: number, share: number): boolean {
    const { rate: framesPerSecond, quality } = at(index);
    return (now.cost * framesPerSecond * costs[quality]) / costs[at(step).quality] / 1000 > share;
  }
  function moveTo(next: number): void {
    now.cost *= costs[at(next).quality] / costs[at(step).quality];
    step = next;
    samples = 0;
    now.calmSinceMs = -1;
  }

  return {
    get framesPerSecond() {
      return rate();
    },
    get quality() {
      if (look !== 'auto') return look;
      return cap === 'auto' ? at(step).quality : 'full';
    },
    setCap(next) {
      cap = next;
    },
    setLook(next) {
      look = next;
    },
    due(nowMs, news) {
      const interval = 1000 / rate();
      const shift = news === 'fresh' ? -SOONER * interval : news === 'awaited' ? LATER * interval : 0;
      if (nowMs < now.nextMs + shift - EARLY_MS) return false;
      // The beat is that of the news.
      if (news !== 'beat') now.nextMs = nowMs;
      // After a pause the beat starts anew; it does not catch up.
      now.nextMs = nowMs - now.nextMs > interval ? nowMs + interval : now.nextMs + interval;
      return true;
    },
    addCost({ ms: costMs }, nowMs) {
      if (cap !== 'auto') return;
      costsMs[samples % REMEMBERED] = costMs;
      if (++samples < SAMPLES) return;
      now.cost = secondLeast(costsMs, Math.min(samples, REMEMBERED));
      if (exceeds(step, busy) && step < ladder.length - 1) {
        if (nowMs - now.climbedAtMs < 2 * patienceMs) patienceMs = Math.min(LONGEST_PATIENCE_MS, patienceMs * 2);
        moveTo(step + 1);
      } else if (step > 0 && !exceeds(step - 1, calm)) {
        if (now.calmSinceMs < 0) now.calmSinceMs = nowMs;
        else if (nowMs - now.calmSinceMs >= patienceMs) {
          now.climbedAtMs = nowMs;
          moveTo(step - 1);
        }
      } else now.calmSinceMs = -1;
    },
  };
}

/** Of the first `count` values. */
function secondLeast(values: Float64Array, count: number): number {
  let least = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (value < least) {
      second = least;
      least = value;
    } else if (value < second) second = value;
  }
  return second;
}
