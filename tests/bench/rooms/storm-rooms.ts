import { textFromStt } from '#main/connectors/douyu/stt.ts';
import type { LivePlatform } from '#shared/live/live-event.ts';
import { openDanmuMessage } from '../../fakes/bilibili-messages.ts';
import { APP_ID, IDENTITY_CODE, OPEN_KEYS } from '../../fakes/bilibili-open-platform.ts';
import { createBilibiliServer } from '../../fakes/bilibili-server.ts';
import { createDouyuServer, DOUYU_ROOM_ID } from '../../fakes/douyu-server.ts';
import { chatLine, createIrcServer } from '../../fakes/irc-server.ts';

/** One message of the storm; every viewer counts their own. */
export interface StormLine {
  readonly n: number;
  readonly viewer: string;
  readonly text: string;
  readonly paid: boolean;
}

/** A platform's server in the bench's own process, as fast as it is asked to be. */
export interface StormRoom {
  readonly platform: LivePlatform;
  /** What the studio's settings and environment need to read it. */
  readonly settings: object;
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves when the studio is in the room. */
  readonly joined: Promise<void>;
  send(lines: readonly StormLine[]): void;
  close(): Promise<void>;
}

export async function createTwitchRoom(): Promise<StormRoom> {
  const server = await createIrcServer();
  return {
    platform: 'twitch',
    settings: { twitch: { enabled: true, channel: 'saltchan', serverUrl: server.url } },
    environment: {},
    joined: server.joined(1),
    send: (lines) =>
      server.send(
        ...lines.map(({ n, viewer, text, paid }) =>
          chatLine({ id: `storm-${n}`, text, login: viewer, userId: `9${viewer.slice(1)}`, tags: paid ? ';bits=100' : '' }),
        ),
      ),
    close: server.close,
  };
}

export async function createBilibiliRoom(): Promise<StormRoom> {
  const server = await createBilibiliServer(Date.now);
  return {
    platform: 'bilibili',
    settings: { bilibiliOpen: { enabled: true, signing: 'own', appId: APP_ID, apiUrl: server.url } },
    environment: {
      YINGXI_BILIBILI_ACCESS_KEY_ID: OPEN_KEYS.accessKeyId,
      YINGXI_BILIBILI_ACCESS_KEY_SECRET: OPEN_KEYS.accessKeySecret,
      YINGXI_BILIBILI_IDENTITY_CODE: IDENTITY_CODE,
    },
    joined: server.until(() => server.joined > 0),
    // As in a busy room: a batch, packed by brotli.
    send: (lines) => server.send(lines.map(bilibiliMessage), 3),
    close: server.close,
  };
}

function bilibiliMessage({ n, viewer, text, paid }: StormLine): object {
  if (!paid) return withName(openDanmuMessage(text, `storm-${n}`, `open-${viewer}`), viewer);
  const now = Math.floor(Date.now() / 1000);
  const data = {
    room_id: 880_123,
    open_id: `open-${viewer}`,
    uname: viewer,
    uface: '',
    message_id: n,
    message: text,
    msg_id: `storm-${n}`,
    rmb: 30,
    timestamp: now,
    start_time: now,
    end_time: now + 60,
    guard_level: 0,
  };
  return { cmd: 'LIVE_OPEN_PLATFORM_SUPER_CHAT', data };
}

function withName(message: object, uname: string): object {
  const data: unknown = Reflect.get(message, 'data');
  return { ...message, data: { ...(typeof data === 'object' ? data : {}), uname } };
}

export async function createDouyuRoom(): Promise<StormRoom> {
  const server = await createDouyuServer();
  return {
    platform: 'douyu',
    settings: {
      douyu: {
        enabled: true,
        room: DOUYU_ROOM_ID,
        socketUrl: server.socketUrl,
        siteUrl: server.siteUrl,
        giftsUrl: server.siteUrl,
      },
    },
    environment: {},
    joined: server.until(() => server.received.some((text) => text.includes('joingroup'))),
    send: (lines) => server.send(...lines.map(douyuMessage)),
    close: server.close,
  };
}

function douyuMessage({ n, viewer, text, paid }: StormLine): string {
  const line = {
    type: 'chatmsg',
    rid: DOUYU_ROOM_ID,
    uid: `7${viewer.slice(1)}`,
    nn: viewer,
    txt: text,
    cid: `storm${n}`,
    level: '9',
  };
  const chat = textFromStt(Object.entries(line));
  if (!paid) return chat;
  const paidLine = { type: 'comm_chatmsg', rid: DOUYU_ROOM_ID, crealPrice: '3000', cet: '60', chatmsg: chat };
  return textFromStt(Object.entries(paidLine));
}
