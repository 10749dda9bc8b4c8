import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaybackQueue } from './playback-queue.ts';

const BLOCK = 128;
const FADE = 192;

/** Samples whose value names their utterance sample, so that a test sees what came from where. */
function ramp(from: number, count: number, base = 0.2): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => base + (from + i) / 1e6);
}

function setUp(capacitySamples = 48_000) {
  const log: string[] = [];
  const queue = new PlaybackQueue(
    {
      audible: (turn, index) => log.push(`audible ${turn}.${index}`),
      finished: (turn, index) => log.push(`finished ${turn}.${index}`),
      stopped: (turn, index, position) => log.push(`stopped ${turn} at ${index}:${position}`),
    },
    { capacitySamples, fadeSamples: FADE },
  );
  const render = (blocks = 1): Float32Array => {
    const out = new Float32Array(blocks * BLOCK);
    for (let i = 0; i < blocks; i++) queue.render(out.subarray(i * BLOCK, (i + 1) * BLOCK));
    return out;
  };
  const utter = (turn: number, index: number, samples: Float32Array): void => {
    queue.open(turn, index, 0);
    queue.push(turn, index, 0, samples);
    queue.end(turn, index, samples.length);
  };
  return { queue, log, render, utter };
}
const isSilent = (samples: Float32Array): boolean => samples.every((sample) => sample === 0);

