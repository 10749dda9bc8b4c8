import { afterEach, describe, expect, it } from 'vitest';
import type { Fired } from '#main/avatar/bindings.types.ts';
import type { Action, Trigger } from '#shared/avatar/bindings.ts';
import type { LiveEvent, Role } from '#shared/live/live-event.ts';
import {
  avatarModel,
  type BindingHarness,
  createBindingHarness,
  draft,
  hold,
  MODEL_A,
  MODEL_B,
  named,
  toggle,
} from '../../../../tests/fakes/binding-harness.ts';
import { chatOf, giftOf } from '../../../../tests/fakes/live-events.ts';
import { HOLD_LOST_MS } from './action-runner.ts';
import { FIRE_EVERY_MS, FIRE_QUEUE_LENGTH } from './fire-queue.ts';

let harness: BindingHarness;
afterEach(() => harness.close());
const desk = () => harness.desk;
const start = (options: Parameters<typeof createBindingHarness>[0] = {}): void => {
  harness = createBindingHarness(options);
};
const key = (accelerator: string, global = true): Trigger => ({ type: 'key', accelerator, global });
const say = (text: string): Action => ({ type: 'say', text });
const chatEvent = ({ text, ...more }: { id: string; text: string; roles?: readonly Role[] }): LiveEvent => chatOf(text, more);
function giftEvent(change: { id?: string; micros: number | null; name?: string; final?: boolean }): LiveEvent {
  const { id, micros, name = 'Rose', final = true } = change;
  const event = giftOf(1, id === undefined ? { final } : { id, final });
  return {
    ...event,
    value: micros === null ? null : { currency: 'CNY', micros, estimated: false },
    gift: { ...event.gift, name },
  };
}
/** Lets what was rejected or resolved be noticed. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
};

describe('firing', () => {
  it('performs the actions in order, each its delay after the one before', () => {
    start();
    const id = harness.add({
      actions: [
        { delay: 0.5, action: toggle('a') },
        { delay: 0, action: toggle('b') },
        { delay: 2, action: toggle('c') },
      ],
    });
    const from = harness.clock.now();
    expect(desk().fire(id, 'key')).toBe('done');
    harness.clock.advance(10_000);
    expect(harness.performed.map(({ at }) => at - from)).toEqual([500, 500, 2500]);
    expect(harness.deeds()).toEqual(['expression:a:toggle', 'expression:b:toggle', 'expression:c:toggle']);
  });

  it('starts a running chain of the same binding anew and lets those of others run', () => {
    start();
    const chain = (name: string) => ({
      actions: [
        { delay: 0, action: toggle(`${name}1`) },
        { delay: 1, action: toggle(`${name}2`) },
      ],
    });
    const one = harness.add(chain('a'));
    const other = harness.add(chain('b'));
    desk().fire(one, 'key');
    desk().fire(other, 'key');
    harness.clock.advance(600);
    desk().fire(one, 'key');
    harness.clock.advance(600);
    expect(harness.deeds().filter((deed) => deed.includes('2'))).toEqual(['expression:b2:toggle']);
    harness.clock.advance(600);
    expect(harness.deeds().filter((deed) => deed.includes('a2'))).toHaveLength(1);
  });

  it('ends every chain and everything that waits at a stop, and tells actions under way', () => {
    start();
    const id = harness.add({
      actions: [
        { delay: 0, action: say('hi') },
        { delay: 1, action: say('there') },
      ],
    });
    const api = harness.add({ actions: [{ delay: 0, action: say('from a program') }] });
    desk().fire(id, 'key');
    desk().fire(id, 'api');
    desk().fire(api, 'api');
    desk().stop();
    harness.clock.advance(60_000);
    expect(harness.performed.map(({ action }) => (action.type === 'say' ? action.text : ''))).toEqual(['hi', 'hi']);
    expect(harness.performed.every(({ signal }) => signal.aborted)).toBe(true);
    expect(desk().state().activity[id]?.running).toBe(false);
  });

  it('goes on after an action that fails, and tells what went wrong in plain words', async () => {
    start();
    harness.outcome = { problem: 'The model has no expression "gone".' };
    const id = harness.add({
      actions: [
        { delay: 0, action: toggle('gone') },
        { delay: 1, action: toggle('b') },
      ],
    });
    desk().fire(id, 'key');
    await settle();
    expect(desk().state().activity[id]?.problem).toBe('The model has no expression "gone".');
    harness.outcome = { error: new Error('no sound device') };
    harness.clock.advance(1000);
    await settle();
    expect(desk().state().activity[id]?.problem).toBe('no sound device');
    harness.outcome = {};
    desk().fire(id, 'key');
    await settle();
    expect(desk().state().activity[id]?.problem).toBeNull();
  });

  it('rests for its cooldown, except for a test', () => {
    start();
    const id = harness.add({ cooldown: 5 });
    expect(desk().fire(id, 'key')).toBe('done');
    expect(desk().fire(id, 'key')).toBe('cooling');
    expect(desk().fire(id, 'test')).toBe('done');
    harness.clock.advance(4999);
    expect(desk().fire(id, 'key')).toBe('cooling');
    harness.clock.advance(1);
    expect(desk().fire(id, 'key')).toBe('done');
    expect(harness.performed).toHaveLength(3);
  });

  it('fires nothing that is switched off, unknown, or another model’s', () => {
    start({ model: avatarModel() });
    const off = harness.add({ enabled: false });
    const other = harness.add({ modelId: MODEL_B });
    expect(desk().fire(off, 'key')).toBe('off');
    expect(desk().fire(other, 'api')).toBe('unknown');
    expect(desk().fire('0'.repeat(32), 'api')).toBe('unknown');
    expect(harness.performed).toEqual([]);
    harness.use(avatarModel({ id: MODEL_B }));
    expect(desk().fire(other, 'api')).toBe('done');
  });

  it('tells listeners once for each firing, and none of what only waited', () => {
    start();
    const fired: Fired[] = [];
    desk().onFired((one) => fired.push(one));
    const [a, b] = [harness.add({ name: 'A' }), harness.add({ name: 'B' })];
    desk().fire(a, 'api');
    desk().fire(b, 'api');
    expect(fired.map(({ binding, by }) => [binding.name, by])).toEqual([['A', 'api']]);
    desk().stop();
    harness.clock.advance(1000);
    expect(fired).toHaveLength(1);
    expect(
      desk()
        .state()
        .fired.map(({ name }) => name),
    ).toEqual(['A']);
  });

  it('answers a test with the first problem, and keeps no trace of the draft', async () => {
    start();
    harness.outcome = { problem: 'There is no sound "boo".' };
    await expect(
      desk().test(draft({ actions: [{ delay: 0, action: { type: 'sound', fileName: 'boo', volume: 1 } }] })),
    ).resolves.toBe('There is no sound "boo".');
    harness.outcome = {};
    const good = desk().test(draft());
    await settle();
    harness.clock.advance(1000);
    await expect(good).resolves.toBeUndefined();
    expect(desk().state().activity).toEqual({});
    expect(desk().bindings.get()).toEqual([]);
  });
});

describe('firing by programs and viewers', () => {
  it('lets one through every five frames, 32 waiting, the same not again at once', () => {
    start();
    const ids = Array.from({ length: FIRE_QUEUE_LENGTH + 2 }, (_, index) => harness.add({ name: String(index) }));
    const answers = ids.map((id) => desk().fire(id, 'api'));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(FIRE_QUEUE_LENGTH + 1);
    expect(answers.at(-1)).toBe('queue-full');
    expect(desk().fire(ids[3] ?? '', 'api')).toBe('cooling');
    expect(harness.performed).toHaveLength(1);
    harness.clock.advance(FIRE_EVERY_MS * 4 + 1);
    expect(harness.performed).toHaveLength(5);
    harness.clock.advance(60_000);
    expect(harness.performed.map(({ bindingId }) => bindingId)).toEqual(ids.slice(0, FIRE_QUEUE_LENGTH + 1));
    expect(desk().state().dropped).toBe(1);
    const gaps = harness.performed.slice(1).map(({ at }, index) => at - (harness.performed[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(FIRE_EVERY_MS - 0.01);
  });

  it('refuses the same one within five frames and takes it after', () => {
    start();
    const id = harness.add({});
    expect(desk().fire(id, 'api')).toBe('done');
    expect(desk().fire(id, 'api')).toBe('cooling');
    harness.clock.advance(FIRE_EVERY_MS + 1);
    expect(desk().fire(id, 'api')).toBe('done');
  });

  it('lets paid gifts go first and push the newest of the others out when it is full', () => {
    start();
    const gift = harness.add({ name: 'gift', triggers: [{ type: 'gift', minimumMicros: 0, name: '' }] });
    const ids = Array.from({ length: FIRE_QUEUE_LENGTH + 1 }, (_, index) => harness.add({ name: String(index) }));
    for (const id of ids) desk().fire(id, 'api');
    desk().live(giftEvent({ micros: 5_000_000 }));
    harness.clock.advance(FIRE_EVERY_MS + 1);
    expect(harness.performed.at(-1)?.bindingId).toBe(gift);
    harness.clock.advance(60_000);
    expect(harness.performed.some(({ bindingId }) => bindingId === ids.at(-1))).toBe(false);
    expect(desk().state().dropped).toBe(1);
  });

  it('survives ten thousand viewers who shout the same word, and keeps keys quick meanwhile', () => {
    start();
    harness.add({ triggers: [{ type: 'chat', word: '!dance', match: 'contains', who: 'everyone' }] });
    const byKey = harness.add({ actions: [{ delay: 0, action: say('now') }] });
    for (let index = 0; index < 10_000; index += 1) desk().live(chatEvent({ id: `t:${index}`, text: 'come on !dance' }));
    expect(harness.performed).toHaveLength(1);
    expect(desk().fire(byKey, 'key')).toBe('done');
    expect(harness.performed).toHaveLength(2);
  });
});

describe('holding', () => {
  const holding = (seconds = 0) => harness.add({ actions: [{ delay: 0, action: hold('wink', seconds) }] });

  it('lasts from the press to the release where the trigger has an end', () => {
    start();
    const id = holding();
    desk().press(id, 'gamepad', true);
    expect(harness.deeds()).toEqual(['expression:wink:hold']);
    desk().release(id);
    desk().release(id);
    expect(harness.deeds()).toEqual(['expression:wink:hold', 'expression:wink:off']);
    expect(desk().state().activity[id]?.running).toBe(false);
  });

  it('ends after its seconds where the trigger has none', () => {
    start();
    desk().fire(holding(7), 'key');
    desk().fire(holding(0), 'chat');
    expect(harness.performed.map(({ action }) => (action.type === 'expression' ? [action.mode, action.seconds] : []))).toEqual([
      ['timed', 7],
      ['timed', 2],
    ]);
  });

  it('is let go when the page that holds is gone, and not while it says that it holds', () => {
    start();
    const id = holding();
    desk().press(id, 'button', true);
    harness.clock.advance(HOLD_LOST_MS - 1);
    desk().keepHolding([id]);
    harness.clock.advance(HOLD_LOST_MS - 1);
    expect(harness.deeds()).toHaveLength(1);
    harness.clock.advance(1);
    expect(harness.deeds()).toEqual(['expression:wink:hold', 'expression:wink:off']);
  });

  it('does not begin what was to be held after the key was let go', () => {
    start();
    const id = harness.add({
      actions: [
        { delay: 0, action: hold('a') },
        { delay: 1, action: hold('b') },
        { delay: 1, action: toggle('c') },
      ],
    });
    desk().press(id, 'key', true);
    desk().release(id);
    harness.clock.advance(5000);
    expect(harness.deeds()).toEqual(['expression:a:hold', 'expression:a:off', 'expression:c:toggle']);
  });

  it('stays on over a second press, whose release ends it', () => {
    start();
    const id = holding();
    desk().press(id, 'key', true);
    desk().press(id, 'key', true);
    expect(harness.deeds()).toEqual(['expression:wink:hold', 'expression:wink:hold']);
    desk().release(id);
    expect(harness.deeds().at(-1)).toBe('expression:wink:off');
    expect(harness.deeds()).toHaveLength(3);
  });

  it('ends with a stop, and with a change of the model', () => {
    start({ model: avatarModel() });
    const id = holding();
    desk().press(id, 'key', true);
    desk().stop();
    expect(harness.deeds().at(-1)).toBe('expression:wink:off');
    desk().press(id, 'key', true);
    harness.use(avatarModel({ id: MODEL_B }));
    expect(harness.deeds().at(-1)).toBe('expression:wink:off');
  });
});

describe('triggers of the show', () => {
  const chat = (
    word: string,
    match: 'exact' | 'starts' | 'contains',
    who: 'everyone' | 'members' | 'moderators' | 'owner' = 'everyone',
  ) => harness.add({ triggers: [{ type: 'chat', word, match, who }] });
  const fires = (text: string, roles: readonly ('owner' | 'moderator' | 'vip' | 'member')[] = []): boolean => {
    const before = harness.performed.length;
    desk().live(chatOf(text, { roles }));
    harness.clock.advance(1000);
    return harness.performed.length > before;
  };

  it.each([
    ['hug', 'contains', 'please HUG her!', true],
    ['hug', 'contains', 'a huge one', false],
    ['抱抱', 'contains', '快抱抱她', true],
    ['!hug', 'starts', '！hug　now', true],
    ['!hug', 'starts', '!hugs', false],
    ['!hug', 'starts', 'say !hug', false],
    ['hello', 'exact', '  Ｈｅｌｌｏ ', true],
    ['hello', 'exact', 'hello there', false],
    ['.*', 'contains', 'anything', false],
    ['(a+)+$', 'contains', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
  ] as const)('finds %j (%s) in %j: %s', (word, match, text, expected) => {
    start();
    chat(word, match);
    expect(fires(text)).toBe(expected);
  });

  it('lets each circle of viewers include the narrower ones', () => {
    start();
    chat('go', 'exact', 'moderators');
    expect([fires('go'), fires('go', ['member']), fires('go', ['moderator']), fires('go', ['owner'])]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('fires a binding once for a message, whatever of it matches, and once for a message that comes twice', () => {
    start();
    harness.add({
      triggers: [
        { type: 'chat', word: 'cat', match: 'contains', who: 'everyone' },
        { type: 'chat', word: 'dog', match: 'contains', who: 'everyone' },
      ],
    });
    desk().live(chatEvent({ id: 't:1', text: 'cat dog' }));
    harness.clock.advance(1000);
    desk().live(chatEvent({ id: 't:1', text: 'cat dog' }));
    harness.clock.advance(1000);
    expect(harness.performed).toHaveLength(1);
  });

  it('fires for follows, members, raids and rewards, a reward by its name where one is set', () => {
    start();
    for (const deed of ['follow', 'member', 'raid', 'reward'] as const)
      harness.add({ name: deed, triggers: [{ type: 'viewer', deed, name: '' }] });
    harness.add({ name: 'hydrate', triggers: [{ type: 'viewer', deed: 'reward', name: 'Hydrate!' }] });
    const firedBy = (change: object): string[] => {
      harness.performed.length = 0;
      const { v, id, platform, source, roomId, timestamp, receivedAt, user } = chatOf('x');
      desk().live({
        v,
        platform,
        source,
        roomId,
        timestamp,
        receivedAt,
        user,
        id: `${id} ${JSON.stringify(change)}`,
        ...change,
      } as LiveEvent);
      harness.clock.advance(10_000);
      return harness.performed.map(
        ({ bindingId }) =>
          desk()
            .current()
            .find(({ id: one }) => one === bindingId)?.name ?? '',
      );
    };
    expect(firedBy({ kind: 'follow' })).toEqual(['follow']);
    expect(firedBy({ kind: 'raid', viewers: 12 })).toEqual(['raid']);
    const membership = { action: 'gift', tier: '1000', months: 1, giftCount: 5 };
    expect(firedBy({ kind: 'membership', membership, value: null })).toEqual(['member']);
    expect(firedBy({ kind: 'redemption', rewardId: 'a', rewardTitle: 'Jump', text: '' })).toEqual(['reward']);
    expect(firedBy({ kind: 'redemption', rewardId: 'b', rewardTitle: ' hydrate! ', text: '' })).toEqual(['reward', 'hydrate']);
    expect(firedBy({ kind: 'join' })).toEqual([]);
  });

  it('fires for gifts from the amount on, by name where one is set, and not while a streak runs', () => {
    start();
    harness.add({ name: 'any', triggers: [{ type: 'gift', minimumMicros: 1_000_000, name: '' }] });
    harness.add({ name: 'rose', triggers: [{ type: 'gift', minimumMicros: 0, name: 'Rose' }] });
    const firedBy = (event: Parameters<typeof giftEvent>[0]): string[] => {
      const before = desk().state().fired.length;
      desk().live(giftEvent(event));
      harness.clock.advance(1000);
      return desk()
        .state()
        .fired.slice(before)
        .map(({ name }) => name);
    };
    expect(firedBy({ micros: 999_999, name: 'Cake' })).toEqual([]);
    expect(firedBy({ micros: 1_000_000, name: 'Cake' })).toEqual(['any']);
    expect(firedBy({ micros: 2_000_000, name: 'ＲＯＳＥ' })).toEqual(['any', 'rose']);
    expect(firedBy({ micros: 9_000_000, name: 'Rose', final: false })).toEqual([]);
    expect(firedBy({ micros: null, name: 'rose' })).toEqual(['rose']);
  });

  it('fires for an emotion when it begins in an answer, and for an intent once an answer', () => {
    start();
    harness.add({ name: 'happy', triggers: [{ type: 'emotion', emotion: 'happy' }] });
    harness.add({ name: 'wave', triggers: [{ type: 'intent', intent: 'greeting' }] });
    const heard = (turnId: number, text: string, emotion: 'happy' | 'sad'): void => desk().heard({ turnId, text, emotion });
    heard(1, 'Hello everyone!', 'happy');
    heard(1, 'Hello again!', 'happy');
    heard(1, 'Oh no.', 'sad');
    heard(1, 'But fine.', 'happy');
    heard(2, '大家好！', 'happy');
    const names = desk()
      .state()
      .fired.map(({ name }) => name);
    expect(names.filter((name) => name === 'happy')).toHaveLength(3);
    expect(names.filter((name) => name === 'wave')).toHaveLength(2);
  });

  it('fires for a touch of its part only', () => {
    start();
    harness.add({ triggers: [{ type: 'touch', part: 'head' }] });
    desk().touched('chest');
    expect(harness.performed).toHaveLength(0);
    desk().touched('head');
    expect(harness.performed).toHaveLength(1);
  });
});

describe('hotkeys that make themselves', () => {
  const model = avatarModel({
    expressions: ['aa', 'Blink', 'happy', 'MouthSmileLeft', 'Sunglasses', 'angry', 'neutral'],
    motions: ['Wave'],
  });

  it('come once for a model that shows what it can do, with free keys and slots', () => {
    start({ model });
    const list = desk().current();
    expect(named(list)).toEqual(['Happy', 'Angry', 'Sunglasses', 'Wave', 'Remove all expressions']);
    expect(list.map(({ triggers }) => triggers)).toEqual([
      [key('CommandOrControl+Alt+1'), { type: 'button', slot: 1 }],
      [key('CommandOrControl+Alt+2'), { type: 'button', slot: 2 }],
      [key('CommandOrControl+Alt+3'), { type: 'button', slot: 3 }],
      [key('CommandOrControl+Alt+4'), { type: 'button', slot: 4 }],
      [key('CommandOrControl+Alt+0'), { type: 'button', slot: 8 }],
    ]);
    expect(desk().view().conflicts).toEqual({});
  });

  it('do not come back when they were removed, also after a restart', async () => {
    start({ model });
    desk().remove(
      desk()
        .current()
        .map(({ id }) => id),
    );
    harness.use({ ...model });
    expect(desk().current()).toEqual([]);
    await desk().closed();
    const again = createBindingHarness({ folder: harness.file.replace(/\/bindings\.json$/, ''), model });
    expect(again.desk.current()).toEqual([]);
    expect(again.desk.createDefaults()).toBe(5);
    await again.close();
  });

  it('wait until the stage has told what a model can do', () => {
    start({ model: avatarModel() });
    expect(desk().current()).toEqual([]);
    harness.use(model);
    expect(desk().current()).toHaveLength(5);
  });

  it('leave keys alone that the settings or other bindings have', () => {
    start();
    harness.settingsHotkeys = [{ accelerator: 'Ctrl+Alt+1', action: 'stop' }];
    harness.add({ triggers: [key('Alt+Control+2'), { type: 'button', slot: 1 }] });
    harness.use(model);
    const mine = desk()
      .bindings.get()
      .filter(({ modelId }) => modelId === MODEL_A);
    expect(mine[0]?.triggers).toEqual([key('CommandOrControl+Alt+3'), { type: 'button', slot: 2 }]);
    expect(desk().view().conflicts).toEqual({});
  });

  it('are not made for a model whose hotkeys were taken in from elsewhere', () => {
    start();
    desk().takeIn(
      [{ ...draft({ modelId: MODEL_A, name: 'From VTube Studio', triggers: [key('F1')] }), id: '1'.repeat(32) }],
      MODEL_A,
    );
    harness.use(model);
    expect(named(desk().current())).toEqual(['From VTube Studio']);
    expect(desk().current()[0]?.triggers).toEqual([key('F1', false)]);
  });

  it('are added only for what no hotkey does yet', () => {
    start({ model });
    desk().remove(
      desk()
        .current()
        .slice(1, 3)
        .map(({ id }) => id),
    );
    expect(desk().createDefaults()).toBe(2);
    expect(named(desk().current()).sort()).toEqual(['Angry', 'Happy', 'Remove all expressions', 'Sunglasses', 'Wave']);
    expect(desk().createDefaults()).toBe(0);
  });
});

describe('keys of the whole system', () => {
  it.each(['A', 'Shift+A', 'F5', 'Space', 'Ctrl+W', 'Alt+Tab', 'Ctrl+C', 'Up', 'Ctrl+Nonsense'])('refuses %s', (accelerator) => {
    start();
    expect(() => harness.add({ triggers: [key(accelerator)] })).toThrow(/cannot work while a game has the focus/);
    expect(harness.add({ triggers: [key(accelerator, false)] })).toMatch(/^[0-9a-f]{32}$/);
    expect(desk().hotkeys()).toEqual([]);
  });

  it.each(['Ctrl+Alt+1', 'Ctrl+Shift+W', 'Alt+5', 'F13', 'F24', 'MediaPlayPause', 'CommandOrControl+num5'])(
    'takes %s',
    (accelerator) => {
      start();
      const id = harness.add({ triggers: [key(accelerator)] });
      const [hotkey] = desk().hotkeys();
      expect(hotkey?.accelerator).toBe(accelerator);
      hotkey?.run();
      expect(harness.performed.map(({ bindingId }) => bindingId)).toEqual([id]);
    },
  );

  it('registers a key that two share once, fires both, and marks both', () => {
    start();
    const one = harness.add({ triggers: [key('Ctrl+Alt+1')] });
    const other = harness.add({ triggers: [key('Alt+CommandOrControl+1')] });
    expect(desk().hotkeys()).toHaveLength(1);
    desk().hotkeys()[0]?.run();
    expect(harness.performed.map(({ bindingId }) => bindingId)).toEqual([one, other]);
    expect(desk().view().conflicts).toMatchObject({
      [one]: [{ type: 'shared', otherId: other }],
      [other]: [{ type: 'shared', otherId: one }],
    });
  });

  it('leaves keys to the settings’ own hotkeys and says so', () => {
    start();
    harness.settingsHotkeys = [{ accelerator: 'CommandOrControl+Shift+S', action: 'stop' }];
    const id = harness.add({ triggers: [key('Ctrl+Shift+S')] });
    expect(desk().hotkeys()).toEqual([]);
    expect(desk().view().conflicts[id]).toEqual([{ type: 'settings', accelerator: 'Ctrl+Shift+S', action: 'stop' }]);
  });

  it('marks the key that another program holds until it is given', () => {
    start();
    const id = harness.add({ triggers: [key('Ctrl+Alt+1')] });
    desk().noteRefused(desk().hotkeys());
    expect(desk().view().conflicts[id]).toEqual([{ type: 'program', accelerator: 'Ctrl+Alt+1' }]);
    desk().noteRefused([]);
    expect(desk().view().conflicts).toEqual({});
  });

  it('does not hold two models’ equal keys against each other, and swaps them with the model', () => {
    start({ model: avatarModel() });
    const a = harness.add({ modelId: MODEL_A, triggers: [key('Ctrl+Alt+1')] });
    const b = harness.add({ modelId: MODEL_B, triggers: [key('Ctrl+Alt+1')] });
    let told = 0;
    desk().onHotkeys(() => {
      told += 1;
    });
    expect(desk().view().conflicts).toEqual({});
    desk().hotkeys()[0]?.run();
    harness.use(avatarModel({ id: MODEL_B }));
    expect(told).toBe(1);
    desk().hotkeys()[0]?.run();
    expect(harness.performed.map(({ bindingId }) => bindingId)).toEqual([a, b]);
    harness.light(['x']);
    expect(told).toBe(1);
  });
});

describe('lamps', () => {
  it('are lit while everything that a binding shows is shown', () => {
    start({ model: avatarModel({ expressions: ['a', 'b'] }) });
    const both = harness.add({
      actions: [
        { delay: 0, action: toggle('a') },
        { delay: 0, action: toggle('b') },
      ],
    });
    const lit = (): boolean => desk().state().activity[both]?.on ?? false;
    harness.light(['a']);
    expect(lit()).toBe(false);
    const before = desk().stateVersion.get();
    harness.light(['a', 'b']);
    expect(lit()).toBe(true);
    expect(desk().stateVersion.get()).toBeGreaterThan(before);
  });
});
