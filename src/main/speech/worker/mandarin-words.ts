/** Words of streams and chats whose usual reading the dictionary misses; the rest is right without help. */
export const MANDARIN_READINGS: Readonly<Record<string, string>> = {
  弹幕: 'dàn mù',
  长得: 'zhǎng de',
  长高: 'zhǎng gāo',
  长胖: 'zhǎng pàng',
  涨粉: 'zhǎng fěn',
  着迷: 'zháo mí',
  对不起: 'duì bu qǐ',
  了不起: 'liǎo bu qǐ',
  受不了: 'shòu bu liǎo',
  看不懂: 'kàn bu dǒng',
  好不好: 'hǎo bu hǎo',
  是不是: 'shì bu shì',
  行不行: 'xíng bu xíng',
  有意思: 'yǒu yì si',
  不好意思: 'bù hǎo yì si',
  晚上: 'wǎn shang',
  早上: 'zǎo shang',
  东西: 'dōng xi',
  朋友: 'péng you',
  漂亮: 'piào liang',
  先生: 'xiān sheng',
  消息: 'xiāo xi',
  关系: 'guān xi',
  知道: 'zhī dào',
  谁: 'shéi',
  行为: 'xíng wéi',
  调音: 'tiáo yīn',
  音乐: 'yīn yuè',
  快乐: 'kuài lè',
  可乐: 'kě lè',
  乐队: 'yuè duì',
  重播: 'chóng bō',
  重来: 'chóng lái',
  重新: 'chóng xīn',
  重置: 'chóng zhì',
  数数: 'shǔ shù',
  倒计时: 'dào jì shí',
  应援: 'yìng yuán',
};

/** 儿 is a syllable of its own in these; elsewhere it colours the syllable before it. */
const WHOLE_ER_BEFORE = new Set([...'女婴幼少胎孤健宠生血']);
const WHOLE_ER_AFTER = new Set([...'子童女歌科媳孙化']);

export function isErColour(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && !WHOLE_ER_BEFORE.has(before) && !WHOLE_ER_AFTER.has(after ?? '');
}
