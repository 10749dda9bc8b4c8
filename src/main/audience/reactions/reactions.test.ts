import { describe, expect, it } from 'vitest';
import type { TurnRequest } from '#main/director/turn-request.ts';
import type { ReactionRule } from '#shared/audience/reaction.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { type AudienceSettings, audienceSettingsSchema } from '#shared/settings/settings.ts';
import { baseOf, chatOf, giftOf, superChatOf, userOf } from '../../../../tests/fakes/live-events.ts';
import { createReactions } from './reactions.ts';

const NOW = 1_700_000_000_000;
const rule = (more: Partial<ReactionRule>): ReactionRule => ({ mode: 'think', templates: [], hint: '', ...more });
const join = (name: string): ViewerEvent => ({ ...baseOf(NOW), kind: 'join', user: userOf(name) });
const like = (): ViewerEvent => ({ ...baseOf(NOW), kind: 'like', user: userOf('fan'), count: 5 });
const turnOf = (
  primary: ViewerEvent,
  merged: ViewerEvent[] = [],
  mergedCount = merged.length,
): Exclude<TurnRequest, { kind: 'say' }> => ({
  kind: 'thank',
  turnId: 1,
  primary,
  merged,
  mergedCount,
});

function reactionsWith(
  more: { reactions?: Partial<AudienceSettings['reactions']>; welcome?: Partial<AudienceSettings['welcome']> } = {},
  visits: Record<string, number> = {},
) {
  const defaults = audienceSettingsSchema.parse({});
  return createReactions({
    settings: () => ({
      reactions: { ...defaults.reactions, ...more.reactions },
      welcome: { ...defaults.welcome, ...more.welcome },
    }),
    keyOf: (event) => event.user.id ?? undefined,
    known: (viewerKey) => {
      const count = visits[viewerKey];
      return count === undefined
        ? undefined
        : { viewerKey, name: viewerKey, visits: count, days: count, messages: 0, lastVisitMs: undefined, loyalty: 0 };
    },
    random: () => 0,
  });
}

describe('welcome and thanks', () => {
  it('know a newcomer from one who returns and from a regular', () => {
    const reactions = reactionsWith({}, { 'id-back': 2, 'id-regular': 12 });
    const familiarity = (name: string) => reactions.occasionOf(turnOf(join(name)), 'en')?.familiarity;
    expect([familiarity('stranger'), familiarity('back'), familiarity('regular')]).toEqual(['new', 'returning', 'regular']);
    expect(reactions.occasionOf(turnOf(join('regular')), 'en')?.facts).toEqual(['1st in the list: here for the 12th time']);
  });

  it('tell sizes by what all of a combo are worth together', () => {
    const reactions = reactionsWith();
    const size = (event: ViewerEvent, merged: ViewerEvent[] = []) => reactions.occasionOf(turnOf(event, merged), 'zh')?.size;
    expect(size(giftOf(0))).toBeUndefined();
    expect(size(giftOf(19))).toBe('small');
    expect(size(giftOf(10), [giftOf(10)])).toBe('medium');
    expect(size(superChatOf(150, 'hi'))).toBe('large');
  });

  it('are silent where the streamer switched them off, and only there', () => {
    const off = reactionsWith(
      { reactions: { rules: { 'gift.free': rule({ mode: 'off' }), 'welcome.new': rule({ mode: 'off' }) } } },
      { 'id-back': 3 },
    );
    expect(off.wants(giftOf(0), 'id-giver', NOW)).toBe(false);
    expect(off.wants(giftOf(1), 'id-giver', NOW)).toBe(true);
    expect(off.wants(join('stranger'), 'id-stranger', NOW)).toBe(false);
    expect(off.wants(join('back'), 'id-back', NOW)).toBe(true);
    expect(off.wants(chatOf('hello'), 'id-viewer', NOW)).toBe(true);
    expect(reactionsWith({ welcome: { enabled: false } }).wants(join('x'), 'id-x', NOW)).toBe(false);
  });

  it('pass over who is on the list of those not to be welcomed, by name or key', () => {
    const reactions = reactionsWith({ reactions: { notWelcomed: ['NightBot', 'twitch:77'] } });
    expect(reactions.wants(join('nightbot'), 'twitch:1', NOW)).toBe(false);
    expect(reactions.wants(join('other'), 'twitch:77', NOW)).toBe(false);
    expect(reactions.wants(join('other'), 'twitch:78', NOW)).toBe(true);
  });

  it('thank for likes once in ten seconds', () => {
    const reactions = reactionsWith();
    const at = [0, 1000, 9999, 10_000, 15_000, 20_000].map((ms) => reactions.wants(like(), 'id-fan', NOW + ms));
    expect(at).toEqual([true, false, false, true, false, true]);
  });

  it('say the streamer’s lines in turn, filled with what happened', () => {
    const templates = ['Thanks {viewer} for {count} × {gift} ({amount})!', '{viewer}, wow!'];
    const reactions = reactionsWith({ reactions: { rules: { 'gift.small': rule({ mode: 'template', templates }) } } });
    const turn = turnOf(giftOf(2, { name: 'Mia' }), [giftOf(3, { name: 'Tom' })]);
    const lines = [1, 2, 3].map(() => reactions.occasionOf(turn, 'en')?.line);
    expect(lines[0]?.replace('CN¥', '¥')).toBe('Thanks Mia, Tom for 2 × 玫瑰 (¥5)!');
    expect(lines[1]).toBe('Mia, Tom, wow!');
    expect(lines[2]).toBe(lines[0]);
  });

  it('count those whose names would be too many', () => {
    const templates = ['欢迎{viewer}！'];
    const reactions = reactionsWith({
      reactions: { rules: { 'welcome.new': rule({ mode: 'template', templates }) } },
      welcome: { names: 2 },
    });
    expect(reactions.occasionOf(turnOf(join('甲'), [join('乙'), join('丙')], 9), 'zh')?.line).toBe('欢迎甲、乙等10位！');
  });

  it('keep names and texts of viewers from being tags or gaps', () => {
    const templates = ['{viewer}: {text}'];
    const reactions = reactionsWith({ reactions: { rules: { 'superchat.small': rule({ mode: 'template', templates }) } } });
    expect(reactions.occasionOf(turnOf(superChatOf(5, '[angry] {amount} <x>', { name: '{gift}[sad]' })), 'en')?.line).toBe(
      'gift sad: angry amount x',
    );
  });

  it('hand the streamer’s hint on as theirs', () => {
    const reactions = reactionsWith({ reactions: { rules: { 'raid.large': rule({ hint: 'Introduce yourself.' }) } } });
    const raid: ViewerEvent = { ...baseOf(NOW), kind: 'raid', user: userOf('host'), viewers: 80 };
    expect(reactions.occasionOf(turnOf(raid), 'en')).toMatchObject({ instruction: 'Introduce yourself.', size: 'large' });
  });

  it('have nothing to add to talk', () => {
    expect(reactionsWith().occasionOf(turnOf(chatOf('hello')), 'en')).toBeUndefined();
  });
});
