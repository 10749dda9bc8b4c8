import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type Change, type Deed, isEssential, type Op } from './deeds.ts';
import type { Hands } from './hands.ts';
import { type CollectionRecord, remembered } from './record.ts';

export interface Problem {
  readonly doing: string;
  readonly message: string;
}
export interface RunReport {
  readonly record: CollectionRecord;
  /** What was done, in order. */
  readonly done: readonly Change[];
  readonly problems: readonly Problem[];
  /** It broke off: nothing after the last problem was tried. */
  readonly brokeOff: 'failed' | 'cancelled' | 'lost' | undefined;
}
export interface RunOptions {
  readonly hands: Hands;
  readonly changes: readonly Change[];
  readonly record: CollectionRecord;
  readonly signal: AbortSignal;
  readonly isConnected: () => boolean;
  readonly onProgress: (done: number, name: string) => void;
}

/** Does one change after the other. Smaller ones may fail; without the larger ones, or without OBS, it breaks off. Never rejects. */
export async function runChanges(options: RunOptions): Promise<RunReport> {
  const { hands, changes, signal, isConnected, onProgress } = options;
  let { record } = options;
  const done: Change[] = [];
  const problems: Problem[] = [];
  for (const change of changes) {
    onProgress(done.length, nameOf(change.op));
    try {
      const itemId = await hands.perform(change.op, signal);
      if (change.remember !== undefined) record = remembered(record, change.remember, itemId);
      done.push(change);
    } catch (error) {
      problems.push({ doing: nameOf(change.op), message: messageFromUnknown(error) });
      const brokeOff = reasonToStop(error, change.op, signal, isConnected());
      // What OBS refused was not made; what it did not answer may have been.
      if (brokeOff !== undefined) return { record, done: brokeOff === 'failed' ? done : [...done, change], problems, brokeOff };
    }
  }
  onProgress(done.length, '');
  return { record, done, problems, brokeOff: undefined };
}

function reasonToStop(error: unknown, op: Op, signal: AbortSignal, isConnected: boolean): RunReport['brokeOff'] {
  if (signal.aborted) return 'cancelled';
  // OBS that hangs would let each of the rest wait as long.
  if (!isConnected || (error instanceof StudioError && error.code === 'timeout')) return 'lost';
  return isEssential(op) ? 'failed' : undefined;
}

/** The way back of what was done: the last first. */
export const wayBack = (done: readonly Change[]): Deed[] => [...done].reverse().flatMap(({ back }) => back);

function nameOf(op: Op): string {
  switch (op.do) {
    case 'create-item':
    case 'remove-item':
    case 'place':
    case 'order':
      return op.source;
    case 'rename-scene':
    case 'rename-input':
      return op.to;
    case 'program':
      return op.scene;
    case 'settings':
    case 'pick':
    case 'sound':
      return op.input;
    case 'stage':
      return '';
    default:
      return op.name;
  }
}
