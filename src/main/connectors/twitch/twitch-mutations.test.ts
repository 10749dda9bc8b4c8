import { expect, it } from 'vitest';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { chatLine } from '../../../../tests/fakes/irc-server.ts';
import { createDice, mutateBytes, mutateJson } from '../../../../tests/fakes/mutations.ts';
import { eventSubEvent } from '../../../../tests/fakes/twitch-room.ts';
import { eventFromNotification } from './eventsub-events.ts';
import { eventSubMessageFrom } from './eventsub-message.wire.ts';
import { ircMessageFromLine } from './irc-message.wire.ts';
import { createTwitchTranslator } from './twitch-events.ts';

/** All of them take minutes: YINGXI_MUTATIONS=1000000. */
const COUNT = Number(process.env.YINGXI_MUTATIONS ?? 4000);
const TIMEOUT_MS = Math.max(30_000, COUNT * 2);

const USERNOTICE =
  '@badges=subscriber/12;display-name=IceTea;emotes=;id=u1;room-id=700700;tmi-sent-ts=1767225600123;user-id=4242;login=icetea;msg-id=%;msg-param-cumulative-months=14;msg-param-mass-gift-count=5;msg-param-viewerCount=25;msg-param-sub-plan=1000;msg-param-origin-id=o2;msg-param-recipient-id=777;msg-param-recipient-display-name=Lucky :tmi.twitch.tv USERNOTICE #saltchan :words';
const LINES = [
  chatLine({ id: 'a', text: 'Kappa Keepo 🎉 hello', tags: ';emotes=25:0-4/1902:6-10;bits=150' }),
  chatLine({ id: 'b', text: 'please sing', tags: ';custom-reward-id=aaaa;reply-parent-msg-id=x;first-msg=1' }),
  ...['sub', 'resub', 'subgift', 'submysterygift', 'raid', 'announcement'].map((kind) => USERNOTICE.replace('%', kind)),
  '@ban-duration=600;room-id=700700;target-user-id=4242;tmi-sent-ts=1767225600123 :tmi.twitch.tv CLEARCHAT #saltchan :icetea',
  '@login=icetea;target-msg-id=dead-beef :tmi.twitch.tv CLEARMSG #saltchan :bad words',
];
const gift = { ...eventSubEvent.cheer(100), total: 5, tier: '1000' };
const NOTIFICATIONS: readonly (readonly [string, object])[] = [
  ['channel.follow', eventSubEvent.follow('1')],
  ['channel.channel_points_custom_reward_redemption.add', eventSubEvent.redemption('r', 'sing')],
  ['channel.chat.message', eventSubEvent.chat('c', 'hello', { reply: { parent_message_id: 'p' }, cheer: { bits: 5 } })],
  ['channel.cheer', eventSubEvent.cheer(100)],
  ['channel.subscription.gift', gift],
];

it(
  `${COUNT} mutated lines of chat become valid events or nothing, and none that was not written`,
  () => {
    const dice = createDice(7);
    const translator = createTwitchTranslator(() => {});
    let events = 0;
    for (let n = 0; n < COUNT; n += 1) {
      const line = dice.pick(LINES);
      const mutated = Buffer.from(mutateBytes(Buffer.from(line), dice)).toString(dice.roll(2) === 0 ? 'utf8' : 'latin1');
      for (const part of mutated.split(/\r?\n/u)) {
        const message = ircMessageFromLine(part);
        const event = message && attempt(() => translator.eventFrom(message, n));
        if (event === undefined) continue;
        events += 1;
        if (!liveEventSchema.safeParse(event).success) expect.fail(`an invalid event from ${JSON.stringify(part)}`);
        // Money comes from a tag or a notice that says so, never from words.
        if (event.kind === 'gift' && !/[;@]bits=\d/u.test(part)) expect.fail(`bits from ${JSON.stringify(part)}`);
      }
    }
    expect(events).toBeGreaterThan(COUNT / 10);
  },
  TIMEOUT_MS,
);

it(
  `${COUNT} mutated EventSub messages become valid events or nothing`,
  () => {
    const dice = createDice(11);
    let events = 0;
    for (let n = 0; n < COUNT; n += 1) {
      const [type, event] = dice.pick(NOTIFICATIONS);
      const whole = {
        metadata: {
          message_id: 'm',
          message_type: 'notification',
          message_timestamp: '2023-11-14T22:13:20Z',
          subscription_type: type,
        },
        payload: { subscription: { id: 's', type }, event },
      };
      const mutated = mutateJson(whole, dice);
      const read = attempt(() => {
        const message = eventSubMessageFrom(mutated);
        return message?.type === 'notification' ? eventFromNotification(message, n, () => false) : undefined;
      });
      if (read === undefined) continue;
      events += 1;
      if (!liveEventSchema.safeParse(read).success) expect.fail(`an invalid event from ${JSON.stringify(mutated)}`);
    }
    expect(events).toBeGreaterThan(COUNT / 10);
  },
  TIMEOUT_MS,
);

/** A mapper may refuse what breaks its format. */
function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    return undefined;
  }
}
