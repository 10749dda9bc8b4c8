import { StudioError } from '#shared/errors.ts';
import { createJapaneseReader } from './japanese-reader.ts';
import { createMandarinReader } from './mandarin-reader.ts';
import { phrasesFromMapped } from './phrases.ts';
import type { WorkerEngine } from './worker-engine.ts';

/** Reads Mandarin and Japanese for voices that want syllables; says nothing itself. Needs no optional component. */
export async function createReaderEngine(): Promise<WorkerEngine> {
  const mandarin = createMandarinReader();
  const japanese = createJapaneseReader(() => '');
  return {
    voices: [],
    async warmUp(language) {
      if (language === 'zh') await mandarin.load();
      if (language === 'ja') await japanese.load();
    },
    async pieces() {
      throw new StudioError('unavailable', 'this process reads but does not speak');
    },
    async read({ script, text }) {
      if (script === 'pinyin') return mandarin.read(text);
      if (script === 'kana') return phrasesFromMapped(await japanese.read(text));
      throw new StudioError('unavailable', `reading "${script}" needs eSpeak NG`);
    },
  };
}
