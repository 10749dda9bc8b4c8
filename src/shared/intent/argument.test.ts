import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INTENTS, type Intent } from '#shared/live/appraisal.ts';
import { argumentOf } from './argument.ts';

test.each([
  ['点歌 晴天', 'sing', '晴天'],
  ['点歌：《夜曲》', 'sing', '夜曲'],
  ['唱一首晴天', 'sing', '晴天'],
  ['主播能不能唱一下青花瓷吗', 'sing', '青花瓷'],
  ['来一首周杰伦的歌', 'sing', '周杰伦'],
  ['唱歌', 'sing', ''],
  ['song request: Shape of You', 'sing', 'Shape of You'],
  ['can you sing Let It Go please', 'sing', 'Let It Go'],
  ['sing', 'sing', ''],
  ['晴天を歌ってください', 'sing', '晴天'],
  ['歌って', 'sing', ''],
  ['リクエスト：千本桜', 'sing', '千本桜'],
  ['画一只小猫', 'draw', '小猫'],
  ['给我画个皮卡丘好不好', 'draw', '皮卡丘'],
  ['draw me a red dragon', 'draw', 'red dragon'],
  ['could you make a drawing of a robot?', 'draw', 'robot'],
  ['猫の絵を描いて', 'draw', '猫'],
  ['跳个极乐净土', 'dance', '极乐净土'],
  ['跳舞', 'dance', ''],
  ['do the macarena', 'dance', 'macarena'],
  ['恋ダンス踊ってください', 'dance', '恋ダンス'],
  ['搜一下今天的新闻', 'search', '今天的新闻'],
  ['帮我查一查北京天气', 'search', '北京天气'],
  ['google the weather in london', 'search', 'the weather in london'],
  ['明日の天気を調べて', 'search', '明日の天気'],
  ['来张猫猫图', 'picture', '猫猫'],
  ['搜图 埃菲尔铁塔', 'picture', '埃菲尔铁塔'],
  ['show me a picture of a red panda', 'picture', 'red panda'],
  ['富士山の写真見せて', 'picture', '富士山'],
  ['切换到神社', 'scene', '神社'],
  ['我们去海边吧', 'scene', '海边'],
  ['switch to the bedroom', 'scene', 'bedroom'],
  ['海に行こう', 'scene', '海'],
  ['换装 猫娘', 'costume', '猫娘'],
  ['穿上女仆装吧', 'costume', '女仆装'],
  ['put on the maid outfit please', 'costume', 'maid outfit'],
  ['メイド服着て', 'costume', 'メイド服'],
  ['下一首', 'skip', ''],
  ['哈哈哈', 'chat', ''],
] as const)('%s (%s) asks for "%s"', (text, intent, argument) => {
  expect(argumentOf(text, intent)).toBe(argument);
});

test('does not try the same words twice: hard lines end at once', () => {
  for (const word of ['帮我想', '想听想看', 'would love to ', '请麻烦', 'please, ', '吧呗', '的图片'])
    for (const intent of INTENTS) expect(argumentOf(`${word.repeat(100)}…x`, intent).length).toBeLessThanOrEqual(300);
});

test('finds something or nothing in any text, in no time to speak of', () => {
  const intents = fc.constantFrom<Intent>(...INTENTS);
  const parts = fc.constantFrom(
    '唱',
    '点歌',
    'please ',
    'can you ',
    '帮我想',
    '想听',
    '给我',
    'would love to ',
    '来',
    '一首',
    ' ',
    '歌って',
    'の',
    'を',
    ':',
    '吧',
    'sing ',
    'a ',
    'x',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 200 }), intents, (words, intent) => {
      expect(argumentOf(words.join(''), intent).length).toBeLessThanOrEqual(300);
    }),
    { numRuns: 400 },
  );
});
