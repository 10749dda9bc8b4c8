import type { Dice } from '../../fakes/mutations.ts';

/**
 * What a web room of some thousand watchers sends besides chat: how often and how long by general knowledge of such rooms, not by a recording of one. Of a
 * hundred messages 45 are chat, 33 others that make events (entries, likes, gifts, numbers), and 22 decoration that no program needs, two or three of them long.
 */
const PARTS: readonly (readonly [percent: number, make: (dice: Dice) => object])[] = [
  [20, entry],
  [4, (dice) => like(dice)],
  [3, (dice) => ({ cmd: 'LIKE_INFO_V3_UPDATE', data: { click_count: dice.roll(100_000) } })],
  [3, (dice) => ({ cmd: 'WATCHED_CHANGE', data: watched(dice) })],
  [
    3,
    (dice) => ({
      cmd: 'ONLINE_RANK_COUNT',
      data: { count: dice.roll(5000), count_text: '5000+', online_count: dice.roll(5000) },
    }),
  ],
  [5, (dice) => ({ cmd: 'ONLINE_RANK_V3', data: { pb: base64Of(900 + dice.roll(600), dice) } })],
  [4, (dice) => ({ cmd: 'DM_INTERACTION', data: interaction(dice) })],
  [3, combo],
  [
    3,
    (dice) => ({
      cmd: 'POPULAR_RANK_CHANGED',
      data: {
        uid: dice.roll(1e9),
        rank: dice.roll(100),
        countdown: 1200,
        timestamp: 1_767_225_600,
        cache_key: base64Of(40, dice),
      },
    }),
  ],
  [3, (dice) => ({ cmd: 'ENTRY_EFFECT', data: effect(dice) })],
  [
    2,
    (dice) => ({
      cmd: 'NOTICE_MSG',
      id: 2,
      name: '分区道具抽奖广播样式',
      full: side(dice),
      half: side(dice),
      side: side(dice),
      roomid: dice.roll(1e7),
      msg_common: '<%有人%>在<%某个房间%>投喂了1个礼物，点击前往吧！',
    }),
  ],
  [
    2,
    (dice) => ({ cmd: 'STOP_LIVE_ROOM_LIST', data: { room_id_list: Array.from({ length: 150 }, () => dice.roll(30_000_000)) } }),
  ],
];

export function roomMessage(dice: Dice, chat: (dice: Dice) => object): object {
  let left = dice.roll(100);
  for (const [percent, make] of PARTS) {
    if (left < percent) return make(dice);
    left -= percent;
  }
  return chat(dice);
}

function entry(dice: Dice): object {
  const uid = 10_000 + dice.roll(400_000_000);
  const medal = {
    anchor_roomid: 880_123,
    guard_level: 0,
    icon_id: 0,
    is_lighted: 1,
    medal_color: 9_272_486,
    medal_level: dice.roll(30),
    medal_name: '盐汽水',
    score: 3000,
    special: '',
    target_id: 4_321_567,
  };
  return {
    cmd: 'INTERACT_WORD',
    data: {
      contribution: { grade: 0 },
      dmscore: 4,
      fans_medal: medal,
      identities: [1],
      is_spread: 0,
      msg_type: 1,
      roomid: 880_123,
      score: 1_767_225_600_123,
      spread_desc: '',
      spread_info: '',
      timestamp: 1_767_225_600,
      trigger_time: 1_767_225_600_123,
      uid,
      uname: `观众${uid}`,
      uname_color: '',
    },
  };
}

function like(dice: Dice): object {
  const uid = dice.roll(1e9);
  return {
    cmd: 'LIKE_INFO_V3_CLICK',
    data: {
      show_area: 1,
      msg_type: 6,
      like_icon: `https://i0.example.test/live/${base64Of(30, dice)}.png`,
      uid,
      like_text: '为主播点赞了',
      uname: `观众${uid}`,
      uname_color: '',
      identities: [1],
      dmscore: 20,
    },
  };
}

function watched(dice: Dice): object {
  const num = dice.roll(100_000);
  return { num, text_small: `${num}`, text_large: `${num}人看过` };
}

function interaction(dice: Dice): object {
  const words = Array.from({ length: 4 }, () => ({ cnt: dice.roll(30), content: '好听好听好听', suffix_text: '人正在发送' }));
  return {
    id: dice.roll(1e9),
    status: 4,
    type: 102,
    data: JSON.stringify({
      combo: words,
      merge_interval: 1000,
      card_appear_interval: 1000,
      send_interval: 1000,
      reset_cnt: 1,
      display_flag: 1,
    }),
  };
}

function combo(dice: Dice): object {
  const uid = dice.roll(1e9);
  return {
    cmd: 'COMBO_SEND',
    data: {
      action: '投喂',
      batch_combo_id: `batch:gift:combo_id:${uid}`,
      batch_combo_num: 4,
      combo_id: `gift:combo_id:${uid}`,
      combo_num: 4,
      combo_total_coin: 400,
      gift_id: 31_036,
      gift_name: '小花花',
      gift_num: 1,
      is_show: 1,
      r_uname: '主播',
      ruid: 4_321_567,
      total_num: 4,
      uid,
      uname: `观众${uid}`,
    },
  };
}

function effect(dice: Dice): object {
  const uid = dice.roll(1e9);
  const picture = (): string => `https://i0.example.test/live/${base64Of(40, dice)}.png`;
  return {
    id: 4,
    uid,
    target_id: 4_321_567,
    mock_effect: 0,
    face: picture(),
    privilege_type: 3,
    copy_writing: `欢迎舰长 <%观众${uid}%> 进入直播间`,
    copy_color: '#ffffff',
    highlight_color: '#E6FF00',
    priority: 1,
    basemap_url: picture(),
    show_avatar: 1,
    effective_time: 2,
    web_basemap_url: picture(),
    web_effective_time: 2,
    web_effect_close: 0,
  };
}

function side(dice: Dice): object {
  return {
    head_icon: `https://i0.example.test/live/${base64Of(40, dice)}.webp`,
    tail_icon: `https://i0.example.test/live/${base64Of(40, dice)}.webp`,
    background: '#66A74EFF',
    color: '#FFFFFFFF',
    highlight: '#FDFF2FFF',
    time: 15,
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Of = (length: number, dice: Dice): string => Array.from({ length }, () => LETTERS[dice.roll(64)]).join('');
