import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { encodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { emptyHands, HAND_GESTURES, HAND_STRIDE, type HandGesture } from '#shared/tracking/hand-channels.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

describe('a sign of the hand through the whole program', () => {
  let studio: StudioProcess;
  let api: StudioApi;
  let closeApi: () => void;
  let socket: WebSocket;
  let timer: ReturnType<typeof setInterval>;
  let sign: HandGesture = 'none';
  beforeAll(async () => {
    studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
    ({ api, close: closeApi } = await connectStudioApi(studio));
    const token = new URL(studio.studioUrl).searchParams.get('token');
    socket = new WebSocket(`ws://127.0.0.1:${studio.port}/ws/tracking?token=${token}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    // A webcam is no mirror picture of itself: its left hand is the person's own.
    socket.send(JSON.stringify({ type: 'hello', kind: 'webcam', name: 'Test camera' }));
    let sequence = 0;
    timer = setInterval(() => {
      const hands = emptyHands().fill(0, 0, HAND_STRIDE);
      hands[HAND_STRIDE - 1] = HAND_GESTURES.indexOf(sign);
      const atMs = performance.timeOrigin + performance.now();
      socket.send(encodeMotionFrame(sequence++, { atMs, found: true, face: undefined, hands, pose: undefined }));
    }, 33);
  });
  afterAll(async () => {
    clearInterval(timer);
    socket.close();
    closeApi();
    await studio.stop();
  });

  it('presses the hotkey of that hand, and not the other hand’s', async () => {
    const bind = async (hand: 'left' | 'right'): Promise<string> => {
      const trigger = { type: 'gesture', hand, gesture: 'victory', holdSeconds: 0.3 } as const;
      const draft = { name: hand, modelId: null, enabled: true, triggers: [trigger], cooldown: 0 };
      return (await api.bindings.add({ ...draft, actions: [{ delay: 0, action: { type: 'clear-expressions' } }] })).id;
    };
    const [left, right] = [await bind('left'), await bind('right')];
    sign = 'victory';
    const by = await eventually(async () => {
      const states = await api.bindings.watchState();
      const next = await states.next();
      await states.return?.();
      const fired = next.done === true ? [] : next.value.fired.filter((one) => one.by === 'gesture').map(({ id }) => id);
      return fired.length > 0 ? fired : undefined;
    });
    expect(by).toContain(left);
    expect(by).not.toContain(right);
  });
});
