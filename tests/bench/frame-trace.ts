import type { Browser } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: start, duration, and duration of the thread's own clock. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** The name of the mark (`performance.mark`) that a page sets in each animation frame that counts. */
const FRAME_MARK = 'drawn';

/** Starts the browser's trace; the answer ends it and tells what the marked animation frames took of their thread, ms each. */
export async function traceFrames(browser: Browser): Promise<() => Promise<number[]>> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  // The protocol leaves open what an event holds; these fields are in every one that is used.
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'blink.user_timing'], excludedCategories: ['*'] },
  });
  return async () => {
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    return threadTimes(events);
  };
}

function threadTimes(events: readonly TraceEvent[]): number[] {
  const marks = events.filter(({ name }) => name === FRAME_MARK);
  return events
    .filter(({ name }) => name === 'FireAnimationFrame')
    .filter(({ pid, tid, ts, dur = 0 }) =>
      marks.some((mark) => mark.pid === pid && mark.tid === tid && mark.ts >= ts && mark.ts <= ts + dur),
    )
    .map(({ tdur }) => {
      if (tdur === undefined) throw new Error('this Chromium tells no thread time');
      return tdur / 1000;
    });
}
