import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings, type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { chatLine, createIrcServer, type IrcServer } from '../../../../tests/fakes/irc-server.ts';
import type { SourcePlan, SourceWishes } from '../connector.ts';
import { type SignInRecord, secretFromSignIn } from '../sign-in/sign-in-record.ts';
import { twitchEventsSource } from './twitch-events-source.ts';
import { twitchSource } from './twitch-source.ts';

const RECORD: SignInRecord = {
  signInId: 'one',
  clientId: 'client',
  access: 'a',
  refresh: 'r',
  expiresAt: 0,
  scopes: ['channel:read:redemptions'],
  userId: '700700',
  login: 'saltchan',
};
const EVENTS = { enabled: true, clientId: 'client' };

function wishes(patch: SettingsPatch, record?: SignInRecord): SourceWishes {
  return {
    settings: settingsSchema.parse(mergeSettings(defaultSettings(), patch)),
    secret: (name) => (name === 'twitch.signIn' && record ? secretFromSignIn(record) : undefined),
    keepSecret() {},
    dataDir: '/',
  };
}
const keyOf = (plans: readonly SourcePlan[]): string | undefined => plans[0]?.key;

describe('the sources of Twitch', () => {
  it('stay as they are when tokens are renewed, and start anew after another sign-in', () => {
    const key = (record: SignInRecord): string | undefined => keyOf(twitchEventsSource(wishes({ twitchEvents: EVENTS }, record)));
    expect(key({ ...RECORD, access: 'b', refresh: 's', expiresAt: 5 })).toBe(key(RECORD));
    expect(key({ ...RECORD, signInId: 'two' })).not.toBe(key(RECORD));
  });

  it('share the room: what anonymous chat reads, EventSub leaves to it, and takes over when chat is off or elsewhere', () => {
    const key = (twitch: SettingsPatch['twitch']): string | undefined =>
      keyOf(twitchEventsSource(wishes({ twitchEvents: EVENTS, twitch }, RECORD)));
    const beside = key({ enabled: true, channel: 'https://twitch.tv/SaltChan' });
    expect(beside).not.toBe(key({ enabled: false, channel: 'saltchan' }));
    expect(key({ enabled: true, channel: 'somebodyelse' })).toBe(key({ enabled: false, channel: 'saltchan' }));
  });

  it.each([
    ['nobody is signed in', undefined],
    ['the sign-in belongs to another application', { ...RECORD, clientId: 'another' }],
  ])('say so when %s', async (_why, record) => {
    const probe = createConnectorProbe();
    const connector = await twitchEventsSource(wishes({ twitchEvents: EVENTS }, record))[0]?.create(probe.context);
    connector?.start();
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason: 'twitch-signed-out' });
    expect(connector?.chat).toBeUndefined();
    await connector?.close();
  });

  it('are not planned while switched off or without a client ID', () => {
    expect(twitchEventsSource(wishes({ twitchEvents: { enabled: true, clientId: '' } }, RECORD))).toEqual([]);
    expect(twitchEventsSource(wishes({ twitchEvents: { enabled: false, clientId: 'client' } }, RECORD))).toEqual([]);
  });

  describe('in chat', () => {
    let server: IrcServer;
    let probe: ConnectorProbe;
    beforeEach(async () => {
      server = await createIrcServer();
      probe = createConnectorProbe();
    });
    afterEach(() => server.close());
    const redemptionsSeen = async (record: SignInRecord | undefined): Promise<string[]> => {
      const twitch = { enabled: true, channel: 'saltchan', serverUrl: server.url };
      const connector = await twitchSource(wishes({ twitchEvents: EVENTS, twitch }, record))[0]?.create(probe.context);
      connector?.start();
      await probe.until(() => probe.lastHealth?.status === 'ready');
      server.send(
        chatLine({ id: 'r', text: 'please sing', tags: ';custom-reward-id=reward-1' }),
        chatLine({ id: 'c', text: 'hi' }),
      );
      await probe.until(() => probe.events.some(({ id }) => id === 'twitch:c'));
      await connector?.close();
      return probe.events.map(({ kind }) => kind);
    };

    it('redemptions with words are told by chat as long as nothing else tells them', async () => {
      expect(await redemptionsSeen(undefined)).toEqual(['redemption', 'chat']);
    });

    it('and are left to EventSub when that sees them', async () => {
      expect(await redemptionsSeen(RECORD)).toEqual(['chat']);
    });

    it('but not when the sign-in may not, or is another channel’s', async () => {
      expect(await redemptionsSeen({ ...RECORD, scopes: [] })).toEqual(['redemption', 'chat']);
      probe = createConnectorProbe();
      expect(await redemptionsSeen({ ...RECORD, login: 'other' })).toEqual(['redemption', 'chat']);
    });
  });
});
