import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import { chatLine, createIrcServer, type IrcServer } from '../../../../tests/fakes/irc-server.ts';
import { createTwitchConnector } from './twitch-connector.ts';

const vectorSchema = z.object({
  id: z.string(),
  line: z.string().optional(),
  lines: z.array(z.string()).optional(),
  expect: z.array(z.record(z.string(), z.unknown())),
});
const { vectors } = z
  .object({ vectors: z.array(vectorSchema) })
  .parse(JSON.parse(readFileSync(new URL('./irc-vectors.fixture.json', import.meta.url), 'utf8')));

describe('lines of Twitch over a real WebSocket', () => {
  let server: IrcServer;
  beforeAll(async () => {
    server = await createIrcServer();
  });
  afterAll(() => server.close());

  it.each(vectors.map((vector) => [vector.id, vector] as const))('become the expected events: %s', async (id, vector) => {
    const probe = createConnectorProbe();
    const connector = createTwitchConnector({ channel: 'saltchan', serverUrl: server.url, withRedemptions: true }, probe.context);
    connector.start();
    await probe.until(() => probe.lastHealth?.status === 'ready');
    server.send(...(vector.lines ?? [vector.line ?? '']));
    const isLast = id === 'login-failed' || id === 'reconnect';
    if (!isLast) server.send(chatLine({ id: 'sentinel', text: 'sentinel' }));
    await probe.until(() => probe.events.some((event) => event.id === 'twitch:sentinel') || (isLast && probe.events.length > 0));
    await connector.close();
    await server.empty();
    const events = probe.events.filter((event) => event.id !== 'twitch:sentinel');
    expect(events).toHaveLength(vector.expect.length);
    for (const [index, expected] of vector.expect.entries()) expectSubset(events[index], expected);
  });
});

/** Every expected key is there with an equal value; `null` accepts absence, `segments` and `targetIds` are exact. */
function expectSubset(actual: unknown, expected: unknown, path = ''): void {
  if (expected === null) {
    expect(actual ?? null, path).toBeNull();
  } else if (typeof expected === 'object' && !Array.isArray(expected)) {
    expect(actual, path).toBeTypeOf('object');
    for (const [key, value] of Object.entries(expected)) expectSubset(Reflect.get(Object(actual), key), value, `${path}.${key}`);
  } else {
    expect(actual, path).toEqual(expected);
  }
}
