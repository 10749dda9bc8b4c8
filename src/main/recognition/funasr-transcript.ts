import { z } from 'zod';

/**
 * Messages of FunASR's WebSocket servers (runtime/docs/websocket_protocol.md). `2pass-online` and `online` bring the next few words; `2pass-offline` and `offline`
 * bring a whole stretch of speech again, better, in place of the online words since the stretch before. After the last stretch the C++ server says
 * `is_final: true`; the Python server says there whether one still speaks, so that `is_final` means nothing before the end of the sound, and is false after it.
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
}
/** more: goes on; settled: a whole stretch after the end of the sound, probably the last; over: certainly the last. */
export type FunasrStep = 'more' | 'settled' | 'over';

export function createFunasrTranscript(): FunasrTranscript {
  let sure = '';
  let passing = '';
  return {
    take(message, soundEnded) {
      const whole = message.mode?.endsWith('offline') ?? false;
      if (whole) {
        sure = joined(sure, message.text);
        passing = '';
      } else passing = joined(passing, message.text);
      if (!soundEnded) return 'more';
      if (message.is_final === true) return 'over';
      return whole ? 'settled' : 'more';
    },
    text: () => joined(sure, passing).trim(),
  };
}

/** Latin words come without the space between two messages, Chinese ones need none. */
function joined(before: string, next: string): string {
  const needsSpace = /[a-z0-9,.!?]$/i.test(before) && /^[a-z0-9]/i.test(next);
  return before + (needsSpace ? ' ' : '') + next;
}
