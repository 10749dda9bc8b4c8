/** Words of the card of expressions and motions, the three languages side by side. Chinese is the master. */
const zhCn = {
  title: '表情与动作',
  hint: '点一下试试看，直播画面立刻更新。想用按键触发，到“快捷键与反应”里设置。',
  hintHers: '点一下试试看，她的画面立刻更新。说话时她会按心情自己换表情。',
  failed: '没能完成',
  expressions: '表情',
  clear: '全部取消',
  noExpressions: '这个模型没有自带表情。',
  motions: '动作',
  noMotions: '这个模型没有动作。VRM 可以把 .vrma、.fbx 或 .glb 动作文件拖到这一页来添加。',
  noMotionsHers: '这个模型没有动作。可以到“形象”页添加。',
  play: '播放',
  stop: '停止',
  idle: '待机时轮流播放',
};

const en: typeof zhCn = {
  title: 'Expressions and motions',
  hint: 'Try them: the picture on stream changes at once. Keys and other triggers are set under Hotkeys & reactions.',
  hintHers: 'Try them: her picture changes at once. While she speaks her mood chooses by itself.',
  failed: 'That did not work',
  expressions: 'Expressions',
  clear: 'All off',
  noExpressions: 'This model brings no expressions.',
  motions: 'Motions',
  noMotions: 'This model has no motions. For a VRM, drop .vrma, .fbx or .glb motion files on this page.',
  noMotionsHers: 'This model has no motions. They can be added on the avatar page.',
  play: 'Play',
  stop: 'Stop',
  idle: 'Take turns while idle',
};

const ja: typeof zhCn = {
  title: '表情とモーション',
  hint: 'クリックで試せます。配信画面にすぐ反映されます。キーなどの割り当ては「ホットキー」で。',
  hintHers: 'クリックで試せます。彼女の画面にすぐ反映されます。話している間は気分に合わせて自動で変わります。',
  failed: 'できませんでした',
  expressions: '表情',
  clear: 'すべて解除',
  noExpressions: 'このモデルに表情はありません。',
  motions: 'モーション',
  noMotions: 'このモデルにモーションはありません。VRM なら .vrma・.fbx・.glb をこのページにドロップすると追加できます。',
  noMotionsHers: 'このモデルにモーションはありません。「アバター」のページで追加できます。',
  play: '再生',
  stop: '停止',
  idle: '待機中に順番に再生',
};

export const movesStrings = { zhCn, en, ja } as const;
