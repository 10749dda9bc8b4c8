import type { Settings } from '#shared/settings/settings.ts';

/** Words outside the pages: tray, menus, dialogs. */
export interface ShellTexts {
  readonly appName: string;
  readonly stageTitle: string;
  readonly openStudio: string;
  readonly stageWindow: string;
  readonly clickThrough: string;
  readonly alwaysOnTop: string;
  readonly stageSize: string;
  readonly sizeSmall: string;
  readonly sizeMedium: string;
  readonly sizeLarge: string;
  readonly stopSpeaking: string;
  readonly copyObsAddress: string;
  readonly openData: string;
  readonly quit: string;
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fullScreen: string;
  readonly minimize: string;
  readonly close: string;
  readonly moveHandle: string;
  readonly closeTitle: string;
  readonly closeDetail: string;
  readonly closeKeep: string;
  readonly closeQuit: string;
  readonly closeCancel: string;
  readonly crashTitle: string;
  readonly crashDetail: string;
  readonly crashRetry: string;
  readonly crashLeave: string;
  readonly startFailedTitle: string;
}

export type ShellLanguage = 'zh-CN' | 'en' | 'ja';

const zh: ShellTexts = {
  appName: '影戏',
  stageTitle: '影戏 舞台',
  openStudio: '打开控制台',
  stageWindow: '舞台窗口',
  clickThrough: '鼠标穿透',
  alwaysOnTop: '总在最前',
  stageSize: '舞台大小',
  sizeSmall: '小',
  sizeMedium: '中',
  sizeLarge: '大',
  stopSpeaking: '停止说话',
  copyObsAddress: '复制 OBS 浏览器源地址',
  openData: '打开数据文件夹',
  quit: '退出',
  file: '文件',
  edit: '编辑',
  view: '显示',
  window: '窗口',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  zoomIn: '放大',
  zoomOut: '缩小',
  zoomReset: '实际大小',
  fullScreen: '全屏',
  minimize: '最小化',
  close: '关闭窗口',
  moveHandle: '拖动以移动',
  closeTitle: '舞台窗口还开着',
  closeDetail: '可以只关闭控制台，让她继续演出（之后从托盘图标或再次启动程序回来），也可以退出整个程序。',
  closeKeep: '继续演出',
  closeQuit: '退出程序',
  closeCancel: '取消',
  crashTitle: '页面反复崩溃',
  crashDetail:
    '已经自动重新载入五次仍未恢复。演出的其余部分还在运行。请重试；如果仍然失败，请更新显卡驱动，并查看数据文件夹里的日志。',
  crashRetry: '重试',
  crashLeave: '保持现状',
  startFailedTitle: '影戏无法启动',
};

const en: ShellTexts = {
  appName: 'Yingxi',
  stageTitle: 'Yingxi Stage',
  openStudio: 'Open the studio',
  stageWindow: 'Stage window',
  clickThrough: 'Click-through',
  alwaysOnTop: 'Always on top',
  stageSize: 'Stage size',
  sizeSmall: 'Small',
  sizeMedium: 'Medium',
  sizeLarge: 'Large',
  stopSpeaking: 'Stop speaking',
  copyObsAddress: 'Copy the address for OBS',
  openData: 'Open the data folder',
  quit: 'Quit',
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  minimize: 'Minimise',
  close: 'Close window',
  moveHandle: 'Drag to move',
  closeTitle: 'The stage window is still open',
  closeDetail:
    'Close only the studio and let the show go on (come back through the tray icon or by starting the program again), or quit altogether.',
  closeKeep: 'Keep the show running',
  closeQuit: 'Quit',
  closeCancel: 'Cancel',
  crashTitle: 'A page keeps crashing',
  crashDetail:
    'It was loaded again five times without success. The rest of the show is still running. Try again; if that fails too, update the graphics driver and look into the log in the data folder.',
  crashRetry: 'Try again',
  crashLeave: 'Leave it',
  startFailedTitle: 'Yingxi could not start',
};

const ja: ShellTexts = {
  appName: '影戯',
  stageTitle: '影戯 ステージ',
  openStudio: 'スタジオを開く',
  stageWindow: 'ステージウィンドウ',
  clickThrough: 'クリックを透過',
  alwaysOnTop: '常に手前に表示',
  stageSize: 'ステージの大きさ',
  sizeSmall: '小',
  sizeMedium: '中',
  sizeLarge: '大',
  stopSpeaking: '発話を止める',
  copyObsAddress: 'OBS 用のアドレスをコピー',
  openData: 'データフォルダーを開く',
  quit: '終了',
  file: 'ファイル',
  edit: '編集',
  view: '表示',
  window: 'ウィンドウ',
  undo: '元に戻す',
  redo: 'やり直す',
  cut: '切り取り',
  copy: 'コピー',
  paste: '貼り付け',
  selectAll: 'すべて選択',
  zoomIn: '拡大',
  zoomOut: '縮小',
  zoomReset: '実際のサイズ',
  fullScreen: '全画面表示',
  minimize: '最小化',
  close: 'ウィンドウを閉じる',
  moveHandle: 'ドラッグで移動',
  closeTitle: 'ステージウィンドウが開いています',
  closeDetail: 'スタジオだけを閉じて配信を続けるか（トレイのアイコンまたは再起動で戻れます）、プログラム全体を終了できます。',
  closeKeep: '続ける',
  closeQuit: '終了する',
  closeCancel: 'キャンセル',
  crashTitle: 'ページが繰り返しクラッシュしています',
  crashDetail:
    '五回読み込み直しましたが回復しません。ほかの部分は動き続けています。もう一度お試しください。それでも失敗する場合は、グラフィックドライバーを更新し、データフォルダーのログをご確認ください。',
  crashRetry: '再試行',
  crashLeave: 'このままにする',
  startFailedTitle: '影戯を起動できませんでした',
};

const TABLE: Readonly<Record<ShellLanguage, ShellTexts>> = { 'zh-CN': zh, en, ja };

/** `setting` as in the settings document; `auto` follows the system's `locale` (BCP 47). Languages without a table read English. */
export function shellLanguage(setting: Settings['language'], locale: string): ShellLanguage {
  if (setting !== 'auto') return setting;
  const language = locale.toLowerCase();
  if (language.startsWith('zh')) return 'zh-CN';
  return language.startsWith('ja') ? 'ja' : 'en';
}

export function shellTexts(language: ShellLanguage): ShellTexts {
  return TABLE[language];
}
