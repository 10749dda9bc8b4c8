import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectorProbe, createConnectorProbe } from '../../../tests/fakes/connector-probe.ts';
import { createDouyuServer, DOUYU_ROOM_ID } from '../../../tests/fakes/douyu-server.ts';
import { chatLine, createIrcServer } from '../../../tests/fakes/irc-server.ts';
import type { Connector } from './connector.ts';
import { createDouyuConnector } from './douyu/douyu-connector.ts';
import { createTwitchConnector } from './twitch/twitch-connector.ts';

/** A room with its server, which two programs may read. */
interface Room {
  connect(probe: ConnectorProbe): Connector;
  /** Resolves when so many are in. */
  joined(programs: number): Promise<unknown>;
  /** One message to all who read. */
  send(n: number): void;
  close(): Promise<void>;
}

const ROOMS: Readonly<Record<string, () => Promise<Room>>> = {
  async Twitch() {
    const server = await createIrcServer();
    return {
      connect: ({ context }) =>
        createTwitchConnector({ channel: 'saltchan', serverUrl: server.url, withRedemptions: true }, context),
      joined: server.joined,
      send: (n) => server.send(chatLine({ id: `${n}`, text: `line ${n}` })),
      close: server.close,
    };
  },
  async Douyu() {
    const server = await createDouyuServer();
    const { socketUrl, siteUrl } = server;
    return {
      connect: ({ context }) => createDouyuConnector({ room: DOUYU_ROOM_ID, socketUrl, siteUrl, giftsUrl: siteUrl }, context),
      joined: (programs) => server.until(() => server.received.filter((text) => text.includes('joingroup')).length >= programs),
      send: (n) => server.send(`type@=chatmsg/rid@=${DOUYU_ROOM_ID}/uid@=1024/nn@=豆豆/txt@=line ${n}/cid@=c${n}/`),
      close: server.close,
    };
  },
};
const MESSAGES = 300;

describe('a room while the program is behind', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  it.each(Object.keys(ROOMS))('waits in the network, and then comes whole and in order: %s', async (name) => {
    const room = await ROOMS[name]?.();
    if (room === undefined) throw new Error(`no room ${name}`);
    open.push(room);
    const [slow, quick] = [createConnectorProbe(), createConnectorProbe()];
    for (const probe of [slow, quick]) {
      const connector = room.connect(probe);
      open.push(connector);
      connector.start();
      await probe.until(() => probe.lastHealth?.status === 'ready');
    }
    await room.joined(2);
    slow.behind.set(true);
    for (let n = 0; n < MESSAGES; n += 1) room.send(n);
    await quick.until(() => quick.events.length === MESSAGES);
    expect(slow.events).toEqual([]);
    slow.behind.set(false);
    await slow.until(() => slow.events.length === MESSAGES);
    const texts = slow.events.map((event) => (event.kind === 'chat' ? event.text : event.kind));
    expect(texts).toEqual(Array.from({ length: MESSAGES }, (_, n) => `line ${n}`));
  });
});
