import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';

/** What models and people write for each mood, in tags: lower case, without brackets. */
const NAMES: Readonly<Record<Emotion, string>> = {
  neutral: 'neutral calm normal plain 平静 中立 普通 冷静 平常 落ち着き 無表情',
  happy:
    'happy joy joyful smile smiles smiling cheerful glad fun grin laugh laughs laughing giggle giggles chuckle chuckles 开心 高兴 快乐 微笑 笑 大笑 哈哈 愉快 喜悦 嬉しい 喜び 笑顔 にっこり 笑う 楽しい うれしい',
  excited: 'excited excitement thrilled ecstatic hyped cheer cheers 兴奋 激动 欢呼 期待 わくわく ワクワク 興奮',
  playful:
    'playful wink winks teasing mischievous naughty joking silly smirk 调皮 俏皮 眨眼 顽皮 坏笑 得意地笑 いたずら ウインク ウィンク からかう',
  loving:
    'loving love affection affectionate caring warm heart hug hugs tender kind 喜爱 爱 爱心 温柔 宠溺 心动 抱抱 拥抱 大好き 愛 優しい やさしい',
  proud: 'proud pride confident smug triumphant 骄傲 得意 自信 自豪 自信満々 得意げ どやっ ドヤ',
  relaxed: 'relaxed relief relieved peaceful content chill cozy 放松 轻松 安心 惬意 悠闲 リラックス ほっと のんびり 安堵',
  shy: 'shy embarrassed blush blushes blushing bashful flustered 害羞 脸红 羞涩 不好意思 尴尬 恥ずかしい 照れ 照れる 照れ笑い',
  surprised: 'surprised surprise shocked amazed astonished gasp gasps wow 惊讶 吃惊 震惊 惊喜 惊 驚き びっくり 驚く',
  confused:
    'confused thinking think thinks puzzled curious question wondering hmm tilt 疑惑 困惑 疑问 思考 好奇 歪头 迷惑 考える 首をかしげる 困惑する',
  worried: 'worried concern concerned anxious nervous uneasy 担心 担忧 紧张 不安 焦虑 心配 焦り 緊張',
  sad: 'sad sadness cry cries crying tears sorrow upset disappointed lonely 难过 伤心 悲伤 哭 委屈 失落 沮丧 哭泣 悲しい 泣く 涙 しょんぼり さみしい',
  tired: 'tired sleepy exhausted yawn yawns bored 累 疲惫 困 疲倦 打哈欠 无聊 眠い 疲れた 疲れ あくび',
  scared: 'scared fear afraid frightened terrified panic 害怕 恐惧 惊恐 吓 怕怕 怖い 恐怖 怯える',
  angry: 'angry anger mad annoyed furious rage frustrated pout pouts 生气 愤怒 恼火 怒 气鼓鼓 发火 不爽 怒り 怒る ぷんぷん むっ',
  disgusted: 'disgusted disgust gross eww 厌恶 恶心 嫌弃 鄙视 嫌悪 うんざり',
  serious: 'serious focused determined solemn stern 认真 严肃 专注 坚定 真剣 真面目',
};
const byName = new Map<string, Emotion>();
for (const emotion of EMOTIONS) for (const name of NAMES[emotion].split(' ')) byName.set(name, emotion);

/** The mood that a tag's content names ("Happy", "emotion: sad", "开心地笑"); `undefined` for all else. */
export function emotionFromName(content: string): Emotion | undefined {
  const name = content
    .trim()
    .toLowerCase()
    .replace(/^(?:emotion|mood|expression|feeling|face|表情|情绪|心情|感情)\s*[:：=]\s*/u, '')
    .replace(/[.!。！~～…]+$/u, '');
  const found =
    byName.get(name) ??
    byName.get(name.replace(/ily$/u, 'y')) ??
    byName.get(name.replace(/(?:ly|地|的|得|着|了|に|そうに|て)$/u, ''));
  if (found) return found;
  // "smiles softly", "脸红地说": one known word decides, if the words are few.
  const words = name.split(/[\s,、，]+/u);
  if (words.length <= 4) for (const word of words) if (byName.has(word)) return byName.get(word);
  if (/\p{Script=Han}/u.test(name) && name.length <= 8)
    for (const [word, emotion] of byName)
      if (word.length >= 2 && /\p{Script=Han}/u.test(word) && name.includes(word)) return emotion;
  return undefined;
}
