import type { Emotion } from '#shared/speech/emotion.ts';
import { type Command, type CommandTrigger, type Deed, mergeCommands, type Wish } from './command.ts';

type Match = Extract<CommandTrigger, { type: 'word' }>['match'];
const words =
  (match: Match) =>
  (...list: readonly string[]): CommandTrigger[] =>
    list.map((word) => ({ type: 'word', word, match }));
const whole = words('whole');
const start = words('start');
const joined = words('joined');
const intent = (name: Wish | 'skip' | 'costume'): CommandTrigger => ({ type: 'intent', intent: name, minScore: 0.9 });

const base = {
  name: '',
  enabled: true,
  languages: [],
  argument: 'none',
  who: 'everyone',
  cost: 0,
  cooldownSeconds: 0,
  viewerCooldownSeconds: 10,
  reply: 'auto',
} as const satisfies Partial<Command>;

const express = (emotion: Emotion): Deed => ({ type: 'emotion', emotion, intensity: 1, seconds: 8 });
const face = (emotion: Emotion, ...names: string[]) => ({ words: names, deed: express(emotion) });

/** Wishes wait for the part that fulfils them: off, until then they are ordinary talk, which she answers. */
const wish = (id: Wish, triggers: CommandTrigger[], more: Partial<Command> = {}): Command => ({
  ...base,
  id,
  enabled: false,
  argument: 'required',
  viewerCooldownSeconds: 30,
  reply: 'say',
  triggers,
  action: { type: 'wish', wish: id },
  ...more,
});

/**
 * The shipped commands, in Chinese, English and Japanese. What stands at the start of a line in AI-YinMei does so here; what it found anywhere in a
 * line (costumes, scenes) must open the line too, and control words are for moderators.
 */
