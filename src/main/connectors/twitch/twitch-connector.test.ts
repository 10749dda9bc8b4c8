import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { type ConnectorProbe, createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { chatLine, createIrcServer, type IrcServer } from '../../../../tests/fakes/irc-server.ts';
import type { Connector } from '../connector.ts';
import { createTwitchConnector } from './twitch-connector.ts';

describe('Twitch connector against a real IRC-over-WebSocket server', () => {
  let server: IrcServer;
  let probe: ConnectorProbe;
  let connector: Connector;
  const open = (channel = 'saltchan', path = ''): void => {
    connector = createTwitchConnector({ channel, serverUrl: `${server.url}${path}`, withRedemptions: true }, probe.context);
    connector.start();
  };
  const ready = (): Promise<void> => probe.until(() => probe.lastHealth?.status === 'ready');
  const lost = (reason: string): Promise<void> => probe.until(() => probe.lastHealth?.reason === reason);
  const texts = (): string[] => probe.events.map((event) => ('text' in event ? (event.text ?? '') : event.kind));

  beforeEach(async () => {
    server = await createIrcServer();
    probe = createConnectorProbe();
  });
  afterEach(async () => {
    await connector.close();
    await server.close();
  });

  it('logs in without an account and joins the channel of the settings', async () => {
    open('https://www.twitch.tv/SaltChan');
    await ready();
    expect(server.received).toContain('JOIN #saltchan');
    expect(server.received.some((line) => line.startsWith('CAP REQ :twitch.tv/tags twitch.tv/commands'))).toBe(true);
    expect(server.received.some((line) => /^NICK justinfan\d+$/.test(line))).toBe(true);
    expect(server.received.some((line) => line.includes('oauth:'))).toBe(false);
  });

  it('keeps host, port, path and query of the server address', async () => {
    open('saltchan', 'relay/irc?room=7');
    await ready();
    expect(server.paths).toEqual(['/relay/irc?room=7']);
  });

  it('hands on all lines of one message as one batch, in order', async () => {
    open();
    await ready();
    server.send(...Array.from({ length: 5 }, (_, n) => chatLine({ id: `b${n}`, text: `line ${n}` })));
    await probe.until(() => probe.events.length === 5);
    expect(probe.batches).toBe(1);
    expect(texts()).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  });

  it('waits 1, 2, 4, 8, 16, 30, 30 s between attempts while the server lets in and drops', async () => {
    open();
    for (const [round, delayMs] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
      await server.joined(round + 1);
      await ready();
      server.dropClients();
      await lost('connection-lost');
      probe.clock.advance(delayMs - 1);
      expect(server.connections).toBe(round + 1);
      probe.clock.advance(1);
      await server.connected(round + 2);
    }
  });

  it('starts the back-off anew once a room message was decoded', async () => {
    open();
    for (const round of [1, 2, 3]) {
      await server.joined(round);
      await ready();
      server.send(chatLine({ id: `round-${round}`, text: 'hi' }));
      await probe.until(() => probe.events.length === round);
      server.dropClients();
      await lost('connection-lost');
      probe.clock.advance(1000);
      await server.connected(round + 1);
    }
  });

  it('comes back after a drop in the middle of a line and reads on, without the torn line', async () => {
    open();
    await ready();
    server.send(chatLine({ id: 'whole', text: 'whole' }));
    await probe.until(() => probe.events.length === 1);
    server.dropMidLine(chatLine({ id: 'torn', text: 'this never arrives whole' }));
    await lost('connection-lost');
    probe.clock.advance(1200);
    await server.joined(2);
    await ready();
    server.send(chatLine({ id: 'after', text: 'after' }));
    await probe.until(() => probe.events.length === 2);
    expect(texts()).toEqual(['whole', 'after']);
  });

  it('does not emit again what the platform sends again after a reconnect', async () => {
    open();
    await ready();
    server.send(chatLine({ id: 'same', text: 'same' }));
    await probe.until(() => probe.events.length === 1);
    server.closeClients(1001);
    await lost('connection-lost');
    probe.clock.advance(1200);
    await server.joined(2);
    await ready();
    server.send(chatLine({ id: 'same', text: 'same' }), chatLine({ id: 'new', text: 'new' }));
    await probe.until(() => probe.events.length === 2);
    expect(texts()).toEqual(['same', 'new']);
    expect(connector.errors).toMatchObject({ duplicate: 1 });
  });

  it('moves to a new connection at once when the server asks for it, but not twice without a message between', async () => {
    open();
    await ready();
    server.send(':tmi.twitch.tv RECONNECT');
    await server.joined(2);
    await ready();
    server.send(':tmi.twitch.tv RECONNECT');
    await lost('reconnect-requested');
    expect(server.connections).toBe(2);
    expect(probe.events.map((event) => event.kind)).toEqual(['notice', 'notice']);
  });

  it('answers PING and asks for a sign of life itself; a silent server is left after 40 s', async () => {
    open();
    await ready();
    server.send('PING :tmi.twitch.tv');
    await server.heard((line) => line === 'PONG' || line.startsWith('PONG '));
    probe.clock.advance(30_000);
    await server.heard((line) => line === 'PING :yingxi');
    server.send(chatLine({ id: 'alive', text: 'alive' }));
    await probe.until(() => probe.events.length === 1);
    server.behaviour.answersPing = false;
    probe.clock.advance(30_000);
    probe.clock.advance(9_999);
    expect(probe.lastHealth?.status).toBe('ready');
    probe.clock.advance(1);
    expect(probe.lastHealth).toMatchObject({ status: 'connecting', reason: 'silence' });
  });

  it('tells that the channel is not confirmed, with the next step, and goes on trying', async () => {
    server.behaviour.confirmsJoin = false;
    open('no_such_channel');
    await server.heard((line) => line === 'JOIN #no_such_channel');
    probe.clock.advance(15_000);
    expect(probe.lastHealth).toMatchObject({ status: 'connecting', reason: 'join-timeout' });
    expect(probe.lastHealth?.message).toContain('check its name');
    server.behaviour.confirmsJoin = true;
    probe.clock.advance(1200);
    await ready();
  });

  it.each([
    ['', 'bad-channel'],
    ['two words', 'bad-channel'],
    ['名字', 'bad-channel'],
  ])('fails at once, without retrying, on the channel name "%s"', (channel, reason) => {
    open(channel);
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason });
    probe.clock.advance(60_000);
    expect(server.connections).toBe(0);
  });

  it.each(['irc.example', 'http://127.0.0.1/', 'ws://'])('fails at once on the server address "%s"', (serverUrl) => {
    connector = createTwitchConnector({ channel: 'saltchan', serverUrl, withRedemptions: true }, probe.context);
    connector.start();
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason: 'bad-server-url' });
  });

  it('stops trying when the login is refused and says so', async () => {
    open();
    await ready();
    server.send(':tmi.twitch.tv NOTICE * :Login authentication failed');
    await lost('login-refused');
    probe.clock.advance(120_000);
    await server.empty();
    expect(server.connections).toBe(1);
  });

  it('reads on through garbage, half tags, binary frames and messages without text, and counts them', async () => {
    open();
    await ready();
    server.sendText('@badges=broadcaster/1;color=#fff\r\n');
    server.sendText('\u0000\ufffd\ud800 %%% \r\n:\r\n@=;;;= \r\n');
    server.sendText('@id=x :icetea!icetea@x PRIVMSG #saltchan\r\n');
    server.sendText('@__proto__=1;constructor=2;id=proto;user-id=7 :pro!pro@x PRIVMSG #saltchan :still a line\r\n');
    server.sendText(':tmi.twitch.tv CLEARMSG #saltchan :no id\r\n:tmi.twitch.tv CLEARCHAT #saltchan :no id\r\n:a.b 353\r\n');
    server.sendText('@msg-id=unheard-of :tmi.twitch.tv USERNOTICE #saltchan\r\n');
    server.sendBinary(new Uint8Array([1, 2, 3]));
    server.send(chatLine({ id: 'end', text: 'the end' }));
    await probe.until(() => probe.events.some((event) => event.id === 'twitch:end'));
    expect(texts()).toEqual(['still a line', 'the end']);
    expect(connector.errors).toMatchObject({ 'bad-message': 3, 'unknown-usernotice': 1, 'binary-frame': 1 });
    expect(connector.errors['bad-line']).toBeGreaterThanOrEqual(1);
    expect(server.open).toBe(1);
  });

  it('takes out control and bidi characters and cuts overlong names and texts', async () => {
    open();
    await ready();
    const evil = `a\u202ecod.exe\u0007${'x'.repeat(5000)}`;
    server.send(
      chatLine({ id: 'evil', text: evil, tags: ';' }).replace('display-name=icetea', `display-name=${'n\u200f'.repeat(300)}`),
    );
    await probe.until(() => probe.events.length === 1);
    const [event] = probe.events;
    if (event?.kind !== 'chat') throw new Error('no chat');
    expect(event.text.startsWith('acod.exex')).toBe(true);
    expect(event.text.length).toBeLessThanOrEqual(MAX_EVENT_TEXT);
    expect(event.user.name).toBe('n'.repeat(200));
  });

  it('gives up a connection whose messages are larger than any chat, and comes back', async () => {
    open();
    await ready();
    server.sendText('x'.repeat(2 * 1024 * 1024));
    await lost('connection-lost');
    probe.clock.advance(1200);
    await server.joined(2);
  });

  it('loses nothing in a flood of 20 000 lines', async () => {
    open();
    await ready();
    const total = 20_000;
    for (let sent = 0; sent < total; sent += 500)
      server.send(
        ...Array.from({ length: 500 }, (_, n) =>
          chatLine({ id: `flood-${sent + n}`, text: `flood ${sent + n}`, userId: `${n}` }),
        ),
      );
    await probe.until(() => probe.events.length === total);
    expect(new Set(probe.events.map((event) => event.id)).size).toBe(total);
    expect(probe.lastHealth?.status).toBe('ready');
  });

  it('emits and reports nothing after close, and leaves no connection or timer', async () => {
    open();
    await ready();
    server.send(chatLine({ id: 'before', text: 'before' }));
    await probe.until(() => probe.events.length === 1);
    await connector.close();
    await connector.close();
    const reports = probe.health.length;
    await server.empty();
    probe.clock.advance(300_000);
    expect(probe.events).toHaveLength(1);
    expect(probe.health).toHaveLength(reports);
    expect(server.connections).toBe(1);
  });

  it('can be closed while it connects and while it waits for the next attempt', async () => {
    open();
    await connector.close();
    probe = createConnectorProbe();
    connector = createTwitchConnector(
      { channel: 'saltchan', serverUrl: 'ws://127.0.0.1:1/', withRedemptions: true },
      probe.context,
    );
    connector.start();
    await lost('connection-lost');
    await connector.close();
    const reports = probe.health.length;
    probe.clock.advance(300_000);
    expect(probe.health).toHaveLength(reports);
  });
});
