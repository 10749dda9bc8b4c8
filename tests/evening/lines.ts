import { LINES_EN } from '#main/connectors/practice/lines-en.ts';
import { LINES_JA } from '#main/connectors/practice/lines-ja.ts';
import { LINES_ZH } from '#main/connectors/practice/lines-zh.ts';
import { pickOne } from '#main/connectors/practice/seeded-random.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** What viewers of the evening write: the practice room's lines, and patterns with slots, so that an evening of them hardly repeats. */
export const PRACTICE = { zh: LINES_ZH, en: LINES_EN, ja: LINES_JA };

const SLOTS: Readonly<Record<Language, Readonly<Record<string, readonly string[]>>>> = {
  zh: {
    food: ['火锅', '螺蛳粉', '烤红薯', '番茄炒蛋', '麻辣烫', '蛋炒饭', '小笼包', '酸奶', '煎饼果子', '西瓜'],
    place: ['成都', '哈尔滨', '武汉', '图书馆', '公司', '宿舍', '高铁上', '外婆家', '便利店', '阳台'],
    game: ['空洞骑士', '星露谷', '俄罗斯方块', '扫雷', '塞尔达', '原来是你', '泰拉瑞亚', '动物森友会'],
    song: ['夜曲', '晴天', '起风了', '海底', '童话镇', '小幸运', '光年之外'],
    day: ['今天', '昨晚', '上周', '刚才', '中午', '周末'],
  },
  en: {
    food: ['ramen', 'toast', 'leftover pizza', 'dumplings', 'soup', 'pancakes', 'curry', 'an apple', 'noodles', 'tacos'],
    place: ['Berlin', 'the office', 'my balcony', 'the library', 'Toronto', 'the train', 'Lisbon', 'grandma’s house'],
    game: ['Hollow Knight', 'Stardew', 'Tetris', 'minesweeper', 'Zelda', 'Terraria', 'chess', 'a puzzle game'],
    song: ['Moonlight', 'Clair de Lune', 'that opening song', 'Yesterday', 'the ending theme', 'Stay'],
    day: ['today', 'last night', 'this morning', 'yesterday', 'on sunday', 'a minute ago'],
  },
  ja: {
    food: ['ラーメン', 'おにぎり', 'カレー', '鍋', 'たこ焼き', 'プリン', '焼き芋', 'うどん'],
    place: ['京都', '電車', '会社', '実家', '札幌', '図書館', 'コンビニ', 'ベランダ'],
    game: ['ゼルダ', 'テトリス', 'マインスイーパー', 'どうぶつの森', '将棋', 'パズル'],
    song: ['夜に駆ける', '紅蓮華', '残酷な天使', 'さくら', 'ひまわり'],
    day: ['今日', '昨日', 'さっき', '今朝', '週末'],
  },
};
const TALK: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    '{day}我吃了{food}，挺好的',
    '我在{place}看直播',
    '{day}打了一会儿{game}',
    '{food}真的好吃',
    '{place}下雨了',
    '想起{song}了',
    '{day}的{food}有点咸',
    '{place}好冷，抱着{food}看你',
    '{game}我卡关三天了',
    '我朋友在{place}开店卖{food}',
  ],
  en: [
    'I had {food} {day}',
    'watching from {place}',
    'played {game} {day}',
    '{food} is the best, fight me',
    'it rains in {place}',
    '{song} is stuck in my head',
    'burned my {food} {day}',
    'stuck in {game} for three days',
    'my friend sells {food} in {place}',
  ],
  ja: [
    '{day}{food}食べた',
    '{place}から見てます',
    '{day}は{game}やってた',
    '{food}おいしいよね',
    '{place}は雨です',
    '{song}が頭から離れない',
    '{game}で三日詰まってる',
    '{place}で{food}買ってきた',
  ],
};
const QUESTIONS: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    '你喜欢吃{food}吗？',
    '去过{place}吗',
    '{game}好玩吗？',
    '能唱{song}吗',
    '{day}你干什么了？',
    '{food}和火锅选哪个？',
    '影，你会玩{game}吗？',
  ],
  en: [
    'do you like {food}?',
    'have you been to {place}?',
    'is {game} any good?',
    'can you sing {song}?',
    'what did you do {day}?',
    '{food} or pizza?',
    'how do I get better at {game}?',
  ],
  ja: [
    '{food}好きですか？',
    '{place}に行ったことある？',
    '{game}って面白い？',
    '{song}歌える？',
    '{day}は何してたの？',
    '{game}のコツ教えて',
  ],
};

export function talkLine(language: Language, random: () => number): string {
  return random() < 0.35 ? (pickOne(PRACTICE[language].smallTalk, random) ?? '') : filled(language, TALK[language], random);
}
export function questionLine(language: Language, random: () => number): string {
  return random() < 0.35 ? (pickOne(PRACTICE[language].questions, random) ?? '') : filled(language, QUESTIONS[language], random);
}

function filled(language: Language, patterns: readonly string[], random: () => number): string {
  const pattern = pickOne(patterns, random) ?? '';
  return pattern.replace(/\{(\w+)\}/gu, (_, slot: string) => pickOne(SLOTS[language][slot] ?? [], random) ?? '');
}
