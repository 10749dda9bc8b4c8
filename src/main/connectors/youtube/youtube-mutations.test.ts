import { expect, it } from 'vitest';
import { Parser } from 'youtubei.js';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { raw } from '../../../../tests/fakes/innertube-server.ts';
import { createDice, mutateJson } from '../../../../tests/fakes/mutations.ts';
import { apiChatItem } from '../../../../tests/fakes/youtube-api-server.ts';
import { eventFromItem } from './data-api-events.ts';
import { eventFromAction } from './innertube-events.ts';

/** All of them take minutes: YINGXI_MUTATIONS=1000000. */
const COUNT = Number(process.env.YINGXI_MUTATIONS ?? 3000);
const TIMEOUT_MS = Math.max(30_000, COUNT * 3);
const NOW = 1_700_000_000_000;

const superChat = {
  ...apiChatItem('sc', 'gg', NOW),
  snippet: {
    type: 'superChatEvent',
    publishedAt: '2026-01-01T00:00:00Z',
    superChatDetails: { amountMicros: '5000000', currency: 'USD', userComment: 'gg', tier: 2 },
  },
};
const ITEMS = [apiChatItem('m', 'hello', NOW), superChat];
const ACTIONS = [
  raw.add(raw.text('m', NOW, [{ text: 'hi ' }, raw.emoji.own, raw.emoji.standard], { badges: [raw.badge.member] })),
  raw.add(raw.paid('sc', NOW, 'NT$150.00', 'gg')),
  raw.add(raw.sticker('ss', NOW, '$5.00')),
  raw.add(raw.newMember('n', NOW, 'Salt')),
  raw.add(raw.milestone('ms', NOW, 6, 'Salt', 'yay')),
  raw.add(raw.giftedMemberships('g', NOW, 5)),
  raw.replace('x', raw.text('x', NOW, [{ text: 'held' }])),
  raw.remove('m'),
  raw.removeAuthor('UCx'),
];

it(
  `${COUNT} mutated items of the official API become valid events or nothing`,
  () => {
    const dice = createDice(3);
    let events = 0;
    for (let n = 0; n < COUNT; n += 1) {
      const mutated = mutateJson(dice.pick(ITEMS), dice);
      const event = attempt(() => eventFromItem(mutated, { roomId: 'r', nowMs: NOW }));
      if (event === undefined) continue;
      events += 1;
      if (!liveEventSchema.safeParse(event).success) expect.fail(`an invalid event from ${JSON.stringify(mutated)}`);
    }
    expect(events).toBeGreaterThan(COUNT / 10);
  },
  TIMEOUT_MS,
);

it(
  `${COUNT} mutated chat actions become valid events or nothing, through youtubei.js's own parser`,
  () => {
    const dice = createDice(5);
    Parser.setParserErrorHandler(() => {});
    const room = { roomId: 'r', nowMs: NOW, region: '', onError() {} };
    let events = 0;
    for (let n = 0; n < COUNT; n += 1) {
      const mutated = mutateJson(dice.pick(ACTIONS), dice);
      const event = attempt(() => {
        const action = Parser.parseItem(withoutTracking(mutated));
        return eventFromAction(action, room);
      });
      if (event === undefined) continue;
      events += 1;
      if (!liveEventSchema.safeParse(event).success) expect.fail(`an invalid event from ${JSON.stringify(mutated)}`);
    }
    expect(events).toBeGreaterThan(COUNT / 10);
  },
  TIMEOUT_MS,
);

/** As youtubei.js does with a page's actions. */
function withoutTracking(action: unknown): Record<string, never> {
  const copy = { ...(action as Record<string, never>) };
  Reflect.deleteProperty(copy, 'clickTrackingParams');
  return copy;
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
