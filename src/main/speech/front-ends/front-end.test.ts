import { beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createEspeakEngine } from '#main/speech/worker/espeak-engine.ts';
import { createReaderEngine } from '#main/speech/worker/reader-engine.ts';
import type { WorkerEngine } from '#main/speech/worker/worker-engine.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createFrontEnd } from './front-end.ts';
import type { FrontEnd, Notation, SpokenPart } from './front-end.types.ts';
import type { TextReader } from './text-reader.ts';

/** The readers themselves, without the processes around them. */
const readerOf = (engine: WorkerEngine): TextReader => ({
  isThere: async () => true,
  read: async (request) => (await engine.read?.(request)) ?? [],
});
const absent: TextReader = {
  isThere: async () => false,
  async read() {
    throw new Error('asked for something that is not installed');
  },
};
const KOKORO: Notation = { name: 'kokoro', isBritish: false };

let full: FrontEnd;
let bare: FrontEnd;

beforeAll(async () => {
  const dictionary = readerOf(await createReaderEngine());
  full = createFrontEnd({ espeak: readerOf(await createEspeakEngine()), dictionary, logger: silentLogger });
  bare = createFrontEnd({ espeak: absent, dictionary, logger: silentLogger });
  await full.warmUp('ja', KOKORO);
});

async function read(text: string, language: Language, notation: Notation = KOKORO, frontEnd = full): Promise<SpokenPart[]> {
  const parts: SpokenPart[] = [];
  for await (const part of frontEnd.read({ text, language, notation, priority: 0 }, new AbortController().signal))
    parts.push(part);
  return parts;
}
const symbols = (parts: readonly SpokenPart[]): string => parts.map((part) => part.symbols.join('')).join('|');
const wordsOf = (text: string, parts: readonly SpokenPart[]): string[] =>
  parts.flatMap((part) => part.words.map((word) => text.slice(word.textStart, word.textEnd)));

describe('createFrontEnd', () => {
  it('gives words in symbols with marks between clauses', async () => {
    expect(symbols(await read('Hello everyone! How are you?', 'en'))).toBe('həlˈO ˈɛvɹɪwˌʌn!|hˈW ɑɹ ju?');
    expect(symbols(await read('你好，欢迎！', 'zh'))).toBe('ni↗xau↓, xwa→ni↗ŋ!');
    expect(symbols(await read('こんにちは。', 'ja'))).toBe('koɲɲiʨiβa.');
  });

  it('maps each word to its symbols and its place in the text', async () => {
    const text = 'Good morning, captain.';
    const [part] = await read(text, 'en');
    expect(
      part?.words.map((word) => [text.slice(word.textStart, word.textEnd), part.symbols.slice(word.first, word.end).join('')]),
    ).toEqual([
      ['Good', 'ɡˈʊd'],
      ['morning', 'mˈɔɹnɪŋ'],
      ['captain', 'kˈæptɪn'],
    ]);
  });

  it('reads English words in Mandarin as English', async () => {
    const text = '今天玩 Minecraft 好吗？';
    const parts = await read(text, 'zh');
    expect(symbols(parts)).toContain('mˈIŋkɹæft');
    expect(wordsOf(text, parts)).toEqual(['今天', '玩', 'Minecraft', '好', '吗']);
  });

  it('spells English words in Mandarin where eSpeak NG is missing', async () => {
    expect(symbols(await read('我在玩 GTA', 'zh', KOKORO, bare))).toContain('ʤˈitˈiˈA');
  });

  it('reads Mandarin and Japanese without eSpeak NG', async () => {
    expect(symbols(await read('你好', 'zh', KOKORO, bare))).toBe('ni↗xau↓.');
    expect(symbols(await read('今日は晴れです', 'ja', KOKORO, bare))).toContain('kʲoːβa');
  });

  it('says what is missing for English without eSpeak NG, and how to get it', async () => {
    await expect(read('Hello', 'en', KOKORO, bare)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('npm install @echogarden/espeak-ng-emscripten'),
    });
  });

  it('gives Piper single characters of IPA, with the tones of Mandarin', async () => {
    const english = await read('Hello there.', 'en', { name: 'ipa', espeakVoice: 'en-us' });
    expect(english[0]?.symbols.join('')).toBe('həlˈoʊ ðˈɛɹ.');
    const mandarin = await read('你好。', 'zh', { name: 'ipa', espeakVoice: 'cmn' });
    expect(mandarin[0]?.symbols.join('')).toMatch(/^niɜ.*ˈ?ɑu2.*\.$/u);
  });

  it('says Japanese kana to eSpeak NG where a voice wants its phonemes, words still in place', async () => {
    const text = '今日は東京です';
    const parts = await read(text, 'ja', { name: 'ipa', espeakVoice: 'ja' });
    expect(parts[0]?.symbols.join('')).toBe('kʲˈo̞wä tˌo̞kʲo̞dˈe̞sɯᵝ.'.normalize('NFD'));
    expect(wordsOf(text, parts)[0]).toBe('今日は');
  });

  it('gives syllables and letters to voices that want those', async () => {
    expect((await read('你好！', 'zh', { name: 'pinyin' }))[0]?.symbols).toEqual(['n', 'i', '2', 'h', 'ao', '3', '!']);
    expect((await read('Ok, go', 'en', { name: 'letters' }))[0]?.symbols.join('')).toBe('ok, go.');
  });

  it('joins short clauses and keeps the first part short', async () => {
    const parts = await read('Well, yes, no, maybe, I do not really know, but it is fine, so let us go on, all right.', 'en');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.slice(1, -1).every((part) => part.symbols.length >= 40)).toBe(true);
    expect(parts[0]?.symbols.length).toBeLessThan(40);
  });

  it('cuts ten thousand characters without a mark into parts that a model takes', async () => {
    const parts = await read('今天天气很好我们去公园吧'.repeat(833), 'zh');
    expect(parts.length).toBeGreaterThan(50);
    expect(Math.max(...parts.map((part) => part.symbols.length))).toBeLessThanOrEqual(510);
    expect(parts.at(-1)?.words.at(-1)?.textEnd).toBeGreaterThan(9900);
  });

  it.each(['word '.repeat(2000), 'x'.repeat(10_000)])(
    'has the first parts of ten thousand letters long before the last',
    async (text) => {
      const request = { text, language: 'en', notation: KOKORO, priority: 0 } as const;
      let parts = 0;
      for await (const part of full.read(request, new AbortController().signal)) {
        expect(part.symbols.length).toBeLessThanOrEqual(510);
        if (++parts === 3) break;
      }
      expect(parts).toBe(3);
    },
  );

  it('has no part for text without words', async () => {
    for (const text of ['', '   ', '!!!', '😀🎉', '…—…'])
      for (const language of ['zh', 'en', 'ja'] as const) expect(await read(text, language)).toEqual([]);
  });

  it('survives characters that nobody can read', async () => {
    const odd = 'héllo \u0000\ud800 שלום مرحبا ไทย 𝔉𝔞𝔫𝔠𝔶 \u202e\ufeff ﷽';
    for (const language of ['zh', 'en', 'ja'] as const) await expect(read(odd, language)).resolves.toBeDefined();
  });
});
