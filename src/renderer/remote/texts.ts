import type { MacroName } from '#shared/tracking/controls/macro-names.ts';
import type { DrivingMode } from '#shared/tracking/driving.ts';

/** The few words of the phones' page. */
export interface RemoteTexts {
  readonly stop: string;
  readonly talk: Readonly<Record<'ready' | 'held' | 'no-microphone', string>>;
  readonly connecting: string;
  readonly connected: string;
  readonly lost: string;
  readonly revoked: string;
  readonly empty: string;
  readonly unnamed: string;
  readonly answers: Readonly<Record<'unknown' | 'off' | 'cooling' | 'queue-full', string>>;
  readonly failed: string;
  readonly tabs: Readonly<Record<'buttons' | 'puppet', string>>;
  readonly puppet: {
    readonly title: string;
    /** Of this phone among the sources. */
    readonly name: string;
    readonly off: string;
    readonly driving: string;
    readonly modes: Readonly<Record<DrivingMode, string>>;
    readonly pad: string;
    readonly look: Readonly<Record<'left' | 'up' | 'down' | 'right', string>>;
    readonly mouth: string;
    readonly smile: string;
    readonly brows: string;
    readonly blink: string;
    readonly rest: string;
    readonly macros: Readonly<Record<MacroName, string>>;
  };
}

const TEXTS: Readonly<Record<'zh-CN' | 'en' | 'ja', RemoteTexts>> = {
  'zh-CN': {
    stop: '停止说话',
    talk: { ready: '按住，对她说', held: '在听…松开就结束', 'no-microphone': '电脑上的麦克风还没就绪' },
    connecting: '连接中…',
    connected: '已连接',
    lost: '断开了，正在重连…',
    revoked: '这个二维码已失效。请在影戏的“快捷键与反应”里重新扫码。',
    empty: '还没有按钮。在影戏的“快捷键与反应”里给快捷键加一个屏幕按钮，就会出现在这里。',
    unnamed: '未命名',
    answers: { unknown: '当前模型没有它', off: '已停用', cooling: '冷却中', 'queue-full': '太快了，稍等' },
    failed: '没送到，请再按一次',
    tabs: { buttons: '按钮', puppet: '操控' },
    puppet: {
      title: '操控她',
      name: '手机',
      off: '还没打开。请在影戏的“手柄操控”里打开“用这些设备操控她”和“手机遥控页”。',
      driving: '谁来控制',
      modes: { ai: 'AI', both: '一起', human: '我' },
      pad: '用手指拖动，让她转头',
      look: { left: '往左看', up: '往上看', down: '往下看', right: '往右看' },
      mouth: '嘴',
      smile: '微笑',
      brows: '眉毛',
      blink: '眨眼',
      rest: '全部归位',
      macros: { nod: '点头', shake: '摇头', shrug: '耸肩', wink: '单眼眨', laugh: '大笑', surprise: '惊讶' },
    },
  },
  en: {
    stop: 'Stop talking',
    talk: {
      ready: 'Hold to speak to her',
      held: 'Listening… let go to end',
      'no-microphone': 'The computer’s microphone is not ready',
    },
    connecting: 'Connecting…',
    connected: 'Connected',
    lost: 'Connection lost, trying again…',
    revoked: 'This QR code no longer works. Scan the new one under “Hotkeys & reactions” in Yingxi.',
    empty: 'No buttons yet. Give a hotkey an on-screen button under “Hotkeys & reactions” in Yingxi and it appears here.',
    unnamed: 'Unnamed',
    answers: {
      unknown: 'Not for this model',
      off: 'Switched off',
      cooling: 'Cooling down',
      'queue-full': 'Too fast, wait a moment',
    },
    failed: 'That did not get through; press again',
    tabs: { buttons: 'Buttons', puppet: 'Puppet' },
    puppet: {
      title: 'Move her',
      name: 'Phone',
      off: 'Not switched on. Under “Puppeteering” in Yingxi, switch on “Move her with these devices” and “Phone remote”.',
      driving: 'Who drives',
      modes: { ai: 'AI', both: 'Both', human: 'Me' },
      pad: 'Drag a finger here to turn her head',
      look: { left: 'Look left', up: 'Look up', down: 'Look down', right: 'Look right' },
      mouth: 'Mouth',
      smile: 'Smile',
      brows: 'Brows',
      blink: 'Blink',
      rest: 'Let go of all',
      macros: { nod: 'Nod', shake: 'Shake', shrug: 'Shrug', wink: 'Wink', laugh: 'Laugh', surprise: 'Surprise' },
    },
  },
  ja: {
    stop: '発話を止める',
    talk: {
      ready: '押している間、話しかける',
      held: '聞いています…離すと終わり',
      'no-microphone': 'パソコンのマイクが準備できていません',
    },
    connecting: '接続中…',
    connected: '接続済み',
    lost: '切断されました。再接続中…',
    revoked: 'この QR コードは使えなくなりました。影戯の「ホットキーと反応」で読み取り直してください。',
    empty: 'ボタンがまだありません。影戯の「ホットキーと反応」で画面のボタンを付けると、ここに出ます。',
    unnamed: '名前なし',
    answers: {
      unknown: '今のモデルにはありません',
      off: 'オフです',
      cooling: 'クールダウン中',
      'queue-full': '速すぎます。少し待ってください',
    },
    failed: '届きませんでした。もう一度押してください',
    tabs: { buttons: 'ボタン', puppet: '操作' },
    puppet: {
      title: '彼女を動かす',
      name: 'スマホ',
      off: 'まだオンになっていません。影戯の「コントローラー」で「これらの機器で動かす」と「スマホのリモコン」をオンにしてください。',
      driving: '誰が動かすか',
      modes: { ai: 'AI', both: '両方', human: '自分' },
      pad: '指でなぞると顔が動きます',
      look: { left: '左を向く', up: '上を向く', down: '下を向く', right: '右を向く' },
      mouth: '口',
      smile: '笑顔',
      brows: '眉',
      blink: 'まばたき',
      rest: 'すべて戻す',
      macros: { nod: 'うなずく', shake: '首を振る', shrug: '肩をすくめる', wink: 'ウインク', laugh: '笑う', surprise: '驚く' },
    },
  },
};

/** The phone's own language; English where there is none of ours. */
export function remoteLanguage(preferred: readonly string[]): keyof typeof TEXTS {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'ja') return 'ja';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

export const remoteTexts = (language: keyof typeof TEXTS): RemoteTexts => TEXTS[language];
