import type { SetupPage } from './template.ts';

export type SetupLanguage = 'zh' | 'en' | 'ja';

/** Behind her, and on scenes without her. */
export const BACKDROPS = { backdrop: '#3b3355', 'backdrop-dark': '#1d1a2b' } as const;

export interface SetupNames {
  readonly chatting: string;
  readonly gaming: string;
  readonly show: string;
  readonly together: string;
  readonly scenes: Readonly<Record<'chatting' | 'gaming' | 'starting' | 'main' | 'brb' | 'ending' | 'together', string>>;
  readonly pages: Readonly<Record<SetupPage, string>>;
  readonly texts: Readonly<
    Record<'starting-text' | 'brb-text' | 'ending-text', { readonly name: string; readonly words: string }>
  >;
  readonly game: string;
  readonly webcam: string;
  readonly backdrops: Readonly<Record<keyof typeof BACKDROPS, string>>;
  readonly desktopSound: string;
}

/** What shipped templates call their parts, and what their boards say. */
export const NAMES: Readonly<Record<SetupLanguage, SetupNames>> = {
  zh: {
    chatting: '杂谈',
    gaming: '游戏',
    show: '整场演出（开场到下播）',
    together: '双人（你和 AI 搭档）',
    scenes: {
      chatting: '杂谈',
      gaming: '游戏',
      starting: '即将开播',
      main: '直播中',
      brb: '稍后回来',
      ending: '下播',
      together: '双人',
    },
    pages: {
      avatar: '形象',
      cohost: 'AI 搭档的形象',
      captions: '字幕',
      chat: '弹幕',
      alerts: '提醒',
      goals: '目标条',
      songs: '歌单',
      ranking: '积分榜',
      wheel: '抽奖转盘',
      lottery: '抽奖奖品',
      votes: '投票',
      status: '正在做什么',
      cards: '功能卡片',
      clock: '时钟',
      frame: '画框',
      qr: '二维码',
      music: '背景音乐',
    },
    texts: {
      'starting-text': { name: '开场文字', words: '马上开播' },
      'brb-text': { name: '离开文字', words: '马上回来' },
      'ending-text': { name: '下播文字', words: '感谢观看' },
    },
    game: '游戏画面',
    webcam: '摄像头',
    backdrops: { backdrop: '背景色', 'backdrop-dark': '深色背景' },
    desktopSound: '电脑声音',
  },
  en: {
    chatting: 'Just chatting',
    gaming: 'Gaming',
    show: 'A whole show, from waiting to good-bye',
    together: 'Side by side (you and the AI)',
    scenes: {
      chatting: 'Chatting',
      gaming: 'Gaming',
      starting: 'Starting soon',
      main: 'Main',
      brb: 'Be right back',
      ending: 'Ending',
      together: 'Side by side',
    },
    pages: {
      avatar: 'Avatar',
      cohost: 'Co-host',
      captions: 'Captions',
      chat: 'Chat',
      alerts: 'Alerts',
      goals: 'Goals',
      songs: 'Song list',
      ranking: 'Ranking',
      wheel: 'Lottery wheel',
      lottery: 'Lottery prizes',
      votes: 'Votes',
      status: 'What she is doing',
      cards: 'Feature cards',
      clock: 'Clock',
      frame: 'Picture frame',
      qr: 'QR code',
      music: 'Background music',
    },
    texts: {
      'starting-text': { name: 'Starting text', words: 'Starting soon' },
      'brb-text': { name: 'Break text', words: 'Be right back' },
      'ending-text': { name: 'Ending text', words: 'Thanks for watching' },
    },
    game: 'Game',
    webcam: 'Webcam',
    backdrops: { backdrop: 'Backdrop', 'backdrop-dark': 'Dark backdrop' },
    desktopSound: 'Desktop sound',
  },
  ja: {
    chatting: '雑談',
    gaming: 'ゲーム',
    show: '開始から終了までの配信一式',
    together: '二人並び（あなたと AI）',
    scenes: {
      chatting: '雑談',
      gaming: 'ゲーム',
      starting: 'まもなく開始',
      main: '配信中',
      brb: '離席中',
      ending: '配信終了',
      together: '二人並び',
    },
    pages: {
      avatar: 'アバター',
      cohost: '相方のアバター',
      captions: '字幕',
      chat: 'チャット',
      alerts: '通知',
      goals: '目標バー',
      songs: '曲リスト',
      ranking: 'ランキング',
      wheel: '抽選ルーレット',
      lottery: 'くじの景品',
      votes: '投票',
      status: '今していること',
      cards: '機能カード',
      clock: '時計',
      frame: '画像フレーム',
      qr: 'QR コード',
      music: 'BGM',
    },
    texts: {
      'starting-text': { name: '開始前の文字', words: 'まもなく始まります' },
      'brb-text': { name: '離席中の文字', words: 'すぐ戻ります' },
      'ending-text': { name: '終了の文字', words: 'ご視聴ありがとうございました' },
    },
    game: 'ゲーム画面',
    webcam: 'ウェブカメラ',
    backdrops: { backdrop: '背景色', 'backdrop-dark': '暗い背景' },
    desktopSound: 'PC の音',
  },
};
