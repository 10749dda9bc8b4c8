import { createEventQueue, type EventQueue } from '#main/platform/event-queue.ts';
import type { Logger } from '#main/platform/logger.ts';
import { raceAbort } from '#main/platform/race-abort.ts';
import type { Emotion, Language, Speaker } from '#shared/speech/emotion.ts';
import { createPieceReader, type Piece, quotedPiece } from './piece-reader.ts';
import type { RenderedEvent, SentenceVoice } from './sentence-voice.ts';
import type { SentenceGuard, SpeechSink } from './speech.types.ts';
import type { Pronounce } from './text/pronunciation.ts';
import { createSentenceCutter } from './text/sentence-cutter.ts';
import { createUnspokenBlocks } from './text/unspoken-blocks.ts';

export interface SpeakRequest {
  readonly turnId: number;
  /** The model's words as they come, tags and all. */
  readonly text: AsyncIterable<string>;
  readonly emotion?: Emotion | undefined;
  readonly language?: Language | undefined;
  /** Whose words `text` is; hers if nothing is said. */
  readonly speaker?: Speaker | undefined;
  /** Read out by the assistant before, while the model still thinks: the message that she answers. Plain text. */
  readonly preface?: string | undefined;
  /** Looks at each sentence of `text` before it goes to the voice. */
  readonly guard?: SentenceGuard | undefined;
  readonly signal: AbortSignal;
  /** The first piece of text was cut and goes to the voice. */
  onFirstSentence?(): void;
  /** The first sound went to the sink. */
  onFirstPcm?(): void;
}

export interface SpokenUtterance {
  readonly index: number;
  readonly text: string;
  readonly language: Language;
  readonly emotion: Emotion;
  readonly speaker: Speaker;
}

export interface SpeakResult {
  /** Sentences that reached the sink, in order. */
  readonly utterances: readonly SpokenUtterance[];
  /** Sentences that no voice could say to the end. */
  readonly failed: number;
}

interface TurnParts {
  readonly voice: SentenceVoice;
  readonly persona: Language | 'auto';
  readonly pronounce: Pronounce;
  readonly logger: Logger;
}

/** Sentences that are synthesised at the same time. */
const PARALLEL = 3;
/** Sentences read ahead of the voice; the model waits beyond that. */
const READ_AHEAD = 200;

/**
 * One turn, three loops joined by queues: read (text → pieces), start (pieces → syntheses, at most three, and as far ahead as the stage wants),
 * deliver (syntheses in order of their sentences → sink). The signal ends all three; after it nothing reaches the sink.
 */
export async function speakTurn(parts: TurnParts, request: SpeakRequest, sink: SpeechSink): Promise<SpeakResult> {
  // A sink that fails ends the reading too; the caller's signal ends everything.
  const ending = new AbortController();
  const { signal } = ending;
  const onAbort = (): void => ending.abort();
  if (request.signal.aborted) onAbort();
  request.signal.addEventListener('abort', onAbort, { once: true });
  const pieces = createEventQueue<Piece>();
  const lanes = createEventQueue<Lane>();
  const room = createRoom(READ_AHEAD);
  const slots = createRoom(PARALLEL);
  const utterances: SpokenUtterance[] = [];
  let failed = 0;

  async function read(): Promise<void> {
    const blocks = createUnspokenBlocks();
    const cutter = createSentenceCutter();
    const { persona, pronounce } = parts;
    const { emotion, language, speaker = 'her' } = request;
    const reader = createPieceReader({ persona, pronounce, emotion, language, speaker });
    let any = false;
    const hand = async (piece: Piece | undefined): Promise<void> => {
      if (!piece) return;
      await raceAbort(room.enter(), signal);
      pieces.push(piece);
    };
    let ended = false;
    const take = async (raw: string): Promise<void> => {
      if (ended) return;
      const written = reader.read(raw);
      const ruling = written === undefined ? undefined : request.guard?.(written.caption);
      ended = ruling?.do === 'end';
      const piece =
        ruling === undefined || ruling.do === 'say' ? written : ruling.do === 'replace' ? reader.read(ruling.text) : undefined;
      if (piece && !any) request.onFirstSentence?.();
      any ||= piece !== undefined;
      await hand(piece);
    };
    if (request.preface !== undefined)
      await hand(quotedPiece(request.preface, { persona, pronounce, language: undefined, speaker: 'assistant' }));
    try {
      for await (const text of abortable(request.text, signal)) {
        for (const raw of cutter.push(blocks.push(text))) await take(raw);
        if (ended) break;
      }
    } finally {
      // What came before a broken stream is still said.
      if (!signal.aborted) for (const raw of [...cutter.push(blocks.end()), ...cutter.end()]) await take(raw);
      pieces.end();
    }
  }

  async function startAll(): Promise<void> {
    let index = 0;
    try {
      for await (const piece of pieces) {
        room.leave();
        await raceAbort(slots.enter(), signal);
        await raceAbort(sink.readyFor(index), signal);
        lanes.push(startLane(parts.voice, piece, index, signal, slots.leave));
        index++;
      }
    } finally {
      lanes.end();
    }
  }

  async function deliver(): Promise<void> {
    let silent = true;
    for await (const lane of lanes) {
      if (signal.aborted) return;
      const { index, piece } = lane;
      sink.utterance({
        index,
        text: piece.caption,
        language: piece.language,
        emotion: piece.emotion,
        intensity: piece.intensity,
        speaker: piece.speaker,
      });
      utterances.push({
        index,
        text: piece.caption,
        language: piece.language,
        emotion: piece.emotion,
        speaker: piece.speaker,
      });
      let samples = 0;
      for await (const event of abortable(lane.events, signal)) {
        if (signal.aborted) return;
        if (event.type === 'failed') failed++;
        else if (event.type === 'cues') sink.cues(index, piece.speaker === 'her' ? event.visemes : [], event.words);
        else {
          sink.pcm(index, samples, event.samples);
          samples += event.samples.length;
          if (silent) request.onFirstPcm?.();
          silent = false;
        }
      }
      if (signal.aborted) return;
      sink.utteranceEnd(index, samples);
    }
  }

  const endOnFailure = (loop: Promise<void>): Promise<void> =>
    loop.catch((error: unknown) => {
      onAbort();
      throw error;
    });
  const results = await Promise.allSettled([endOnFailure(deliver()), endOnFailure(startAll()), read()]);
  request.signal.removeEventListener('abort', onAbort);
  if (!request.signal.aborted) for (const result of results) if (result.status === 'rejected') throw result.reason;
  return { utterances, failed };
}

interface Lane {
  readonly index: number;
  readonly piece: Piece;
  readonly events: EventQueue<RenderedEvent>;
}

function startLane(voice: SentenceVoice, piece: Piece, index: number, signal: AbortSignal, done: () => void): Lane {
  const events = createEventQueue<RenderedEvent>();
  const run = async (): Promise<void> => {
    try {
      for await (const event of voice.render(piece, index, signal)) events.push(event);
      events.end();
    } catch (error) {
      events.fail(error);
    } finally {
      done();
    }
  };
  void run();
  return { index, piece, events };
}

/** A counted entrance: `enter` waits while `size` are inside. */
function createRoom(size: number): { enter(): Promise<void>; leave(): void } {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return {
    enter() {
      if (inside < size) {
        inside++;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    },
  };
}

/** The same values; ends with `cancelled` as soon as `signal` aborts, even while the source is silent. */
async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await raceAbort(Promise.resolve(iterator.next()), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Nobody reads on: the source may end its work. One that hangs must not hold up the stop.
    iterator.return?.()?.catch(() => {});
  }
}
