import type { LiveEvent } from '#shared/live/live-event.ts';
import { createPassOver } from '../codec/pass-over.ts';
import type { MessageTranslator, RoomFacts } from './bilibili-base.ts';
import { chatFromDanmu } from './web-chat.ts';
import {
  giftFromMessage,
  giftsFromProtobuf,
  guardFromPurchase,
  guardFromToast,
  retractFromDeletion,
  superChatFromMessage,
} from './web-money.ts';
import {
  deedFromMessage,
  deedFromProtobuf,
  likeFromClick,
  liveEnd,
  liveStart,
  notice,
  statsFromMessage,
  titleChange,
} from './web-room-news.ts';
import { at, words } from './wire-values.ts';

export const MASKED_MESSAGE =
  'Bilibili hides the names of viewers from visitors. Enter your own cookie on the connections page, or use the open platform.';

/** Known, and of no use here: repetitions of what another message already told, rankings and decoration. Others are counted as unknown. */
const IGNORED: ReadonlySet<string> = new Set([
  'COMBO_SEND',
  'USER_TOAST_MSG',
  'SUPER_CHAT_MESSAGE_JPN',
  'ENTRY_EFFECT',
  'ENTRY_EFFECT_MUST_RECEIVE',
  'STOP_LIVE_ROOM_LIST',
  'ONLINE_RANK_V2',
  'ONLINE_RANK_V3',
  'ONLINE_RANK_TOP3',
  'ROOM_REAL_TIME_MESSAGE_UPDATE',
  'RANK_CHANGED',
  'RANK_CHANGED_V2',
  'HOT_RANK_CHANGED',
  'HOT_RANK_CHANGED_V2',
  'POPULAR_RANK_CHANGED',
  'AREA_RANK_CHANGED',
  'GIFT_STAR_PROCESS',
  'DANMU_AGGREGATION',
  'DM_INTERACTION',
  'COMMON_NOTICE_DANMAKU',
  'NOTICE_MSG',
  'WIDGET_BANNER',
  'LIVE_INTERACTIVE_GAME',
  'OTHER_SLICE_LOADING_RESULT',
]);

/** Knows them before they are read: some are the longest messages of a room. */
export const passOverIgnored = createPassOver(IGNORED);

/** Messages of the web room (`cmd`, mostly `data`) → events. */
export function createWebTranslator(onUnknown: (code: string) => void): MessageTranslator {
  let room: RoomFacts = { roomId: '', ownerId: '' };
  let serial = 0;

  function eventsOf(cmd: string, message: unknown, nowMs: number): readonly LiveEvent[] {
    const data = at(message, 'data');
    switch (cmd) {
      case 'DANMU_MSG':
        return [chatFromDanmu(message, room, nowMs, false)];
      case 'DANMU_MSG_MIRROR':
        return [chatFromDanmu(message, room, nowMs, true)];
      case 'SEND_GIFT':
        return [giftFromMessage(data, room, nowMs)];
      case 'SEND_GIFT_V2':
        return giftsFromProtobuf(data, room, nowMs);
      case 'GUARD_BUY':
        return [guardFromPurchase(data, room, nowMs)];
      case 'USER_TOAST_MSG_V2':
        return guardFromToast(data, room, nowMs);
      case 'SUPER_CHAT_MESSAGE':
        return [superChatFromMessage(data, room, nowMs)];
      case 'SUPER_CHAT_MESSAGE_DELETE':
        return retractFromDeletion(data, room, nowMs);
      case 'INTERACT_WORD':
        return deedFromMessage(data, room, nowMs);
      case 'INTERACT_WORD_V2':
        return deedFromProtobuf(data, room, nowMs);
      case 'LIKE_INFO_V3_CLICK':
        return [likeFromClick(data, room, nowMs, serial)];
      default:
        return roomEventsOf(cmd, message, data, nowMs);
    }
  }

  function roomEventsOf(cmd: string, message: unknown, data: unknown, nowMs: number): readonly LiveEvent[] {
    switch (cmd) {
      case 'LIKE_INFO_V3_UPDATE':
      case 'WATCHED_CHANGE':
      case 'ONLINE_RANK_COUNT':
        return statsFromMessage(cmd, data, room, nowMs, serial);
      case 'LIVE':
        return liveStart(message, room, nowMs);
      case 'PREPARING':
        return [liveEnd(message, room, nowMs, serial)];
      case 'ROOM_CHANGE':
        return [titleChange(data, room, nowMs, serial)];
      case 'LOG_IN_NOTICE':
        return [notice('names_masked', MASKED_MESSAGE, room, nowMs, serial)];
      case 'CUT_OFF':
      case 'WARNING':
        return [notice('risk_control', moderationText(cmd, message), room, nowMs, serial)];
      default:
        if (!IGNORED.has(cmd)) onUnknown('unknown-message');
        return [];
    }
  }

  return {
    enter(facts) {
      room = facts;
    },
    eventsFrom(message, nowMs) {
      const name = at(message, 'cmd');
      if (typeof name !== 'string') {
        onUnknown('unknown-message');
        return [];
      }
      serial += 1;
      // "DANMU_MSG:4:0:2:2:2:0" is a DANMU_MSG.
      return eventsOf(name.split(':', 1)[0] ?? '', message, nowMs);
    },
  };
}

function moderationText(cmd: string, message: unknown): string {
  const said = words(at(message, 'msg') ?? at(message, 'data', 'msg'), 500);
  return cmd === 'CUT_OFF' ? `Bilibili cut the stream off: ${said}` : `Bilibili warns the stream: ${said}`;
}