export const DEFAULT_COMMANDS: readonly Command[] = [
  {
    ...base,
    id: 'points',
    triggers: [
      ...whole('我的积分', '积分查询', '查积分', '查询积分', '签到', '打卡'),
      ...whole('!points', '!mypoints', '!checkin'),
      ...whole('ポイント確認', '私のポイント', '!ポイント', 'ログボ'),
    ],
    action: { type: 'points', show: 'balance' },
  },
  {
    ...base,
    id: 'ranking',
    triggers: [
      ...whole('排行榜', '积分排行', '积分榜', '积分排行榜'),
      ...whole('!top', '!ranking', '!leaderboard', 'ランキング'),
    ],
    cooldownSeconds: 15,
    action: { type: 'points', show: 'ranking' },
  },
  {
    ...base,
    id: 'lottery',
    triggers: [...joined('抽奖', '抽獎'), ...start('!draw', '!lottery', '!gacha'), ...joined('ガチャ', 'くじ引き')],
    argument: 'number',
    viewerCooldownSeconds: 3,
    action: { type: 'lottery' },
  },
  {
    ...base,
    id: 'wheel',
    triggers: [...whole('参加转盘', '上转盘', '参加抽选'), ...whole('!join', '!wheel'), ...whole('ルーレット参加', '参加します')],
    reply: 'chat',
    action: { type: 'wheel' },
  },
  {
    ...base,
    id: 'vote',
    triggers: [...joined('投票'), ...start('!vote', '投'), ...start('とうひょう')],
    argument: 'required',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'vote' },
  },
  {
    ...base,
    id: 'predict',
    triggers: [...start('竞猜', '押', '下注'), ...start('!predict', '!bet'), ...start('予想', 'ベット')],
    argument: 'required',
    viewerCooldownSeconds: 1,
    reply: 'chat',
    action: { type: 'predict' },
  },
  {
    ...base,
    id: 'contribute',
    triggers: [...joined('助力', '投入积分'), ...start('!give', '!contribute'), ...start('応援ポイント')],
    argument: 'number',
    viewerCooldownSeconds: 3,
    reply: 'chat',
    action: { type: 'contribute' },
  },
  {
    ...base,
    id: 'link',
    triggers: [...start('绑定', '绑定账号'), ...start('!link'), ...start('連携')],
    argument: 'optional',
    viewerCooldownSeconds: 3,
    action: { type: 'self', verb: 'link' },
  },
  {
    ...base,
    id: 'remember',
    triggers: [...whole('记住我', '请记住我'), ...whole('!remember', '!rememberme'), ...whole('覚えて', '覚えてください')],
    action: { type: 'self', verb: 'remember' },
  },
  {
    ...base,
    id: 'forget',
    triggers: [...whole('忘记我', '请忘记我', '忘掉我'), ...whole('!forget', '!forgetme'), ...whole('忘れて', '忘れてください')],
    action: { type: 'self', verb: 'forget' },
  },
  {
    ...base,
    id: 'recall',
    triggers: [
      ...whole('你记得我什么', '你还记得我什么', '你知道我什么'),
      ...whole('!whatdoyouknow', '!memory', 'what do you remember about me'),
      ...whole('私のこと覚えてる', '私の何を覚えてる'),
    ],
    viewerCooldownSeconds: 60,
    action: { type: 'self', verb: 'recall' },
  },
  {
    ...base,
    id: 'skip',
    triggers: [...whole('跳过', '跳过这句'), ...whole('!skip'), ...whole('スキップ')],
    who: 'moderators',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'control', verb: 'skip' },
  },
  {
    ...base,
    id: 'next-song',
    triggers: [...whole('下一首', '下首', '切歌'), ...whole('\\next', '!next', 'next', 'next song'), ...whole('次の曲')],
    who: 'moderators',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'perform', deed: { type: 'music', verb: 'next', playlist: '' } },
  },
  {
    ...base,
    id: 'stop-music',
    triggers: [...whole('停止唱歌', '停止播放', '停止音乐'), ...whole('!stopsong', 'stop the music'), ...whole('曲を止めて')],
    who: 'moderators',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'perform', deed: { type: 'music', verb: 'stop', playlist: '' } },
  },
  {
    ...base,
    id: 'stop',
    triggers: whole('停止学歌', '停止画画'),
    who: 'moderators',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'control', verb: 'stop' },
  },
  {
    ...base,
    id: 'stop-dance',
    triggers: whole('\\停止跳舞', '停止跳舞', '不要跳舞', '停止视频', 'stop dance', '!stopdance', 'ダンスやめて'),
    who: 'moderators',
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'perform', deed: { type: 'motion', name: '', loop: false } },
  },
  {
    ...base,
    id: 'clip',
    triggers: [
      ...whole('!clip', 'clip that', 'clip it', 'clip this'),
      ...whole('剪下来', '剪一下', '存个片段', '切片一下'),
      ...whole('クリップして', '切り抜いて', '今の切り抜き'),
    ],
    who: 'moderators',
    cooldownSeconds: 5,
    viewerCooldownSeconds: 0,
    reply: 'none',
    action: { type: 'perform', deed: { type: 'clip', title: '' } },
  },
  {
    ...base,
    id: 'pat',
    triggers: [...whole('摸头', '摸摸头', '摸摸', 'rua'), ...whole('!pat', '!headpat'), ...whole('なでなで', 'よしよし')],
    cooldownSeconds: 5,
    reply: 'none',
    action: { type: 'perform', deed: express('shy') },
  },
  {
    ...base,
    id: 'emote',
    triggers: [...joined('#', '表情'), ...start('!emote', '!face')],
    argument: 'required',
    cooldownSeconds: 5,
    reply: 'none',
    action: {
      type: 'choose',
      random: true,
      choices: [
        face('happy', '开心', '高兴', '笑', 'happy', 'smile', 'joy', '笑顔'),
        face('excited', '激动', '兴奋', 'excited', 'hype', 'わくわく'),
        face('shy', '害羞', '脸红', 'shy', 'blush', '照れ'),
        face('surprised', '惊讶', '吃惊', 'surprised', 'shock', 'びっくり'),
        face('sad', '难过', '伤心', '哭', 'sad', 'cry', '悲しい', '泣き'),
        face('angry', '生气', '愤怒', 'angry', 'mad', '怒り'),
        face('proud', '得意', 'proud', 'smug', 'ドヤ顔'),
        face('confused', '疑惑', '晕', 'confused', 'dizzy', '困惑'),
      ],
    },
  },
  {
    ...base,
    id: 'costume',
    triggers: [
      ...joined('换装', '换衣服', '穿衣服'),
      ...start('!outfit', '!costume'),
      ...joined('着替え', '衣装'),
      intent('costume'),
    ],
    argument: 'required',
    cooldownSeconds: 30,
    reply: 'none',
    action: { type: 'choose', random: false, choices: [] },
  },
  wish('sing', [
    ...joined('唱一下', '唱一首', '点歌', '点播'),
    ...start('唱歌', '!sing', '!song'),
    ...start('歌って'),
    intent('sing'),
  ]),
  wish('draw', [
    ...joined('画一个', '画一下', '画个'),
    ...start('画画', '!draw-picture', '!paint'),
    ...start('描いて'),
    intent('draw'),
  ]),
  wish('dance', [...start('跳舞', '跳一下', '舞蹈'), ...start('!dance'), ...start('踊って'), intent('dance')], {
    argument: 'optional',
  }),
  wish('search', [...joined('查一下'), ...start('查询', '搜索', '!search'), ...start('検索'), intent('search')]),
  wish('picture', [
    ...joined('搜个图', '搜图片', '搜一下图片', '搜图'),
    ...start('!image', '!picture'),
    ...start('画像検索'),
    intent('picture'),
  ]),
  wish('scene', [...start('切换', '进入', '!scene'), ...start('シーン'), intent('scene')]),
];

/** The streamer's changes, with this shipped command switched on among them. */
export function withShippedOn(id: string, changed: readonly Command[]): readonly Command[] {
  const command = mergeCommands(DEFAULT_COMMANDS, changed).find((one) => one.id === id);
  if (command === undefined || command.enabled) return changed;
  return [...changed.filter((one) => one.id !== id), { ...command, enabled: true }];
}
