import { z } from 'zod';

/**
 * Messages of FunASR's WebSocket servers (runtime/docs/websocket_protocol.md). `2pass-online` and `online` bring the next few words; `2pass-offline` and `offline`
 * bring a whole stretch of speech again, better, in place of the online words since the stretch before.
 * NOTICE: `is_final` means the end of the utterance to the C++ server. The Python server (funasr_wss_server.py) says there whether one still speaks: true until it
 * has read that the sound is over, false with the last stretch. What came while the sound was still going on tells which of them it is.
 */
export const funasrMessageSchema = z.object({
  mode: z.string().optional(),
  text: z.string().default(''),
  is_final: z.boolean().optional(),
});
export type FunasrMessage = z.infer<typeof funasrMessageSchema>;

export interface FunasrTranscript {
  /** Takes a message; tells what it means for the utterance's end. */
  take(message: FunasrMessage, soundEnded: boolean): FunasrStep;
  /** All words so far. */
  text(): string;
  /** Nothing since the last whole stretch. */
  readonly isWhole: boolean;
}
/** more: goes on; settled: a whole stretch, perhaps the last; over: the last. */
export type FunasrStep = 'more' | 'settled' | 'over';

/** `looksPython`: what to take the server for until its messages tell. */
export function createFunasrTranscript(looksPython: () => boolean): FunasrTranscript {
  let sure = '';
  let passing = '';
  let toldPython: boolean | undefined;
  return {
    take(message, soundEnded) {
      const whole = message.mode?.endsWith('offline') ?? false;
      if (whole) {
        sure = joined(sure, message.text);
        passing = '';
      } else passing = joined(passing, message.text);
      if (!soundEnded) {
        toldPython ??= message.is_final;
        return 'more';
      }
      const isPython = toldPython ?? looksPython();
      if (isPython ? whole && message.is_final === false : message.is_final === true) return 'over';
      return whole ? 'settled' : 'more';
    },
    text: () => joined(sure, passing).trim(),
    get isWhole() {
      return sure !== '' && passing === '';
    },
  };
}

/** Latin words come without the space between two messages, Chinese ones need none. */
function joined(before: string, next: string): string {
  const needsSpace = /[a-z0-9,.!?]$/i.test(before) && /^[a-z0-9]/i.test(next);
  return before + (needsSpace ? ' ' : '') + next;
}
