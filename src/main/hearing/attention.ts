import { indexOfPhrase, plainSpoken, readSpoken } from '#shared/hearing/spoken-text.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { indexBySound } from './chinese-sound.ts';

/**
 * Whether the words are meant for her.
 *
 *   push-to-talk  while the key is held
 *   wake-word     asleep ──wake word──► awake ──sleep word, or `awakeSeconds` without a word──► asleep
 *   open          always; a sleep word puts her to sleep if there is a wake word to wake her
 */
export interface Attention {
  isAwake(nowMs: number): boolean;
  /** What a finished utterance means for the attention, and the words that are left for her. */
  hear(text: string, nowMs: number): Heard;
  /** The streamer speaks: she does not fall asleep meanwhile. */
  touch(nowMs: number): void;
  /** The mode was changed. */
  reset(): void;
}
export type Heard =
  | { readonly kind: 'words'; readonly text: string }
  /** `text`: what was said after the wake word; often ''. */
  | { readonly kind: 'wake'; readonly text: string }
  | { readonly kind: 'sleep' }
  | { readonly kind: 'ignored' };

export interface AttentionOptions {
  readonly settings: () => Pick<HearingSettings, 'mode' | 'wakeWords' | 'sleepWords' | 'awakeSeconds'>;
  /** Wakes her when no wake word was chosen. */
  readonly name: () => string;
}

export function createAttention({ settings, name }: AttentionOptions): Attention {
  let awakeUntilMs = 0;
  let asleep = false;

  const wakeWords = (): readonly string[] => {
    const chosen = settings().wakeWords;
    return (chosen.length > 0 ? chosen : [name()]).map(plainSpoken).filter((word) => word !== '');
  };
  const isAwake = (nowMs: number): boolean => {
    const { mode } = settings();
    return mode === 'push-to-talk' || (mode === 'open' ? !asleep : nowMs < awakeUntilMs);
  };
  const touch = (nowMs: number): void => {
    if (awakeUntilMs > nowMs) awakeUntilMs = nowMs + settings().awakeSeconds * 1000;
  };

  function sleeps(plain: string): boolean {
    const { mode, sleepWords, wakeWords: chosen } = settings();
    if (mode === 'push-to-talk' || (mode === 'open' && chosen.length === 0)) return false;
    return sleepWords.some((word) => plainSpoken(word) === plain);
  }

  /** Where a wake word ends in `plain`; undefined: there is none. */
  function wakeEnd(plain: string): number | undefined {
    for (const word of wakeWords()) {
      const at = indexOfPhrase(plain, word);
      const found = at >= 0 ? at : indexBySound(plain, word);
      if (found >= 0) return found + word.length;
    }
    return undefined;
  }

  return {
    isAwake,
    touch,
    hear(text, nowMs) {
      const spoken = readSpoken(text);
      if (settings().mode === 'push-to-talk') return { kind: 'words', text };
      if (isAwake(nowMs) && sleeps(spoken.plain)) {
        asleep = true;
        awakeUntilMs = 0;
        return { kind: 'sleep' };
      }
      if (isAwake(nowMs)) {
        touch(nowMs);
        return { kind: 'words', text };
      }
      const end = wakeEnd(spoken.plain);
      if (end === undefined) return { kind: 'ignored' };
      asleep = false;
      awakeUntilMs = nowMs + settings().awakeSeconds * 1000;
      const rest = spoken.source.slice(spoken.ends[end - 1] ?? 0);
      return { kind: 'wake', text: rest.replace(/^[\s\p{P}]+/u, '') };
    },
    reset() {
      asleep = false;
      awakeUntilMs = 0;
    },
  };
}
