import type { Binding } from '#shared/avatar/bindings.ts';

/** First match wins; looked for in lower-case names of Chinese, English and Japanese models. */
const BY_WORD: readonly (readonly [string, readonly string[]])[] = [
  ['😭', ['cry', 'tear', '哭', '泪', '淚', '泣', '涙']],
  ['😊', ['happy', 'smile', 'joy', '笑', '开心', '開心', '喜', '嬉']],
  ['😂', ['laugh', 'lol', '哈哈', '爆笑']],
  ['😠', ['angry', 'anger', 'mad', '怒', '生气', '生氣']],
  ['😢', ['sad', 'sorrow', '悲', '哀', '难过', '難過']],
  ['😲', ['surprise', 'shock', '惊', '驚', 'びっくり']],
  ['😳', ['blush', 'shy', 'embarrass', '害羞', '脸红', '臉紅', '照れ', '赤面']],
  ['😍', ['love', 'heart', 'loving', '爱', '愛', '心', 'ハート']],
  ['🤩', ['star', 'excited', '星', '激动', 'きらきら', 'キラキラ']],
  ['😌', ['relax', 'calm', 'fun', '放松', '放鬆', '楽']],
  ['😉', ['wink', 'playful', '眨', 'ウィンク', 'ウインク']],
  ['😴', ['sleep', 'tired', '睡', '困', '眠', '寝']],
  ['😵', ['dizzy', 'confus', 'spiral', '晕', '暈', '混乱', 'ぐるぐる', '困惑']],
  ['😨', ['scare', 'fear', 'worr', 'pale', '怕', '恐', '青ざめ']],
  ['🖤', ['dark', 'black', 'evil', '黑', '闇', '黒']],
  ['😏', ['smug', 'proud', 'doya', '得意', 'ドヤ']],
  ['🤢', ['disgust', '恶心', '嫌']],
  ['👓', ['glass', '眼镜', '眼鏡', 'メガネ', 'めがね']],
  ['🎩', ['hat', 'cap', '帽']],
  ['🐱', ['cat', 'neko', '猫', '貓', 'ネコ']],
  ['🐰', ['bunny', 'rabbit', '兔', 'うさ']],
  ['👋', ['wave', 'hello', 'bye', '挥', '揮', '招手', '手を振']],
  ['💃', ['dance', '舞', '跳', '踊', 'ダンス']],
  ['🙇', ['bow', 'nod', '鞠躬', '点头', 'お辞儀']],
  ['🎤', ['mic', 'sing', '唱', '歌', 'マイク']],
  ['🎮', ['game', 'controller', '游戏', '遊戲', 'ゲーム']],
  ['👗', ['outfit', 'costume', 'cloth', '衣', '服装', '服裝', '着替']],
];
const BY_ACTION: Readonly<Record<Binding['actions'][number]['action']['type'], string>> = {
  expression: '🎭',
  'clear-expressions': '🧹',
  motion: '💫',
  'idle-motion': '🌀',
  emotion: '🙂',
  item: '🎁',
  throw: '🎯',
  'clear-items': '🧺',
  model: '👤',
  placement: '↔️',
  sound: '🔊',
  say: '💬',
  drive: '🤝',
  'look-straight': '🧭',
  'obs-scene': '🎬',
  'obs-item': '👁️',
  'obs-filter': '🎛️',
  'obs-text': '🔤',
  'obs-picture': '🖼️',
  'obs-media': '📼',
  'obs-volume': '🔊',
  'obs-mute': '🔇',
  'obs-output': '⏺️',
  clip: '✂️',
  music: '🎵',
  alert: '🔔',
  status: '📌',
  frame: '🪟',
  stop: '⏹️',
};

/** A picture for a button: by what its name says, else by what it does. */
export function bindingEmoji({ name, actions }: Pick<Binding, 'name' | 'actions'>): string {
  const first = actions[0]?.action;
  if (first?.type === 'clear-expressions' || first?.type === 'clear-items' || first?.type === 'stop')
    return BY_ACTION[first.type];
  const text = `${name} ${first !== undefined && 'name' in first ? first.name : ''}`.toLowerCase();
  const found = BY_WORD.find(([, words]) => words.some((word) => text.includes(word)));
  return found?.[0] ?? (first === undefined ? '✨' : BY_ACTION[first.type]);
}
