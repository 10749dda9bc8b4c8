import type { Cell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { cut } from './chat-line.ts';

/** What she is doing, for the audience: told by the show, or in the streamer's words while there are some. */
export interface StatusLine {
  readonly text: string;
  /** '' gives it back to the program. */
  say(text: string): void;
  close(): void;
}

export function createStatusLine(options: {
  readonly performance: Pick<Cell<Performance>, 'get' | 'subscribe'>;
  readonly before: string;
  readonly now: () => number;
  readonly onStatus: (status: OverlayStates['status']) => void;
}): StatusLine {
  const { performance, onStatus } = options;
  let text = options.before;

  function tell(): void {
    const { state, about, quietUntilMs } = performance.get();
    const isQuiet = state === 'idle' && quietUntilMs !== null && quietUntilMs > options.now();
    onStatus({ deed: isQuiet ? 'quiet' : state, text, about: state === 'idle' ? '' : cut(about?.userName ?? '', 40) });
  }

  const unsubscribe = performance.subscribe(tell);
  tell();
  return {
    get text() {
      return text;
    },
    say(next) {
      text = next.trim();
      tell();
    },
    close: unsubscribe,
  };
}
