import { describe, expect, it } from 'vitest';
import type { TrackingDown } from '#shared/tracking/tracking-protocol.ts';
import { createTrackingDoor } from './tracking-door.ts';

function setUp() {
  const { attach, setPace } = createTrackingDoor({
    attach: () => ({ push: () => undefined, report: () => undefined, close: () => undefined }),
  });
  const page = (kind: 'webcam' | 'controls') => {
    const told: TrackingDown[] = [];
    const connection = attach({ send: (message) => void told.push(message), close: () => undefined });
    connection.receive({ type: 'hello', kind, name: '' });
    return { told, connection };
  };
  return { page, setPace };
}

describe('the door of tracking', () => {
  it('tells the webcam the stage’s pace, once and whenever it changes, and nobody else', () => {
    const { page, setPace } = setUp();
    const [webcam, controls] = [page('webcam'), page('controls')];
    for (const pace of [60, 60, 15, 15]) setPace(pace);
    expect(webcam.told).toEqual([{ type: 'accepted' }, { type: 'pace', picturesHz: 60 }, { type: 'pace', picturesHz: 15 }]);
    expect(controls.told).toEqual([{ type: 'accepted' }]);
  });

  it('tells it to the page that takes the webcam over', () => {
    const { page, setPace } = setUp();
    const first = page('webcam');
    setPace(15);
    const second = page('webcam');
    expect(second.told).toEqual([{ type: 'accepted' }, { type: 'pace', picturesHz: 15 }]);
    setPace(20);
    expect(first.told.at(-1)).toEqual({ type: 'displaced' });
    second.connection.closed();
    setPace(30);
    expect(second.told.at(-1)).toEqual({ type: 'pace', picturesHz: 20 });
  });
});
