import { z } from 'zod';
import { defineEvent } from '../protocol/event-kind.ts';
import { text } from '../protocol/fields.ts';
import type { World } from '../state/world.ts';
import { repeat } from './repeat.ts';

const TEST_MESSAGE_MOST = 32;
const TEST_EVERY_MS = 1_000;
/** Trackers tell the parameter bus, which is asked; a face that comes or goes is no matter of milliseconds. */
const TRACKING_EVERY_MS = 100;

export const testEvent = defineEvent({
  name: 'TestEvent',
  config: z
    .object({ testMessageForEvent: text })
    .refine(({ testMessageForEvent }) => testMessageForEvent.length <= TEST_MESSAGE_MOST, {
      message: `at most ${TEST_MESSAGE_MOST} characters`,
    }),
  misfit: 'Event_TestEvent_TestMessageTooLong',
  open: (world, { testMessageForEvent: yourTestMessage }, tell) =>
    repeat(world.clock, TEST_EVERY_MS, () =>
      tell({ yourTestMessage, counter: Math.floor((world.clock.now() - world.startedAt) / 1000) }),
    ),
});

const isHere = (world: World, name: string): boolean => (world.bus.value(name)?.value ?? 0) > 0.5;
const trackingOf = (world: World) => ({
  faceFound: world.bus.faceFound(),
  leftHandFound: isHere(world, 'HandLeftFound'),
  rightHandFound: isHere(world, 'HandRightFound'),
});

export const trackingStatusChanged = defineEvent({
  name: 'TrackingStatusChangedEvent',
  config: z.unknown(),
  open(world, _config, tell) {
    let before = trackingOf(world);
    return repeat(world.clock, TRACKING_EVERY_MS, () => {
      const now = trackingOf(world);
      const { faceFound, leftHandFound, rightHandFound } = before;
      if (now.faceFound === faceFound && now.leftHandFound === leftHandFound && now.rightHandFound === rightHandFound) return;
      before = now;
      tell(now);
    });
  },
});

export const backgroundChanged = defineEvent({
  name: 'BackgroundChangedEvent',
  config: z.unknown(),
  open: (world, _config, tell) => world.background.subscribe((backgroundName) => tell({ backgroundName })),
});
