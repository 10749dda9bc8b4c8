import type { Clock } from '#main/platform/host.ts';
import { createCell } from '#shared/cell.ts';
import type { HearingView } from '#shared/contract/hearing.ts';
import type { HearingLevel } from './hearing.types.ts';
import type { SoundBlock } from './sound-line.ts';

type Entry = HearingView['recent'][number];

/** What the ears show of themselves: state, the last words and what became of them, and the level. */
export interface HearingBoard {
  readonly view: ReturnType<typeof createCell<HearingView>>;
  readonly level: ReturnType<typeof createCell<HearingLevel>>;
  /** Publishes what differs. */
  show(change: Partial<HearingView>): void;
  note(entry: Omit<Entry, 'atMs'>): void;
  /** Gathers blocks and tells the loudest of each twentieth of a second. */
  sound(block: SoundBlock, probability: number): void;
}

const RECENT = 30;
const SAMPLES_EACH_MS = 50;
/** Quieter than this is an empty meter; full scale a full one. */
const EMPTY_DB = -66;

const START: HearingView = {
  state: 'off',
  problem: '',
  partial: '',
  recent: [],
  recognizer: null,
  guarding: false,
  capture: null,
  testing: false,
};

export function createHearingBoard(clock: Clock): HearingBoard {
  const view = createCell<HearingView>(START);
  const level = createCell<HearingLevel>({ level: 0, speech: 0, echo: 0 });
  let loudestDb = -140;
  let echoDb = -140;
  let toldAtMs = 0;

  function show(change: Partial<HearingView>): void {
    const before = view.get();
    const next = { ...before, ...change };
    if (Object.entries(next).some(([key, value]) => Reflect.get(before, key) !== value)) view.set(next);
  }

  return {
    view,
    level,
    show,
    note(entry) {
      show({ recent: [{ ...entry, atMs: clock.now() }, ...view.get().recent].slice(0, RECENT), partial: '' });
    },
    sound(block, probability) {
      loudestDb = Math.max(loudestDb, block.heardDb);
      if (block.echoing) echoDb = Math.max(echoDb, block.echoDb);
      const now = clock.now();
      if (now - toldAtMs < SAMPLES_EACH_MS) return;
      toldAtMs = now;
      level.set({ level: shareOf(loudestDb), speech: probability, echo: shareOf(echoDb) });
      loudestDb = -140;
      echoDb = -140;
    },
  };
}

const shareOf = (db: number): number => Math.round(1000 * Math.min(1, Math.max(0, 1 - db / EMPTY_DB))) / 1000;
