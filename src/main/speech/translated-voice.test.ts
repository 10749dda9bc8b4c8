import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createPieceReader, type Piece } from './piece-reader.ts';
import type { SentenceVoice } from './sentence-voice.ts';
import { sourceRange } from './text/mapped-text.ts';
import { createTranslatedVoice } from './translated-voice.ts';

const never = new AbortController().signal;
const pieceOf = (text: string, speaker: Piece['speaker'] = 'her'): Piece => {
  const reader = createPieceReader({
    persona: 'auto',
    emotion: undefined,
    language: undefined,
    speaker,
    pronounce: (mapped) => mapped,
  });
  const piece = reader.read(text);
  if (!piece) throw new Error('nothing to say');
  return piece;
};

function setUp(translate: (text: string, to: Language, signal: AbortSignal) => Promise<string>, enabled = true) {
  const said: Piece[] = [];
  const health: HealthReport[] = [];
  const inner: SentenceVoice = {
    async *render(piece) {
      said.push(piece);
      yield { type: 'pcm', samples: new Float32Array(1) };
    },
  };
  const voice = createTranslatedVoice(inner, {
    settings: () => ({ enabled, language: 'ja' }),
    translate,
    pronounce: (mapped) => mapped,
    report: (report) => health.push(report),
    logger: silentLogger,
  });
  const render = async (piece: Piece, signal = never): Promise<void> => {
    for await (const _ of voice.render(piece, 0, signal));
  };
  return { render, said, health };
}

describe('createTranslatedVoice', () => {
  it('says the translation, cleaned for the ear, and keeps her own words in the caption', async () => {
    const { render, said } = setUp(async () => '[happy] こんにちは、**皆さん**！');
    await render(pieceOf('大家好呀！'));
    expect(said[0]).toMatchObject({ caption: '大家好呀！', language: 'ja' });
    expect(said[0]?.spoken.text).toBe('こんにちは、皆さん！');
    const spoken = said[0]?.spoken;
    if (!spoken) throw new Error('nothing said');
    expect(sourceRange(spoken, 0, spoken.text.length)).toEqual({ start: 0, end: 5 });
    expect(sourceRange(spoken, 0, 5).end).toBeLessThan(sourceRange(spoken, 5, 10).end);
  });

  it('leaves alone what is in that language, what the assistant reads, and everything when switched off', async () => {
    const translate = async (): Promise<string> => {
      throw new Error('must not be asked');
    };
    const on = setUp(translate);
    await on.render(pieceOf('こんにちは'));
    await on.render(pieceOf('Ann says hello', 'assistant'));
    const off = setUp(translate, false);
    await off.render(pieceOf('Hello there'));
    expect([...on.said, ...off.said].map((piece) => piece.language)).toEqual(['ja', 'en', 'en']);
  });

  it('says her own words when the model fails, tells why, and recovers', async () => {
    let broken = true;
    const { render, said, health } = setUp(async () => {
      if (broken) throw new StudioError('timeout', 'the model gave no translation within 6 s');
      return 'はい';
    });
    await render(pieceOf('Yes of course.'));
    broken = false;
    await render(pieceOf('Yes again.'));
    expect(said.map((piece) => piece.language)).toEqual(['en', 'ja']);
    expect(health.map((report) => report.status)).toEqual(['degraded', 'ready']);
    expect(health[0]?.message).toContain('within 6 s');
  });

  it('ends at once when stopped while it translates', async () => {
    const ending = new AbortController();
    const { render, said } = setUp((_text, _to, signal) => {
      ending.abort();
      return signal.aborted ? Promise.reject(new StudioError('cancelled', 'stopped')) : Promise.resolve('x');
    });
    await expect(render(pieceOf('Hello there'), ending.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(said).toEqual([]);
  });
});
