import { describe, expect, it } from 'vitest';
import { createCameraEngine } from './camera-engine.ts';
import type { FollowerStatus } from './camera-messages.ts';

/** Of a picture, what the engine needs: it looks at its time and its shape. */
const picture = (ms: number): VideoFrame =>
  ({ timestamp: ms * 1000, displayWidth: 640, displayHeight: 480, close: () => undefined }) as unknown as VideoFrame;

async function looksAt(paceHz: number | undefined, everyMs: number) {
  const seenMs: number[] = [];
  const statuses: FollowerStatus[] = [];
  let nowMs = 1000;
  let tell = (): void => undefined;
  const { readable, writable } = new TransformStream<VideoFrame, VideoFrame>();
  const camera = writable.getWriter();
  const engine = createCameraEngine({
    pictures: readable,
    follower: {
      blendshapes: false,
      delegate: 'cpu',
      detail: '',
      look(_picture, atMs) {
        seenMs.push(atMs);
        return { face: undefined, faces: 0, dark: false, hands: undefined, body: undefined };
      },
      close: () => undefined,
    },
    solver: {
      solve: () => undefined,
      measures: () => ({}),
      set: () => undefined,
      recenter: () => undefined,
    },
    solveHand: () => undefined,
    solveBody: () => false,
    hands: false,
    rateHz: 30,
    now: () => nowMs,
    every: (_periodMs, run) => {
      tell = run;
      return () => undefined;
    },
    onSample: () => undefined,
    onStatus: (status) => void statuses.push(status),
    onRecentered: () => undefined,
    onFailed: (error) => {
      throw error;
    },
  });

  if (paceHz !== undefined) engine.setPace(paceHz);
  for (let i = 0; i < 60; i++) {
    nowMs += everyMs;
    void camera.write(picture(nowMs)).catch(() => undefined);
    await new Promise((done) => setImmediate(done));
  }
  tell();
  engine.close();
  return { rate: (seenMs.length * 1000) / (60 * everyMs), isPaced: statuses.at(-1)?.isPaced };
}

describe('the engine of a camera', () => {
  it('looks at every picture of a camera until a slower stage sets the pace, then at every second or third', async () => {
    const figures = await Promise.all([undefined, 60, 20, 15, 10].map((pace) => looksAt(pace, 1000 / 30)));
    expect(figures.map(({ rate }) => Math.round(rate))).toEqual([30, 30, 15, 15, 10]);
    expect(figures.map(({ isPaced }) => isPaced)).toEqual([false, false, true, true, true]);
  });
});