describe('playback queue', () => {
  it('plays utterances back to back, without a sample between them', () => {
    const { render, utter, log } = setUp();
    utter(1, 0, ramp(0, 200));
    utter(1, 1, ramp(0, 300, 0.5));
    const out = render(4);
    expect([...out.subarray(0, 200)]).toEqual([...ramp(0, 200)]);
    expect([...out.subarray(200, 500)]).toEqual([...ramp(0, 300, 0.5)]);
    expect(isSilent(out.subarray(500))).toBe(true);
    expect(log).toEqual(['audible 1.0', 'finished 1.0', 'audible 1.1', 'finished 1.1']);
  });

  it('plays every sample once and in order, however the chunks are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const { queue, render } = setUp();
        const total = sizes.reduce((sum, size) => sum + size, 0);
        queue.open(1, 0, 0);
        let at = 0;
        for (const size of sizes) {
          queue.push(1, 0, at, ramp(at, size));
          at += size;
        }
        queue.end(1, 0, total);
        const out = render(Math.ceil(total / BLOCK) + 1);
        expect([...out.subarray(0, total)]).toEqual([...ramp(0, total)]);
        expect(isSilent(out.subarray(total))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('falls silent within the fade after a stop, and says where the turn ended', () => {
    const { queue, render, utter, log } = setUp();
    utter(1, 0, ramp(0, 4800));
    render(4);
    queue.stop(1);
    const out = render(4);
    expect(out[0]).toBeGreaterThan(0.19);
    expect(isSilent(out.subarray(FADE))).toBe(true);
    for (let i = 1; i < FADE; i++) expect(out[i]).toBeLessThan(out[i - 1] ?? 0);
    expect(log.at(-1)).toBe(`stopped 1 at 0:${4 * BLOCK + FADE}`);
  });

  it('never plays a sample of a stopped turn again, whatever arrives late', () => {
    const { queue, render, utter, log } = setUp();
    utter(1, 0, ramp(0, 4800));
    utter(1, 1, ramp(0, 4800));
    render(1);
    queue.stop(1);
    render(3);
    queue.push(1, 0, 4800, ramp(4800, 4800));
    queue.open(1, 2, 0);
    queue.push(1, 2, 0, ramp(0, 4800));
    queue.push(0, 0, 0, ramp(0, 4800));
    expect(isSilent(render(20))).toBe(true);
    expect(queue.lateFrames).toBe(3);
    expect(log.filter((line) => line.startsWith('finished'))).toEqual([]);
  });

  it('plays the next turn right after the fade of the stopped one', () => {
    const { queue, render, utter } = setUp();
    utter(1, 0, ramp(0, 4800));
    render(1);
    queue.stop(1);
    utter(2, 0, ramp(0, 256, 0.5));
    const out = render(4);
    expect([...out.subarray(FADE, FADE + 256)]).toEqual([...ramp(0, 256, 0.5)]);
  });

  it('answers a stop at once when nothing of the turn was playing', () => {
    const { queue, log, utter, render } = setUp();
    queue.stop(3);
    utter(4, 0, ramp(0, 300));
    queue.stop(4);
    expect(log).toEqual(['stopped 3 at -1:0', 'stopped 4 at -1:0']);
    expect(isSilent(render(4))).toBe(true);
  });

  it('leaves a newer turn alone when an older one is stopped', () => {
    const { queue, render, utter, log } = setUp();
    utter(2, 0, ramp(0, 1000));
    render(1);
    queue.stop(1);
    expect([...render(1)]).toEqual([...ramp(BLOCK, BLOCK)]);
    expect(log).toContain('stopped 1 at -1:0');
  });

  it('counts the blocks in which a sentence ran dry, and goes on where it was', () => {
    const { queue, render } = setUp();
    queue.open(1, 0, 0);
    queue.push(1, 0, 0, ramp(0, 100));
    render(3);
    expect(queue.underruns).toBe(3);
    expect(queue.playing).toBe(false);
    queue.push(1, 0, 100, ramp(100, 500));
    render(1);
    expect(queue.playing).toBe(true);
    expect(queue.positionSample).toBe(100 + BLOCK);
    expect(queue.underruns).toBe(3);
  });

  it('does not call waiting for the first sound an underrun', () => {
    const { queue, render } = setUp();
    queue.open(1, 0, 0);
    render(5);
    expect(queue.underruns).toBe(0);
  });

  it('takes over in mid-sentence with a short fade-in and true positions', () => {
    const { queue, render } = setUp();
    queue.open(7, 2, 24_000);
    queue.push(7, 2, 24_000, ramp(24_000, 1000));
    const out = render(2);
    expect(out[0]).toBe(0);
    expect(out[FADE]).toBeCloseTo(0.2 + (24_000 + FADE) / 1e6, 5);
    expect(queue.positionSample).toBe(24_000 + 2 * BLOCK);
  });

  it('reports sound only from the first sample that is not silence', () => {
    const { queue, render, log } = setUp();
    queue.open(1, 0, 0);
    queue.push(1, 0, 0, new Float32Array(300));
    queue.push(1, 0, 300, ramp(300, 300));
    render(2);
    expect(log).toEqual([]);
    render(1);
    expect(log).toEqual(['audible 1.0']);
  });

  it('drops what exceeds its bound and counts it, and has room again once sound was played', () => {
    const { queue, render } = setUp(1000);
    queue.open(1, 0, 0);
    queue.push(1, 0, 0, ramp(0, 1000));
    queue.push(1, 0, 1000, ramp(1000, 1));
    expect(queue.droppedSamples).toBe(1);
    render(8);
    queue.push(1, 0, 1000, ramp(1000, 1000));
    expect(queue.droppedSamples).toBe(1);
  });

  it('fades out without a report when sound moves to another stage', () => {
    const { queue, render, utter, log } = setUp();
    utter(1, 0, ramp(0, 4800));
    render(1);
    queue.clear();
    expect(isSilent(render(4).subarray(FADE))).toBe(true);
    expect(log).toEqual(['audible 1.0']);
  });

  it('plays turn 1 again after the studio was restarted', () => {
    const { queue, render, utter } = setUp();
    queue.stop(5);
    queue.reset();
    utter(1, 0, ramp(0, 300));
    expect([...render(1)]).toEqual([...ramp(0, BLOCK)]);
  });

  it('finishes an utterance without sound', () => {
    const { queue, render, log } = setUp();
    queue.open(1, 0, 0);
    queue.end(1, 0, 0);
    render(1);
    expect(log).toEqual(['finished 1.0']);
  });

  it('glides to a new volume within a block', () => {
    const { queue, render, utter } = setUp();
    utter(1, 0, new Float32Array(1000).fill(0.5));
    queue.volume = 0.5;
    const out = render(2);
    expect(out[0]).toBeGreaterThan(0.49);
    expect(out[BLOCK]).toBeCloseTo(0.25, 6);
  });
});
