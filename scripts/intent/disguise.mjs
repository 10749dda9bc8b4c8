/** Ways in which a live room writes the same thing; none changes what is meant. */
const BEFORE = {
  zh: ['主播', '主播 ', '那个 ', '所以', '诶 ', '话说', '就', '对了 ', '姐 ', '宝 '],
  en: ['hey ', 'yo ', 'so ', 'um ', 'ok ', 'pls ', 'btw ', 'hey streamer ', 'and ', 'well '],
  ja: ['ねえ', 'あの、', 'じゃあ', 'あと', 'ねぇねぇ', 'すみません、', 'てか', 'で、'],
};
const AFTER = {
  zh: ['~', '！', '!!', '。', '…', ' ', '哦', '啊', '呀', '～'],
  en: ['!', '!!', '...', ' :)', '.', ' ~', ' pls', ' bro', ' man'],
  ja: ['！', '〜', '。', '…', '！！', 'ー', 'ね', 'です', ' '],
};

/** The line in another dress; the same line where none fits. */
export function disguised({ text, lang, intent, emotion }, random) {
  const pick = (list) => list[random.whole(list.length)];
  const dice = random.next();
  if (dice < 0.3) return `${text}${pick(AFTER[lang])}`;
  if (dice < 0.5 && intent !== 'greeting') return `${pick(BEFORE[lang])}${text}`;
  if (dice < 0.6 && text.length > 4) return withoutOne(text, random);
  if (dice < 0.68 && text.length > 4) return withSwap(text, random);
  if (dice < 0.74 && text.length < 12) return `${text} ${text}`;
  if (dice < 0.8 && lang === 'zh' && text.length < 8) return [...text].join(' ');
  if (dice < 0.9 && lang === 'en') return emotion === 'neutral' ? text.toLowerCase().replace(/[?.!]/g, '') : text.toUpperCase();
  return text.replace(/[?？!！。]+$/, '');
}

function withoutOne(text, random) {
  // The first letters of a request carry it; typing errors sit further back more often than not.
  const place = 1 + random.whole(text.length - 1);
  return text.slice(0, place) + text.slice(place + 1);
}

function withSwap(text, random) {
  const place = 1 + random.whole(text.length - 2);
  return text.slice(0, place) + text[place + 1] + text[place] + text.slice(place + 2);
}
