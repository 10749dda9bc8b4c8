import type { VoiceProcess } from '#main/speech/voice-process.ts';
import type { ReadingRequest, ReadWord } from '#main/speech/worker/voice-protocol.ts';
import { StudioError } from '#shared/errors.ts';

/** A process that knows how words sound. */
export interface TextReader {
  /** Undefined: not installed, for the reason that `missing` tells. */
  isThere(): Promise<boolean>;
  read(request: ReadingRequest, priority: number, signal: AbortSignal): Promise<readonly ReadWord[]>;
}

/** The first reading may have to load a dictionary. */
const FIRST_READING_MS = 20_000;

export function createTextReader(process: VoiceProcess): TextReader {
  return {
    isThere: async () => (await process.look()).available,
    async read(reading, priority, signal) {
      for await (const event of process.request((id) => ({ type: 'read', id, priority, reading }), FIRST_READING_MS, signal))
        if (event.type === 'reading') return event.words;
      throw new StudioError('voice', 'the reader gave no answer');
    },
  };
}
