import { expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createObsVolumes } from '../../../../tests/fakes/obs-volumes.ts';
import { asksForSight, createObsSight } from './obs-sight.ts';

const signal = new AbortController().signal;

function open(vision: Partial<ObsSettings['vision']>, shoot: (width: number) => Promise<Uint8Array>) {
  const { state } = createObsVolumes({});
  const clock = createFakeClock();
  const shots: { readonly source: string; readonly width: number }[] = [];
  const look = createObsSight({
    control: {
      state,
      screenshot(source, { width }) {
        shots.push({ source, width });
        return shoot(width);
      },
    },
    settings: () => ({ mode: 'each', everySeconds: 60, source: '', width: 640, ...vision }),
    clock,
    logger: silentLogger,
  });
  return { look, clock, shots, state };
}
const small = async (): Promise<Uint8Array> => new Uint8Array([1, 2, 3]);

it('looks at nothing while it is off or OBS is away', async () => {
  const off = open({ mode: 'off' }, small);
  expect(await off.look('what is on the screen?', signal)).toBeUndefined();
  const away = open({}, small);
  away.state.set(undefined);
  expect(await away.look('hi', signal)).toBeUndefined();
  expect([...off.shots, ...away.shots]).toEqual([]);
});

it('hands on a JPEG of the chosen source', async () => {
  const { look, shots } = open({ source: 'Game' }, small);
  expect(await look('hi', signal)).toBe('data:image/jpeg;base64,AQID');
  expect(shots).toEqual([{ source: 'Game', width: 640 }]);
});

it('looks only at what asks about the picture, if that is wanted', async () => {
  const { look } = open({ mode: 'asked' }, small);
  expect(await look('主播画面里是什么', signal)).toBeDefined();
  expect(await look('你好呀', signal)).toBeUndefined();
});

it.each([
  ['你看屏幕上是什么', true],
  ['这是什么游戏', true],
  ['What is that on the screen?', true],
  ['can you see my cat', true],
  ['今の画面見えてる?', true],
  ['晚上好', false],
  ['I like your screensaver', false],
  ['おはよう', false],
])('"%s" asks about the picture: %s', (text, asks) => {
  expect(asksForSight(text)).toBe(asks);
});

it('looks again only after the interval', async () => {
  const { look, clock } = open({ mode: 'interval', everySeconds: 30 }, small);
  expect(await look('a', signal)).toBeDefined();
  clock.advance(29_000);
  expect(await look('b', signal)).toBeUndefined();
  clock.advance(2000);
  expect(await look('c', signal)).toBeDefined();
});

it('makes a picture smaller that is too large, and leaves it out when it still is', async () => {
  const large = new Uint8Array(600_000);
  const once = open({}, async (width) => (width === 640 ? large : new Uint8Array(4)));
  expect(await once.look('hi', signal)).toBe('data:image/jpeg;base64,AAAAAA==');
  expect(once.shots.map(({ width }) => width)).toEqual([640, 320]);
  expect(await open({}, async () => large).look('hi', signal)).toBeUndefined();
});

it('does not hold up an answer for long, and survives an OBS that refuses', async () => {
  const never = open({}, () => new Promise(() => {}));
  const looking = never.look('hi', signal);
  never.clock.advance(1500);
  expect(await looking).toBeUndefined();
  expect(await open({}, () => Promise.reject(new Error('702'))).look('hi', signal)).toBeUndefined();
});
