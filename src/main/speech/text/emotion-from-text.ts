import type { Emotion } from '#shared/speech/emotion.ts';

/** Signs of a mood in plain words, zh, en and ja; earlier rows win where scores are equal. */
const SIGNS: readonly (readonly [emotion: Emotion, pattern: RegExp, weight: number])[] = [
  ['angry', /生气|气死|可恶|混蛋|讨厌|闭嘴|\b(?:angry|furious|how dare|shut up|stop it)\b|ふざけ|許せない|むかつ|怒/giu, 2],
  [
    'sad',
    /难过|伤心|可惜|遗憾|呜+|好想哭|对不起|抱歉|\b(?:sad|sorry|unfortunately|miss you|heartbroken)\b|悲し|残念|寂し|さみし|ごめん|うう/giu,
    2,
  ],
  ['scared', /害怕|好可怕|吓死|救命|\b(?:scary|terrified|afraid|creepy)\b|怖い|こわ/giu, 2],
  [
    'surprised',
    /天[啊哪呐]|不会吧|居然|竟然|什么[？?！!]|哇+|\b(?:wow|whoa|oh my|no way|really\?|unbelievable|what\?!)|え[ーえっ]*[！!？?]|まさか|びっくり|すご[いっ]/giu,
    2,
  ],
  ['shy', /害羞|不好意思|脸红|人家|\b(?:embarrass\w*|blush\w*|you'?re making me)\b|恥ずかし|照れ/giu, 2],
  [
    'loving',
    /爱你们?|喜欢你|么么|谢谢|感谢|\b(?:love you|thank you so much|thanks|adorable|sweet of you)\b|大好き|ありがと|愛して/giu,
    2,
  ],
  [
    'excited',
    /太[好棒]了|冲[啊鸭]|耶+|好耶|激动|期待|\b(?:yay+|awesome|let'?s go+|can'?t wait|amazing|hype)\b|やったー?|わーい|楽しみ|最高/giu,
    2,
  ],
  ['playful', /嘿嘿|嘻嘻|骗你的|才不|略略|\b(?:hehe+|just kidding|teehee|gotcha)\b|えへへ|ふふ|なんちゃって|ｗｗ|www/giu, 2],
  [
    'happy',
    /哈哈|开心|高兴|欢迎|真好|不错|\b(?:haha+|happy|glad|welcome|nice|great|lovely|good morning|hello|hi)\b|嬉し|うれし|楽し|ようこそ|よかった|こんにちは/giu,
    1,
  ],
  ['worried', /担心|小心|没事吧|不要紧吧|\b(?:worried|be careful|are you (?:ok|okay|alright))\b|心配|大丈夫[？?]|気をつけ/giu, 2],
  ['tired', /好累|困了|好困|睡[觉了]|\b(?:tired|sleepy|exhausted|yawn)\b|疲れ|眠い|ねむ/giu, 2],
  [
    'confused',
    /奇怪|怎么回事|不懂|不明白|为什么|\b(?:hmm+|confus\w*|not sure|i wonder|strange|weird)\b|なんで|どうして|わからな|うーん|変だ/giu,
    1,
  ],
  ['disgusted', /恶心|好脏|呕|\b(?:gross|disgusting|eww*)\b|気持ち悪|きもい/giu, 2],
  ['proud', /厉害吧|我就说|当然是我|\b(?:told you|of course i|nailed it|i did it)\b|でしょ[！!]|どや|さすが私/giu, 2],
  ['serious', /请注意|重要的是|必须|严肃|\b(?:important|seriously|please note|must)\b|大事|重要|必ず/giu, 1],
  ['relaxed', /慢慢来|放松|别急|晚安|\b(?:relax|take your time|calm|good night)\b|ゆっくり|のんびり|おやすみ/giu, 1],
];
const EMOJI: readonly (readonly [emotion: Emotion, pattern: RegExp])[] = [
  ['happy', /[😀😃😄😁😆😂🤣😊🙂😸😹☺]/gu],
  ['excited', /[🎉🥳🤩🔥✨🙌]/gu],
  ['playful', /[😉😜😝😛🤪😏😼]/gu],
  ['loving', /[❤💕💖💗💓😍🥰😘💙💜🧡💛💚]/gu],
  ['proud', /[😎💪😤]/gu],
  ['relaxed', /[😌🍵]/gu],
  ['shy', /[😳🙈☺]/gu],
  ['surprised', /[😮😲😯🤯😱]/gu],
  ['confused', /[🤔😕❓🧐]/gu],
  ['worried', /[😟😰😥😓]/gu],
  ['sad', /[😢😭😞😔🥺💔]/gu],
  ['tired', /[😴🥱😪😩]/gu],
  ['scared', /[😨😱👻]/gu],
  ['angry', /[😠😡🤬👿]/gu],
  ['disgusted', /[🤢🤮😒]/gu],
];

/** The mood that the words themselves show; `undefined` when they show none. `text` is the caption, emoji included. */
export function emotionFromText(text: string): Emotion | undefined {
  const scores = new Map<Emotion, number>();
  const count = (emotion: Emotion, pattern: RegExp, weight: number): void => {
    const hits = text.match(pattern)?.length ?? 0;
    if (hits > 0) scores.set(emotion, (scores.get(emotion) ?? 0) + Math.min(hits, 3) * weight);
  };
  for (const [emotion, pattern, weight] of SIGNS) count(emotion, pattern, weight);
  for (const [emotion, pattern] of EMOJI) count(emotion, pattern, 2);
  let best: Emotion | undefined;
  for (const [emotion, score] of scores) if (best === undefined || score > (scores.get(best) ?? 0)) best = emotion;
  if (best === 'happy' && /[！!]{2,}/u.test(text)) return 'excited';
  return best;
}
