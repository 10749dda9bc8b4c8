import { describe, expect, it } from 'vitest';
import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { clausesFromText } from './clauses.ts';
import { katakanaFromIpa } from './katakana-from-ipa.ts';
import { createPhonemeTimeline } from './phoneme-timeline.ts';

const RATE = 1000;
const loud = (ms: number): Float32Array => new Float32Array(ms).fill(0.5);
const quiet = (ms: number): Float32Array => new Float32Array(ms);
const joined = (...parts: Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((part) => [...part]));
const phone = (name: string, atMs: number) => ({ kind: 'phone', phone: name, atMs }) as const;

function setUp() {
  const events: SynthesisEvent[] = [];
  const timeline = createPhonemeTimeline(RATE, (event) => void events.push(event));
  const visemes = () => events.flatMap((event) => (event.type === 'cues' ? event.visemes : []));
  const words = () => events.flatMap((event) => (event.type === 'cues' ? event.words : []));
  const samples = () => events.flatMap((event) => (event.type === 'pcm' ? [...event.samples] : []));
  return { timeline, events, visemes, words, samples };
}

describe('createPhonemeTimeline', () => {
  it('cuts off the silence before the first sound and moves all times with it', () => {
    const { timeline, visemes, samples } = setUp();
    timeline.beginPiece(0);
    timeline.push(joined(quiet(40), loud(60)), [phone('a', 40)]);
    timeline.push(loud(100), [phone('i', 140)]);
    timeline.endPiece();
    timeline.finish();
    expect(samples()).toHaveLength(163);
    expect(visemes().map(({ startMs, endMs, viseme }) => [startMs, endMs, viseme])).toEqual([
      [3, 103, 'aa'],
      [103, 163, 'I'],
    ]);
  });

  it('begins a stop at its closure, not at the burst', () => {
    const { timeline, visemes } = setUp();
    timeline.beginPiece(0);
    timeline.push(joined(loud(100), quiet(45), loud(55)), [phone('a', 0), phone('p', 145), phone('i', 160)]);
    timeline.endPiece();
    timeline.finish();
    expect(visemes().map(({ startMs, viseme }) => [startMs, viseme])).toEqual([
      [0, 'aa'],
      [100, 'PP'],
      [160, 'I'],
    ]);
  });

  it('gives every cue out before the sound that it covers', () => {
    const { timeline, events } = setUp();
    timeline.beginPiece(0);
    for (let i = 0; i < 10; i++)
      timeline.push(loud(50), [phone('a', i * 50), { kind: 'word', atMs: i * 50, textStart: i, textEnd: i + 1 }]);
    timeline.endPiece();
    timeline.finish();
    let sound = 0;
    let covered = 0;
    for (const event of events) {
      if (event.type === 'cues') covered = Math.min(event.visemes.at(-1)?.endMs ?? covered, event.words.at(-1)?.endMs ?? covered);
      if (event.type === 'pcm') sound += event.samples.length;
      expect(sound).toBeLessThanOrEqual(covered + 1);
    }
    expect(sound).toBe(500);
  });

  it('puts the pause between two pieces into sound and time', () => {
    const { timeline, visemes, samples, words } = setUp();
    for (const pause of [0, 130]) {
      timeline.beginPiece(pause);
      timeline.push(loud(100), [{ kind: 'word', atMs: 0, textStart: pause, textEnd: pause + 1 }, phone('a', 0)]);
      timeline.endPiece();
    }
    timeline.finish();
    expect(samples()).toHaveLength(330);
    expect(visemes().map(({ startMs, endMs, viseme }) => [startMs, endMs, viseme])).toEqual([
      [0, 100, 'aa'],
      [100, 230, 'sil'],
      [230, 330, 'aa'],
    ]);
    expect(words().map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 100],
      [230, 330],
    ]);
  });

  it('says nothing of a sound that is only silence', () => {
    const { timeline, events } = setUp();
    timeline.beginPiece(0);
    timeline.push(quiet(200), [phone('', 0)]);
    timeline.endPiece();
    timeline.finish();
    expect(events).toEqual([]);
  });
});

describe('clausesFromText', () => {
  it('cuts at clause marks but not inside numbers, and keeps positions', () => {
    const text = 'Hi, it is 3.14 now; ok? 你好，世界。';
    const clauses = clausesFromText(text);
    expect(clauses.map((clause) => clause.text.trim())).toEqual(['Hi,', 'it is 3.14 now;', 'ok?', '你好，', '世界。']);
    for (const clause of clauses) expect(text.startsWith(clause.text, clause.from)).toBe(true);
  });
});

describe('katakanaFromIpa', () => {
  it.each([
    ['kˈat', 'カット'],
    ['stɹˈiːm', 'ストリーム'],
    ['mˈuːzɪk', 'ムージック'],
    ['kjˈuːt', 'キュート'],
    ['ʃˈɒp', 'ショップ'],
    ['ˈɛvɹɪwˌɒn', 'エヴリウォン'],
    ['', ''],
  ])('writes %s as %s', (ipa, kana) => {
    expect(katakanaFromIpa(ipa)).toBe(kana);
  });
});
