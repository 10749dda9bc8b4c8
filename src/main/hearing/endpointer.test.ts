import { describe, expect, it } from 'vitest';
import { createEndpointer, type EndpointEvent, type SpeechFrame, VAD_FRAME_MS } from './endpointer.ts';

/** 's' speech, '.' silence, 'e' her echo alone; a frame of 32 ms each. */
function listen(pattern: string, endSilenceMs = 256, hurryAfter = Number.POSITIVE_INFINITY): (EndpointEvent & { at: number })[] {
  const endpointer = createEndpointer(() => ({ threshold: 0.5, endSilenceMs }));
  const events: (EndpointEvent & { at: number })[] = [];
  for (const [at, letter] of [...pattern].entries()) {
    if (at === hurryAfter) endpointer.hurry();
    const frame: SpeechFrame = {
      probability: letter === '.' ? 0.02 : letter === 'h' ? 0.4 : 0.9,
      atMs: at * VAD_FRAME_MS,
      echo: letter === 'e' ? 'only' : 'none',
    };
    const event = endpointer.next(frame);
    if (event) events.push({ ...event, at });
  }
  return events;
}

describe('endpointing', () => {
  it('begins after a tenth of a second of speech and says from when', () => {
    expect(listen('..sss')).toEqual([{ type: 'begin', sinceMs: 64, at: 4 }]);
  });

  it('takes a click or a short cough for nothing', () => {
    expect(listen('..s...ss....s..')).toEqual([]);
  });

  it('forgives one weak frame within the beginning', () => {
    expect(listen('.s.ss').map(({ type }) => type)).toEqual(['begin']);
  });

  it('ends after the silence that was set, with a pause told on the way', () => {
    expect(listen('sss........').map(({ type, at }) => [type, at])).toEqual([
      ['begin', 2],
      ['pause', 5],
      ['end', 10],
    ]);
  });

  it('goes on when the streamer only drew breath', () => {
    expect(listen('sss....ss...ss').map(({ type }) => type)).toEqual(['begin', 'pause', 'resume', 'pause', 'resume']);
  });

  it('takes less to go on than to begin, so that a soft syllable does not end a sentence', () => {
    expect(listen('hhhhhh')).toEqual([]);
    expect(listen('ssshhhhhhhhhhhh').map(({ type }) => type)).toEqual(['begin']);
  });

  it('needs half the silence once the words sound complete, and never less than within a word', () => {
    expect(listen('sss........', 256, 6).map(({ type, at }) => [type, at])).toContainEqual(['end', 6]);
    expect(listen('sss........', 128, 3).find(({ type }) => type === 'end')?.at).toBe(6);
  });

  it('forgets the hurry when the streamer speaks on', () => {
    const events = listen('sss....s........', 256, 6);
    expect(events.find(({ type }) => type === 'end')?.at).toBe(6);
    expect(listen('sss...s........', 256, 5).find(({ type }) => type === 'end')?.at).toBe(14);
  });

  it('hears nothing in her echo alone', () => {
    expect(listen('eeeeeeeeee')).toEqual([]);
  });

  it('ends an utterance that does not end within a minute', () => {
    expect(listen('s'.repeat(2000)).map(({ type }) => type)).toEqual(['begin', 'end', 'begin']);
  });
});
