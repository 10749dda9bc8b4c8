import type { Performance } from '#shared/contract/speech.ts';
import { sentenceEnd } from '#shared/speech/sentence-end.ts';

/** A sentence as the room heard it. ms since the epoch. */
export interface HeardLine {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}
export type HeardProgress = Pick<Performance, 'state' | 'turnId' | 'reply' | 'spokenUntil'>;

interface OpenLine {
  readonly turnId: number;
  readonly from: number;
  readonly startMs: number;
}

/** No word, only signs. */
const isBare = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);

/**
 * Cuts what she says into sentences with their times, from how far the room has heard an answer (told some twenty times a second). A sentence is told
 * when it is over; of one that is cut off, the part that was heard.
 */
export function createHeardLines(now: () => number, onLine: (line: HeardLine) => void): (progress: HeardProgress) => void {
  let open: OpenLine | undefined;
  /** Up to where the turn's sentences have been told. */
  let told: { readonly turnId: number; readonly until: number } | undefined;
  let reply = '';
  let spokenUntil = 0;

  function close(until: number): void {
    if (open === undefined) return;
    const text = reply.slice(open.from, until).trim();
    told = { turnId: open.turnId, until };
    const { startMs } = open;
    open = undefined;
    if (!isBare(text)) onLine({ startMs, endMs: now(), text });
  }

  /** The turn is over: of what was not heard only signs are taken along. */
  function cutOff(): void {
    close(isBare(reply.slice(spokenUntil)) ? reply.length : spokenUntil);
  }

  return (progress) => {
    if (open !== undefined && (progress.turnId !== open.turnId || progress.state === 'idle')) cutOff();
    if (progress.turnId === null || progress.state !== 'speaking') return;
    const { turnId } = progress;
    ({ reply, spokenUntil } = progress);
    let from = open?.from ?? (told?.turnId === turnId ? told.until : 0);
    while (spokenUntil > from) {
      open ??= { turnId, from, startMs: now() };
      const end = sentenceEnd(reply, from);
      if (spokenUntil < end || (end === reply.length && !/[.!?。！？…\n]$/u.test(reply))) return;
      close(end);
      from = end;
    }
  };
}
