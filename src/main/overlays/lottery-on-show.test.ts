import { expect, it } from 'vitest';
import type { LotteryView, Prize } from '#shared/audience/games.ts';
import { lotteryOnShow } from './lottery-on-show.ts';

const prize = (id: string, change: Partial<Prize> = {}): Prize => ({
  ...{ id, name: id.toUpperCase(), kind: 'item', points: 0, picture: `${id}.png`, enabled: true, stock: null, chance: 100 },
  ...{ from: null, until: null, oncePerViewer: false },
  ...change,
});
const win = (id: string) => ({ prizeId: id, name: id.toUpperCase(), kind: 'item' as const, points: 0, picture: `${id}.png` });
const view = (change: Partial<LotteryView>): LotteryView => ({
  rules: { open: true, cost: 50, maxDraws: 10 },
  prizes: [],
  round: { id: 'r', commit: 'c', draws: 0, startedAt: 0 },
  drawn: [],
  ...change,
});
const world = {
  nowMs: 1000,
  veil: (name: string) => (name === 'rude' ? '***' : name),
  pictureUrl: (fileName: string) => (fileName === 'gone.png' ? '' : `/files/key/items/${fileName}`),
};

it('offers the prizes that can be won now, with their pictures', () => {
  const prizes = [
    prize('mug'),
    prize('gone'),
    prize('bare', { picture: '' }),
    prize('off', { enabled: false }),
    prize('sold', { stock: 0 }),
    prize('never', { chance: 0 }),
    prize('later', { from: 1001 }),
    prize('past', { until: 1000 }),
  ];
  expect(lotteryOnShow(view({ prizes }), world)).toEqual({
    open: true,
    cost: 50,
    prizes: [
      { name: 'MUG', pictureUrl: '/files/key/items/mug.png' },
      { name: 'GONE', pictureUrl: '' },
      { name: 'BARE', pictureUrl: '' },
    ],
    drawn: [],
  });
});

it('tells who won what, each prize once with how often, under a name that others may see', () => {
  const drawn = Array.from({ length: 15 }, (_, seq) => ({
    ...{ seq, at: 900 - seq, userName: seq === 0 ? 'rude' : 'Ann', count: 3, cost: 150, handedOver: false },
    wins: seq === 0 ? [win('mug'), win('pin'), win('mug')] : [],
  }));
  const told = lotteryOnShow(view({ drawn }), world).drawn;
  expect(told).toHaveLength(10);
  expect(told[0]).toEqual({
    at: 900,
    name: '***',
    count: 3,
    wins: [
      { name: 'MUG', pictureUrl: '/files/key/items/mug.png', times: 2 },
      { name: 'PIN', pictureUrl: '/files/key/items/pin.png', times: 1 },
    ],
  });
  expect(told[1]).toEqual({ at: 899, name: 'Ann', count: 3, wins: [] });
});
