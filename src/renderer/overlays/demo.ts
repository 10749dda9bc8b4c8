import type { ChatChange, OverlayLine, OverlayMessage, OverlayShow, OverlayStates } from '#shared/overlays/overlay-states.ts';

/** What the studio's preview shows where there is nothing yet, so that the streamer sees what is being styled. Never on air. */
export function withDemo(message: OverlayMessage, known: Partial<OverlayStates>, nowMs: number): OverlayMessage {
  const language = message.states.show?.language ?? known.show?.language ?? 'zh';
  const chat = message.fresh && message.chat.length === 0 ? demoChat(language, nowMs) : message.chat;
  return { ...message, chat, states: demoStates(message.states, language, nowMs) };
}

type Language = OverlayShow['language'];
const choose = <T>(language: Language, zh: T, en: T, ja: T): T => ({ zh, en, ja })[language];

function demoChat(language: Language, nowMs: number): ChatChange[] {
  const line = (id: string, fields: Partial<OverlayLine>): ChatChange => ({
    type: 'line',
    line: {
      id: `demo:${id}`,
      kind: 'chat',
      platform: 'bilibili',
      atMs: nowMs,
      name: '',
      badges: [],
      medal: null,
      text: '',
      pieces: [],
      gift: null,
      detail: '',
      money: null,
      tier: 0,
      ...fields,
    },
  });
  return [
    line('1', {
      name: '星野ミナ',
      text: choose(language, '来了来了！今天唱歌吗？', 'hello! any songs tonight?', 'こんばんは！今日は歌いますか？'),
    }),
    line('2', { name: 'Nova', platform: 'twitch', badges: ['moderator'], text: 'love the new outfit ✨' }),
    line('3', {
      name: '阿橘',
      platform: 'bilibili',
      kind: 'gift',
      gift: { name: choose(language, '小心心', 'Heart', 'ハート'), count: 12 },
    }),
    line('4', { name: 'りんご飴', platform: 'youtube', badges: ['member'], text: '待ってました〜 🎉' }),
    line('5', { name: 'سارة', platform: 'youtube', text: 'مرحبا بالجميع!' }),
    line('6', {
      name: '一只鱼',
      platform: 'bilibili',
      kind: 'superchat',
      text: choose(language, '祝主播越来越好', 'keep going, you are great', 'いつも応援してます'),
      money: { currency: 'CNY', micros: 50_000_000, estimated: false },
      tier: 3,
    }),
  ];
}

function demoStates(given: OverlayMessage['states'], language: Language, nowMs: number): OverlayMessage['states'] {
  const states = { ...given };
  if (states.goals?.length === 0) states.goals = demoGoals(language);
  if (states.ranking?.length === 0) states.ranking = demoRanking();
  if (states.wheel?.phase === 'closed') states.wheel = demoWheel();
  if (states.lottery?.prizes.length === 0) states.lottery = demoLottery(language);
  if (states.vote === null && (states.prediction ?? null) === null) states.vote = demoVote(language, nowMs);
  if (states.songs === null) states.songs = demoSongs(language, nowMs);
  if (states.frame?.url === '') states.frame = { url: DEMO_PICTURE, name: '' };
  if (states.alert?.current === null) states.alert = { current: demoAlert(language, nowMs), waiting: 0 };
  if (states.show?.cards.length === 0) states.show = { ...states.show, cards: demoCards(language) };
  if (states.show?.liveSinceMs === null) states.show = { ...states.show, liveSinceMs: nowMs - 4_321_000 };
  return states;
}

function demoGoals(language: Language): OverlayStates['goals'] {
  const goal = { active: true, reachedAt: null } as const;
  return [
    {
      ...goal,
      id: 'demo-1',
      title: choose(language, '关注到 500 就唱歌', 'A song at 500 follows', '500 フォローで歌います'),
      kind: 'follows',
      target: 500,
      progress: 342,
    },
    {
      ...goal,
      id: 'demo-2',
      title: choose(language, '新麦克风', 'New microphone', '新しいマイク'),
      kind: 'money',
      target: 800_000_000,
      progress: 615_000_000,
    },
  ];
}

function demoRanking(): OverlayStates['ranking'] {
  const names = ['星野ミナ', 'Nova', '阿橘', 'りんご飴', '一只鱼', 'mossy_fox', 'سارة', '夜猫子'];
  return names.map((name, place) => ({ rank: place + 1, name, points: 5200 - place * 613 }));
}

