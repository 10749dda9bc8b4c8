import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent, RetractEvent } from '#shared/live/live-event.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createErrorCounters, type ErrorCounters } from '../error-counters.ts';
import { waitAtMost } from '../time-limit.ts';
import { type RecordedEvent, recordedEventFromLine, recordingHeaderFromLine } from './recording-format.ts';

/** `speed`: 1 = as it was, 2 = twice as fast, 0 = as fast as it goes. */
export interface ReplayOptions {
  readonly file: string;
  readonly speed: number;
}

/** Events handed on at once when there is no time to keep. The file is not read on meanwhile. */
const BATCH = 200;
/** How often the program is asked whether it is still behind. */
const BEHIND_MS = 5;
const PROGRESS_EVERY_MS = 1000;
const CLOSE_WAIT_MS = 1500;

/**
 * Plays a recorded room into the program. Ids are made new per run, so that a show can be replayed twice, and times are those of now.
 * The file is read line by line, never as a whole; reading waits for the clock, so memory does not grow with the length of the show.
 */
export function createReplay({ file, speed }: ReplayOptions, context: ConnectorContext): Connector {
  const { clock, report } = context;
  const errors = createErrorCounters();
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let played = 0;
  let showMs = 0;

  /** Resolves early on close; `stop.signal` tells which it was. */
  const until = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (stop.signal.aborted) return resolve();
      const cancel = clock.after(delayMs, done);
      stop.signal.addEventListener('abort', done, { once: true });
      function done(): void {
        cancel();
        stop.signal.removeEventListener('abort', done);
        resolve();
      }
    });

  const play = async (): Promise<void> => {
    const runId = `replay-${Math.floor(clock.now()).toString(36)}`;
    const startedMs = clock.now();
    let lastReportMs = startedMs;
    let batch: LiveEvent[] = [];
    const handOn = (): void => {
      if (batch.length > 0 && !stop.signal.aborted) context.emit(batch);
      batch = [];
    };
    const tellProgress = (): void => {
      lastReportMs = clock.now();
      report({
        status: 'ready',
        reason: 'replaying',
        message: `Replaying: ${played} events, ${Math.round(showMs / 1000)} s into the show.${skippedText(errors)}`,
      });
    };
    for await (const { t, event } of recordedEvents(file, errors, stop.signal)) {
      const waitMs = speed === 0 ? 0 : startedMs + t / speed - clock.now();
      if (waitMs > 0 || batch.length >= BATCH) {
        handOn();
        await until(Math.max(0, waitMs));
        while (context.behind.get() && !stop.signal.aborted) await until(BEHIND_MS);
      }
      if (stop.signal.aborted) return;
      batch.push(asNew(event, runId, clock.now()));
      played += 1;
      showMs = t;
      if (clock.now() - lastReportMs >= PROGRESS_EVERY_MS) tellProgress();
    }
    handOn();
    if (!stop.signal.aborted)
      report({
        status: 'off',
        reason: 'replay-finished',
        message: `The recording is over: ${played} events.${skippedText(errors)}`,
      });
  };

  return {
    errors: errors.counts,
    get progress() {
      return { events: played, showMs };
    },
    start() {
      if (running !== undefined || stop.signal.aborted) return;
      report({ status: 'ready', reason: 'replaying', message: 'Replaying.' });
      running = play().catch((cause: unknown) => {
        if (!stop.signal.aborted) report({ status: 'failed', reason: 'replay-failed', message: replayProblem(cause) });
      });
    },
    async close() {
      stop.abort();
      await waitAtMost(clock, CLOSE_WAIT_MS, running);
    },
  };
}

function replayProblem(cause: unknown): string {
  return cause instanceof StudioError
    ? cause.message
    : `The recording cannot be read (${messageFromUnknown(cause)}). Choose another one.`;
}

function skippedText(errors: ErrorCounters): string {
  const skipped = errors.counts['broken-line'] ?? 0;
  return skipped === 0 ? '' : ` ${skipped} broken lines were skipped.`;
}

async function* recordedEvents(file: string, errors: ErrorCounters, signal: AbortSignal): AsyncGenerator<RecordedEvent, void> {
  const stream = createReadStream(file, { encoding: 'utf8' });
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  // readline does not pass on stream errors: a missing file would look like an empty one.
  let failure: unknown;
  stream.on('error', (error) => {
    failure = error;
    lines.close();
  });
  try {
    let isFirst = true;
    for await (const line of lines) {
      if (signal.aborted) return;
      if (isFirst) {
        isFirst = false;
        if (recordingHeaderFromLine(line) === undefined)
          throw new StudioError(
            'invalid-input',
            'The file is no Yingxi recording: its first line is not the header. Choose another file.',
          );
        continue;
      }
      if (line.trim() === '') continue;
      const recorded = recordedEventFromLine(line);
      if (recorded === undefined) errors.add('broken-line');
      else yield recorded;
    }
    if (failure !== undefined) throw failure;
    if (isFirst) throw new StudioError('invalid-input', 'The recording is empty. Choose another file.');
  } finally {
    lines.close();
    stream.destroy();
  }
}

/** Withdrawals must hit the ids of this run. */
function asNew(event: LiveEvent, runId: string, nowMs: number): LiveEvent {
  const fresh = { ...event, id: renamed(event.id, runId), timestamp: nowMs, receivedAt: nowMs };
  return fresh.kind === 'retract' ? withNewTargets(fresh, runId) : fresh;
}
function withNewTargets(event: RetractEvent, runId: string): RetractEvent {
  return event.targetIds === undefined ? event : { ...event, targetIds: event.targetIds.map((id) => renamed(id, runId)) };
}
function renamed(id: string, runId: string): string {
  return `${id}#${runId}`.slice(-300);
}
