import { describe, expect, it } from 'vitest';
import { engineOrder } from './voice-choice.ts';

const none = new Set<never>();

describe('engineOrder', () => {
  it('tries what comes with the program when nothing else is there', () => {
    expect(engineOrder('auto', 'en', none)).toEqual(['espeak', 'flite', 'system']);
    expect(engineOrder('auto', 'zh', none)).toEqual(['espeak', 'system']);
  });

  it('tries servers that are there first, then learned voices, then the rest', () => {
    expect(engineOrder('auto', 'zh', new Set(['piper', 'edge', 'gpt-sovits']))).toEqual([
      'gpt-sovits',
      'edge',
      'piper',
      'espeak',
      'system',
    ]);
  });

  it('passes over engines of another language, even the chosen one', () => {
    expect(engineOrder('auto', 'zh', new Set(['voicevox', 'aivis']))).toEqual(['espeak', 'system']);
    expect(engineOrder('voicevox', 'en', new Set(['voicevox']))).toEqual(['espeak', 'flite', 'system']);
    expect(engineOrder('flite', 'ja', none)).toEqual(['espeak', 'system']);
  });

  it('tries the chosen one first even when it was lost, for it may be back', () => {
    expect(engineOrder('voicevox', 'ja', none)).toEqual(['voicevox', 'espeak', 'system']);
  });
});
