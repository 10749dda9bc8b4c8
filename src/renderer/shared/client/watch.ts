import { ORPCError } from '@orpc/client';
import { pause } from '#renderer/shared/client/pause.ts';

/** A watch procedure of the client, such as `client.speech.watch`. */
export type WatchProcedure<Value> = (input: undefined, options: { signal: AbortSignal }) => Promise<AsyncIterable<Value>>;

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Each failure to open or go on; it is tried again unless the studio refused. */
  readonly onProblem: (error: unknown) => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Keeps a watch open over lost connections. `connected` rejects when there will be none any more. What `onValue` throws ends the watch. */
export async function watchAgain<Value>(
  connected: (signal: AbortSignal) => Promise<void>,
  procedure: WatchProcedure<Value>,
  onValue: (value: Value) => void,
  { signal, onProblem }: WatchOptions,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const hasConnection = await connected(signal).then(
      () => true,
      () => false,
    );
    if (!hasConnection) return;
    let problem: unknown;
    const values = valuesOf(procedure, signal, (error) => {
      problem = error;
    });
    for await (const value of values) {
      if (signal.aborted) return;
      pauseMs = FIRST_PAUSE_MS;
      onValue(value);
    }
    if (signal.aborted) return;
    if (problem !== undefined) onProblem(problem);
    if (isRefusal(problem)) return;
    await pause(pauseMs, signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** The procedure's values; a failure ends them and goes to `failed`. */
async function* valuesOf<Value>(
  procedure: WatchProcedure<Value>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): AsyncGenerator<Value, void, void> {
  try {
    yield* await procedure(undefined, { signal });
  } catch (error) {
    failed(error);
  }
}

/** These will not change by asking again. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof ORPCError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND' || error.code === 'INVALID_INPUT')
  );
}
