import { expect, test } from 'vitest';
import { createCell } from '#shared/cell.ts';
import type { Stages } from '#shared/contract/stage.ts';
import { createFakeClock } from '../../tests/fakes/fake-clock.ts';
import { type CalmStart, createCalmStart } from './calm-start.ts';

type View = Stages['stages'][number];
const NOBODY: Stages = { stages: [], soundingStageId: null, pinnedStageId: null, playing: null };
const stage = (avatarStatus: string): View => ({
  stageId: 'one',
  kind: 'preview',
  avatar: 'main',
  role: 'following',
  canSound: true,
  connectedAt: 0,
  framesPerSecond: 0,
  frameAgeMs: 0,
  underruns: 0,
  lateFrames: 0,
  avatarStatus,
  width: 480,
  height: 270,
  parameterAgeMs: -1,
  paceHz: 0,
});

function start(hasWindows: boolean) {
  const clock = createFakeClock();
  const stages = createCell(NOBODY);
  const ran: string[] = [];
  const calm: CalmStart = createCalmStart(clock, hasWindows, stages);
  return { clock, stages, ran, calm, wait: (name: string) => calm.whenCalm(() => ran.push(name)) };
}

test('with windows, work waits until an avatar stands, in its order, and later work runs at once', () => {
  const { stages, ran, wait } = start(true);
  wait('voice');
  wait('models');
  stages.set({ ...NOBODY, stages: [stage('connecting')] });
  expect(ran).toEqual([]);
  stages.set({ ...NOBODY, stages: [stage('ready')] });
  expect(ran).toEqual(['voice', 'models']);
  wait('late');
  stages.set({ ...NOBODY, stages: [stage('ready'), stage('ready')] });
  expect(ran).toEqual(['voice', 'models', 'late']);
});

test('no avatar at all holds work up for four seconds', () => {
  const { clock, ran, wait } = start(true);
  wait('voice');
  clock.advance(3999);
  expect(ran).toEqual([]);
  clock.advance(1);
  expect(ran).toEqual(['voice']);
});

test('without windows work runs as soon as the studio is built', () => {
  const { clock, ran, wait } = start(false);
  wait('voice');
  expect(ran).toEqual([]);
  clock.advance(0);
  expect(ran).toEqual(['voice']);
});

test('cancelled work and work of a closed studio never run', () => {
  const { clock, stages, ran, calm, wait } = start(true);
  wait('voice')();
  wait('models');
  calm.close();
  stages.set({ ...NOBODY, stages: [stage('ready')] });
  clock.advance(10_000);
  expect(ran).toEqual([]);
});
