import { brotliCompressSync, constants, deflateSync } from 'node:zlib';

/** Bilibili's messages and frames as its servers send them, written from the protocol's description and not with the program's own codec. */

export interface DanmuFields {
  readonly text: string;
  readonly uid?: number;
  readonly name?: string;
  /** The platform's id of the message. */
  readonly id?: string;
  readonly sentMs?: number;
  readonly isModerator?: boolean;
  readonly guardLevel?: number;
}

/** DANMU_MSG of the web room. */
export function danmuMessage(fields: DanmuFields): object {
  const { text, uid = 31_415_926, name = '海盐冰糖', sentMs = 1_767_225_600_123, guardLevel = 0 } = fields;
  const id = fields.id ?? `${uid}-${sentMs}-${text}`;
  const extra = {
    send_from_me: false,
    mode: 0,
    color: 16_777_215,
    dm_type: 0,
    font_size: 25,
    player_mode: 1,
    content: text,
    user_hash: '2906394579',
    emoticon_unique: '',
    direction: 0,
    emots: null,
    is_audited: false,
    id_str: id,
    reply_mid: 0,
    reply_uname: '',
    show_reply: true,
  };
  const user = { uid, base: { name, face: 'https://i0.example.test/face/a.jpg', is_mystery: false }, medal: null, guard: null };
  const head = [0, 1, 25, 16_777_215, sentMs, -1_938_799_775, 0, 'e040a292', 0, 0, 0, '', 0, '{}', '{}'];
  return {
    cmd: 'DANMU_MSG',
    dm_v2: '',
    info: [
      [...head, { mode: 0, show_player_type: 0, extra: JSON.stringify(extra), user }, { activity_identity: '', not_show: 0 }, 0],
      text,
      [uid, name, fields.isModerator === true ? 1 : 0, 0, 0, 10_000, 1, ''],
      uid === 0 ? [] : [21, '盐汽水', '盐罐子', 880_123, 12_632_256, '', 0, 6_809_855, 1_725_515, 5_414_290, 3, 1, 700_700],
      [18, 0, 9_868_950, '>50000', 0],
      ['', ''],
      0,
      guardLevel,
      null,
      { ts: Math.floor(sentMs / 1000), ct: 'AB12CD34' },
      0,
      0,
      null,
      null,
      0,
      105,
      [12],
      null,
    ],
  };
}

/** LIVE_OPEN_PLATFORM_DM. */
export function openDanmuMessage(text: string, id: string, openId = 'open-aaaa-1111'): object {
  return {
    cmd: 'LIVE_OPEN_PLATFORM_DM',
    data: {
      room_id: 880_123,
      open_id: openId,
      union_id: '',
      uname: '海盐冰糖',
      uface: 'https://i0.example.test/face/a.jpg',
      timestamp: 1_767_225_600,
      fans_medal_level: 21,
      fans_medal_name: '盐汽水',
      fans_medal_wearing_status: true,
      guard_level: 3,
      uid: 0,
      msg: text,
      msg_id: id,
      emoji_img_url: '',
      dm_type: 0,
      glory_level: 10,
      reply_open_id: '',
      reply_uname: '',
      is_admin: 0,
    },
  };
}

/** One packet: a header of 16 bytes, then the body. */
export function packetOf(operation: number, version: number, body: Uint8Array): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(16 + body.length, 0);
  header.writeUInt16BE(16, 4);
  header.writeUInt16BE(version, 6);
  header.writeUInt32BE(operation, 8);
  header.writeUInt32BE(1, 12);
  return Buffer.concat([header, body]);
}

/** One WebSocket message with all these messages: plain (0), zlib (2) or brotli (3). */
export function frameOf(messages: readonly object[], version: 0 | 2 | 3): Buffer {
  const inner = Buffer.concat(messages.map((message) => packetOf(5, 0, Buffer.from(JSON.stringify(message)))));
  return version === 0 ? inner : wrapperOf(inner, version);
}

/** A packet whose body is a compressed run of packets. */
export function wrapperOf(inner: Uint8Array, version: 2 | 3): Buffer {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  return packetOf(5, version, version === 2 ? deflateSync(inner) : brotliCompressSync(inner, quality));
}
