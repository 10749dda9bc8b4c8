import { describe, expect, it } from 'vitest';
import { SETTINGS_VERSION, type Settings, settingsSchema } from '#shared/settings/settings.ts';
import { bilibiliOpenSource, bilibiliWebSource, roomNumberFrom } from './bilibili-sources.ts';
import { cookieFrom, cookieHeader } from './web/cookie.ts';

const SECRETS: Readonly<Record<string, string>> = {
  'bilibili.accessKeyId': 'id',
  'bilibili.accessKeySecret': 'secret',
  'bilibili.identityCode': ' abcdefgh1234 ',
  'bilibili.cookie': 'SESSDATA=x',
};
const wishes = (changes: Partial<Settings>, secrets = SECRETS) => ({
  settings: { ...settingsSchema.parse({ version: SETTINGS_VERSION }), ...changes },
  secret: (name: string) => secrets[name],
  keepSecret: () => {},
  dataDir: '',
});
const defaults = settingsSchema.parse({ version: SETTINGS_VERSION });
const open = { ...defaults.bilibiliOpen, enabled: true, appId: '1650000000001' };
const web = { ...defaults.bilibiliWeb, enabled: true, consent: true, room: 'https://live.bilibili.com/42?from=home' };

describe('sources of Bilibili', () => {
  it('are none while they are off', () => {
    expect([...bilibiliOpenSource(wishes({})), ...bilibiliWebSource(wishes({}))]).toEqual([]);
  });

  it('need everything that the open platform asks for', () => {
    expect(bilibiliOpenSource(wishes({ bilibiliOpen: open }))).toMatchObject([{ id: 'bilibili-open', target: '#1650000000001' }]);
    expect(bilibiliOpenSource(wishes({ bilibiliOpen: { ...open, appId: '' } }))).toEqual([]);
    expect(bilibiliOpenSource(wishes({ bilibiliOpen: { ...open, appId: 'x' } }))).toEqual([]);
    for (const name of ['bilibili.accessKeyId', 'bilibili.accessKeySecret', 'bilibili.identityCode'])
      expect(bilibiliOpenSource(wishes({ bilibiliOpen: open }, { ...SECRETS, [name]: '' }))).toEqual([]);
  });

  it('need neither keys nor number behind a relay', () => {
    const relay = { ...open, signing: 'relay' as const, appId: '', relayUrl: 'https://relay.example.test/x' };
    const secrets = { 'bilibili.identityCode': 'ABCDEFGH1234' };
    expect(bilibiliOpenSource(wishes({ bilibiliOpen: relay }, secrets))).toMatchObject([{ target: 'relay.example.test' }]);
    expect(bilibiliOpenSource(wishes({ bilibiliOpen: { ...relay, relayUrl: '' } }, secrets))).toEqual([]);
  });

  it('start anew when a secret changes', () => {
    const key = (secrets: Readonly<Record<string, string>>) =>
      bilibiliOpenSource(wishes({ bilibiliOpen: open }, secrets))[0]?.key;
    expect(key({ ...SECRETS, 'bilibili.identityCode': 'OTHER' })).not.toBe(key(SECRETS));
  });

  it('read the web room only with consent', () => {
    expect(bilibiliWebSource(wishes({ bilibiliWeb: web }))).toMatchObject([{ id: 'bilibili-web', target: '42' }]);
    expect(bilibiliWebSource(wishes({ bilibiliWeb: { ...web, consent: false } }))).toEqual([]);
    expect(bilibiliWebSource(wishes({ bilibiliWeb: { ...web, room: 'nobody' } }))).toEqual([]);
  });

  it('leave to the open platform what it tells, when both run', () => {
    const shareOf = (changes: Partial<Settings>): unknown => JSON.parse(bilibiliWebSource(wishes(changes))[0]?.key ?? '{}').share;
    expect(shareOf({ bilibiliWeb: web })).toBe('everything');
    expect(shareOf({ bilibiliWeb: web, bilibiliOpen: open })).toBe('beside-open');
    expect(shareOf({ bilibiliWeb: web, bilibiliOpen: { ...open, appId: '' } })).toBe('everything');
  });
});

describe('what people paste', () => {
  it.each([
    ['42', '42'],
    [' https://live.bilibili.com/880123?broadcast_type=0 ', '880123'],
    ['live.bilibili.com/h5/42', '42'],
    ['https://example.test/42', undefined],
    ['', undefined],
    ['0x42', undefined],
  ])('room %j is %j', (typed, room) => {
    expect(roomNumberFrom(typed)).toBe(room);
  });

  it.each([
    ['Cookie: SESSDATA=a%2C1; bili_jct=csrf; buvid3=b', 'SESSDATA=a%2C1; buvid3=b'],
    ['a%2C1', 'SESSDATA=a%2C1'],
    ['SESSDATA=a\r\nX-Evil: 1; buvid3=b', 'SESSDATA=a; buvid3=b'],
    ['SESSDATA="quoted"; buvid3=ok', 'buvid3=ok'],
    ['', ''],
  ])('cookie %j becomes %j', (pasted, sent) => {
    expect(cookieHeader(cookieFrom(pasted))).toBe(sent);
  });
});