function demoWheel(): OverlayStates['wheel'] {
  const names = ['星野ミナ', 'Nova', '阿橘', 'りんご飴', '一只鱼', 'mossy_fox', '夜猫子', 'Kit'];
  return { phase: 'ready', names, spinningSince: null, slowingSince: null, endsAt: null, winnerIndex: null };
}

function demoLottery(language: Language): OverlayStates['lottery'] {
  const prize = (name: string) => ({ name, pictureUrl: DEMO_PICTURE });
  return {
    open: true,
    cost: 100,
    prizes: [
      prize(choose(language, '签名照', 'Signed photo', 'サイン入り写真')),
      { ...prize(choose(language, '点歌券', 'A song of yours', 'リクエスト券')), pictureUrl: '' },
      prize(choose(language, '钥匙扣', 'Key ring', 'キーホルダー')),
    ],
    drawn: [],
  };
}

function demoVote(language: Language, nowMs: number): OverlayStates['vote'] {
  return {
    id: 'demo',
    question: choose(language, '下一个玩什么？', 'What do we play next?', '次は何をする？'),
    tally: [
      { label: choose(language, '唱歌', 'Singing', '歌'), votes: 31 },
      { label: choose(language, '恐怖游戏', 'A horror game', 'ホラーゲーム'), votes: 18 },
      { label: choose(language, '聊天', 'Just chatting', '雑談'), votes: 9 },
    ],
    open: true,
    openedAt: nowMs - 20_000,
    closesAt: nowMs + 95_000,
    bareWords: true,
    mayChange: true,
  };
}

function demoSongs(language: Language, nowMs: number): OverlayStates['songs'] {
  const track = (id: string, title: string, artist: string, seconds: number) => ({ id, title, artist, seconds, fileName: id });
  const [first, second, third] = [
    track(
      '1',
      choose(language, '夜空中的星', 'Stars at night', '夜空の星'),
      choose(language, '影戏乐队', 'The Shadows', '影絵楽団'),
      214,
    ),
    track('2', choose(language, '晚风', 'Evening wind', '夕風'), 'Mina', 187),
    track('3', choose(language, '雨后', 'After the rain', '雨上がり'), 'Nova', 240),
  ];
  return {
    state: 'playing',
    track: first,
    positionSeconds: 68,
    atMs: nowMs,
    requests: [{ id: 'r1', track: second, by: '阿橘' }],
    upcoming: [third],
  };
}

function demoAlert(language: Language, nowMs: number): OverlayStates['alert']['current'] {
  return {
    id: 'demo',
    kind: 'superchat',
    tier: 3,
    platform: 'bilibili',
    title: [
      { text: '星野ミナ', strong: true },
      { text: choose(language, ' 的醒目留言', ' sent a super chat', ' さんのスーパーチャット'), strong: false },
    ],
    text: choose(language, '祝主播生日快乐，今天也要开心！', 'Happy birthday, have a wonderful day!', 'お誕生日おめでとう！'),
    money: { currency: 'CNY', micros: 100_000_000, estimated: false },
    count: 1,
    sound: 'none',
    pictureUrl: '',
    since: nowMs - 60_000,
    until: nowMs + 3_600_000,
  };
}

function demoCards(language: Language): OverlayShow['cards'] {
  return [
    {
      id: 'demo-1',
      title: choose(language, '弹幕可以这样玩', 'What you can type', 'コメントでできること'),
      text: choose(
        language,
        '发“点歌 歌名”点歌，发“积分”看积分，发“抽奖”试试手气。',
        'Ask for a song, see your points, or try your luck.',
        '「リクエスト 曲名」で曲、「ポイント」で残高、「抽選」で運試し。',
      ),
      picture: '',
      pictureUrl: '',
    },
    {
      id: 'demo-2',
      title: choose(language, '每晚八点直播', 'Live every evening at eight', '毎晩 8 時から配信'),
      text: choose(language, '点个关注，开播不错过。', 'Follow so that you miss nothing.', 'フォローしてね。'),
      picture: '',
      pictureUrl: '',
    },
  ];
}

/** A sunset of three shapes: any picture would do. */
const DEMO_PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#5b4b9a"/><stop offset="1" stop-color="#ff9e7a"/></linearGradient></defs><path fill="url(#g)" d="M0 0h320v240H0z"/><circle cx="160" cy="150" r="46" fill="#ffe2a8"/><path d="M0 170l80-50 70 60 60-40 110 70v30H0z" fill="#3a2d5c"/></svg>',
)}`;
