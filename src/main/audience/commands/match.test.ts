import { describe, expect, it } from 'vitest';
import type { Command } from '#shared/audience/command.ts';
import { commandSchema, mergeCommands } from '#shared/audience/command.ts';
import { DEFAULT_COMMANDS, withShippedOn } from '#shared/audience/default-commands.ts';
import type { LiveUser } from '#shared/live/live-event.ts';
import { createCommandMatcher } from './match.ts';

const viewer = { roles: [] satisfies LiveUser['roles'] };
const moderator = { roles: ['moderator'] satisfies LiveUser['roles'] };
const everythingOn = DEFAULT_COMMANDS.map((command) => ({ ...command, enabled: true }));
const matcher = createCommandMatcher(everythingOn, () => undefined);
const found = (text: string, user: { roles: LiveUser['roles'] } = viewer): string | undefined => {
  const match = matcher.match(text, undefined, user);
  return match === undefined ? undefined : `${match.command.id}(${match.argument})`;
};

describe('the shipped commands', () => {
  it('are valid, and each word belongs to one of them', () => {
    const words = new Map<string, string>();
    for (const command of DEFAULT_COMMANDS) {
      expect(commandSchema.parse(command)).toEqual(command);
      for (const trigger of command.triggers) {
        if (trigger.type !== 'word') continue;
        expect(words.get(trigger.word), trigger.word).toBeUndefined();
        words.set(trigger.word, command.id);
      }
    }
  });

  it.each([
    ['我的积分', 'points()'],
    ['我的积分？', 'points()'],
    ['签到！', 'points()'],
    ['！points', 'points()'],
    ['!POINTS', 'points()'],
    ['排行榜', 'ranking()'],
    ['抽奖', 'lottery()'],
    ['抽奖10', 'lottery(10)'],
    ['抽奖 5', 'lottery(5)'],
    ['抽奖十连', 'lottery(十连)'],
    ['!draw 3', 'lottery(3)'],
    ['ガチャ 10回', 'lottery(10回)'],
    ['投票 1', 'vote(1)'],
    ['投票1', 'vote(1)'],
    ['!vote apple pie', 'vote(apple pie)'],
    ['竞猜 a 100', 'predict(a 100)'],
    ['!predict a 100', 'predict(a 100)'],
    ['押 2 50', 'predict(2 50)'],
    ['助力 200', 'contribute(200)'],
    ['!join', 'wheel()'],
    ['绑定', 'link()'],
    ['!link AB12CD', 'link(AB12CD)'],
    ['记住我', 'remember()'],
    ['!forget', 'forget()'],
    ['你记得我什么？', 'recall()'],
    ['点歌 晴天', 'sing(晴天)'],
    ['点歌晴天', 'sing(晴天)'],
    ['点歌：有何不可', 'sing(有何不可)'],
    ['点歌好想你', 'sing(好想你)'],
    ['唱歌 Shape of You', 'sing(Shape of You)'],
    ['画一个苹果', 'draw(苹果)'],
    ['搜图 猫猫', 'picture(猫猫)'],
    ['查一下明天天气', 'search(明天天气)'],
    ['搜索 光速', 'search(光速)'],
    ['跳舞', 'dance()'],
    ['跳舞 极乐净土', 'dance(极乐净土)'],
    ['#开心', 'emote(开心)'],
    ['＃开心', 'emote(开心)'],
    ['表情 随机', 'emote(随机)'],
    ['!emote HAPPY', 'emote(HAPPY)'],
    ['摸摸头', 'pat()'],
    ['进入 神社', 'scene(神社)'],
  ])('%s fires %s', (text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it.each([
    '我昨天唱歌了',
    '唱歌好听',
    '唱歌',
    '点歌的时候要说什么',
    '点歌多少积分',
    '点歌怎么点？',
    '点歌姬坏了吗',
    '抽奖怎么玩',
    '抽奖活动什么时候开始',
    '抽奖了',
    '我抽奖从来没中过',
    '今天跳舞好累啊',
    '跳舞好累啊',
    '搜索引擎哪个好用',
    '查询的时候卡住了',
    '换装游戏好玩吗',
    '换衣服去了',
    '我要进入决赛了',
    '进入决赛了',
    '切换一下心情',
    '投票结果出来了吗',
    '投票的规则是什么',
    '积分是什么',
    '排行榜第一是谁',
    '表情好可爱',
    '#1 fan here',
    'next week is my birthday',
    'draw me like one of your girls',
    'i bet 100 you lose',
    'join the club',
    '参加します！楽しみ',
    'ガチャ回したい',
    'ガチャの確率は？',
    '记住我说的话',
    '忘记我吧',
    '停止跳舞吧大家',
    'can somebody clip that please',
    '我的积分怎么变少了',
    '',
    '。',
    '押韵真好',
    '竞猜什么时候开',
  ])('"%s" is ordinary talk', (text) => {
    expect(found(text)).toBeUndefined();
  });

  it('keep control words for moderators and the owner', () => {
    for (const word of ['下一首', '切歌', 'next', '\\next', '停止跳舞', '停止学歌', 'clip that', '剪下来', 'クリップして']) {
      expect(found(word), word).toBeUndefined();
      expect(found(word, moderator), word).toBeDefined();
    }
  });

  it('are switched on by another page with what the streamer made of them, and only where they were off', () => {
    const dear = DEFAULT_COMMANDS.flatMap((command) => (command.id === 'sing' ? [{ ...command, cost: 50 }] : []));
    expect(withShippedOn('sing', [])).toMatchObject([{ id: 'sing', enabled: true, cost: 0 }]);
    expect(withShippedOn('sing', dear)).toEqual([{ ...dear[0], enabled: true }]);
    const on = withShippedOn('sing', dear);
    expect(withShippedOn('sing', on)).toBe(on);
    expect(withShippedOn('nothing', dear)).toBe(dear);
  });

  it('keep the next song apart from the next answer', () => {
    for (const word of ['下一首', '切歌', '\\next', '!next', '次の曲']) expect(found(word, moderator), word).toBe('next-song()');
    for (const word of ['跳过', '!skip', 'スキップ']) expect(found(word, moderator), word).toBe('skip()');
    for (const word of ['停止唱歌', '停止播放']) expect(found(word, moderator), word).toBe('stop-music()');
  });
});

describe('a matcher', () => {
  const own = (more: Partial<Command>): Command => ({
    id: 'own',
    name: '',
    enabled: true,
    triggers: [{ type: 'word', word: 'Hug!', match: 'start' }],
    languages: [],
    argument: 'optional',
    who: 'everyone',
    cost: 0,
    cooldownSeconds: 0,
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'say', text: 'hugs {argument}' },
    ...more,
  });
  const match = (more: Partial<Command>, text: string, reading?: Parameters<typeof matcher.match>[1]) =>
    createCommandMatcher([own(more)], (line) => line.replace('please sing', '').trim()).match(text, reading, viewer);

  it('takes viewer text and the streamer’s words as they are, whatever they would mean as a pattern', () => {
    const trigger = [{ type: 'word', word: '(a+)+$', match: 'start' }] as const;
    expect(match({ triggers: [...trigger] }, '(a+)+$ me')?.argument).toBe('me');
    expect(match({ triggers: [...trigger] }, `${'a'.repeat(500)}!`)).toBeUndefined();
  });

  it('finds a word anywhere only when told to', () => {
    const trigger = { type: 'word', word: 'banana', match: 'anywhere' } as const;
    expect(match({ triggers: [trigger] }, 'I love banana bread')).toBeDefined();
    expect(match({ triggers: [{ ...trigger, match: 'start' }] }, 'I love banana bread')).toBeUndefined();
  });

  it('fires by intent above the streamer’s threshold, with the argument that the line names', () => {
    const triggers = [{ type: 'intent', intent: 'sing', minScore: 0.8 }] as const;
    const reading = { intent: 'sing', intentScore: 0.9, emotion: 'neutral', emotionScore: 1 } as const;
    expect(match({ triggers: [...triggers] }, 'please sing Umbrella', reading)?.argument).toBe('Umbrella');
    expect(match({ triggers: [...triggers] }, 'please sing', { ...reading, intentScore: 0.7 })).toBeUndefined();
    expect(match({ triggers: [...triggers] }, 'please sing Umbrella')).toBeUndefined();
  });

  it('listens to the chosen languages only', () => {
    expect(match({ languages: ['ja'] }, 'hug! you')).toBeUndefined();
    expect(match({ languages: ['en'] }, 'hug! you')).toBeDefined();
  });

  it('does nothing for a command that is off', () => {
    expect(match({ enabled: false }, 'hug! you')).toBeUndefined();
  });

  it('lets a changed command stand in for the shipped one, and own ones follow', () => {
    const merged = mergeCommands(DEFAULT_COMMANDS, [own({}), own({ id: 'points', cost: 5 })]);
    expect(merged.find(({ id }) => id === 'points')?.cost).toBe(5);
    expect(merged).toHaveLength(DEFAULT_COMMANDS.length + 1);
  });
});
