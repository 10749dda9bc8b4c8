import type { ObsControl } from '#main/obs/obs.types.ts';
import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { raceAbort } from '#main/platform/race-abort.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';

/** A JPEG of OBS as a `data:` URL, or undefined when she does not look for this message or cannot. Never rejects. */
export type Look = (text: string, signal: AbortSignal) => Promise<string | undefined>;

export interface ObsSightOptions {
  readonly control: Pick<ObsControl, 'state' | 'screenshot'>;
  readonly settings: () => ObsSettings['vision'];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An answer is not held up for longer than this. */
const WITHIN_MS = 1500;
/** A detailed picture is made smaller once, and left out when that is not enough. */
const MAX_BYTES = 500_000;

/** Words of a message that asks about what is shown, in the three languages. A miss costs an answer in words, a false hit one picture. */
const ASKS = [
  /屏幕|画面|看得[到见]|看[到见]|看看|你看|图[里上]|这是(什么|啥)|(什么|啥)游戏/u,
  /\b(screen|on stream|picture|image|look at|looking at|can you see|do you see|see (this|that|it)|watching|what('?s| is) (this|that|happening|going on)|which game|what game)\b/iu,
  /画面|スクリーン|見え|見て|映って|画像|これ(は)?(何|なに|なん)|何のゲーム/u,
];
export const asksForSight = (text: string): boolean => ASKS.some((pattern) => pattern.test(text.normalize('NFKC')));

/** What she sees of OBS, as often as the streamer allows. */
export function createObsSight({ control, settings, clock, logger }: ObsSightOptions): Look {
  let lastAtMs = Number.NEGATIVE_INFINITY;

  function isWanted(text: string): boolean {
    const { mode, everySeconds } = settings();
    if (mode === 'off' || control.state.get() === undefined) return false;
    if (mode === 'asked') return asksForSight(text);
    return mode === 'each' || clock.now() - lastAtMs >= everySeconds * 1000;
  }

  async function picture(): Promise<Uint8Array | undefined> {
    const { source, width } = settings();
    const first = await control.screenshot(source, { format: 'jpg', width });
    if (first.length <= MAX_BYTES) return first;
    const smaller = await control.screenshot(source, { format: 'jpg', width: Math.round(width / 2) });
    return smaller.length <= MAX_BYTES ? smaller : undefined;
  }

  return async (text, outer) => {
    if (!isWanted(text)) return undefined;
    const limit = deadline(clock, WITHIN_MS, outer);
    try {
      const bytes = await raceAbort(picture(), limit.signal, 'looking at OBS');
      lastAtMs = clock.now();
      return bytes && `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
    } catch (cause) {
      if (!outer.aborted) logger.warn('she could not look at OBS and answers in words', { cause: messageFromUnknown(cause) });
      return undefined;
    } finally {
      limit.release();
    }
  };
}
