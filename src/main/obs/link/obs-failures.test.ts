import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createObsBench } from '../../../../tests/fakes/obs-link-harness.ts';
import { createTlsProxy } from '../../../../tests/fakes/tls-proxy.ts';

const { fakeObs, linkTo, later, end } = createObsBench();
afterEach(end);

/** Answers everything with this status. */
async function webServer(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('why it is not connected', () => {
  it.each([
    ['wrong', 'refused', 'wrong-password'],
    ['', 'refused', 'password-missing'],
  ] as const)(
    'says what is the matter with the password "%s" and does not try again by itself',
    async (password, state, reason) => {
      const obs = await fakeObs({ password: 'right' });
      const { link, until, clock, place } = linkTo({ url: obs.url, password });
      expect((await until(state, reason)).message).toContain('Show Connect Info');
      const before = obs.connections;
      for (let second = 0; second < 30; second += 1) {
        clock.advance(1000);
        await new Promise(setImmediate);
      }
      expect(obs.connections).toBe(before);
      place.password = 'right';
      link.refresh();
      await until('ready');
    },
  );

  it('recognises another version of the protocol', async () => {
    const obs = await fakeObs();
    obs.behaviour.rpcVersions = [2];
    expect((await linkTo(obs).until('refused')).reason).toBe('version-mismatch');
  });

  it('stays away when the streamer ends the connection in OBS, until told to come back', async () => {
    const obs = await fakeObs();
    const { link, until, clock } = linkTo(obs);
    await until('ready');
    obs.closeClients(4011, 'Your session has been invalidated.', 'last');
    await until('refused', 'kicked');
    await obs.until(() => obs.sessions.length === 0);
    clock.advance(60_000);
    await new Promise(setImmediate);
    expect(obs.connections).toBe(2);
    link.retry();
    await until('ready');
  });

  it('waits for an OBS that was closed', async () => {
    const obs = await fakeObs();
    const { until } = linkTo(obs);
    await until('ready');
    obs.closeClients(1001, 'Server stopping.');
    await until('waiting', 'closed');
  });

  it('keeps its state while attempts fail, instead of flickering', async () => {
    const obs = await fakeObs();
    const { until, untilByTime, states, clock } = linkTo(obs);
    await until('ready');
    await obs.stop();
    await untilByTime('waiting', 'nothing-there');
    const from = states.length;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      clock.advance(700);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(states.slice(from)).toEqual([]);
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const obs = await fakeObs();
    obs.behaviour.greets = false;
    const { untilByTime } = linkTo(obs);
    expect((await untilByTime('waiting', 'no-answer')).message).toContain(obs.url);
    obs.behaviour.greets = true;
    await untilByTime('ready');
  });

  it('does not take another program for OBS', async () => {
    const url = await webServer(404);
    expect((await linkTo({ url: `${url}/obs` }).until('waiting', 'not-obs')).message).toContain('/obs');
  });

  it.each([
    [502, 'waiting', 'proxy-no-obs'],
    [403, 'refused', 'proxy-refused'],
  ] as const)('understands a proxy that answers %i', async (code, state, reason) => {
    expect((await linkTo({ url: await webServer(code) }).until(state)).reason).toBe(reason);
  });

  it.each([
    ['not an address', 'refused', 'bad-address'],
    ['http://127.0.0.1:1/x#y', 'refused', 'bad-address'],
    ['ws://no-such-computer.invalid:4455', 'waiting', 'no-such-host'],
  ] as const)('says what is wrong with the address %s', async (url, state, reason) => {
    expect((await linkTo({ url }).until(state)).reason).toBe(reason);
  });
});

describe('OBS behind a TLS proxy', () => {
  it('says what to do about a certificate that nobody vouches for, and does not try again by itself', async () => {
    const obs = await fakeObs();
    const proxy = await createTlsProxy({ port: obs.port, path: '/obs' });
    later(proxy.close);
    const { until } = linkTo({ url: `wss://127.0.0.1:${proxy.port}/obs` });
    expect((await until('refused', 'certificate')).message).toMatch(/self.signed.*Give the proxy a certificate/);
    expect(obs.connections).toBe(0);
  });

  it('is reached under its path when the certificate is trusted', async () => {
    const obs = await fakeObs({ password: 'p' });
    const proxy = await createTlsProxy({ port: obs.port, path: '/obs' });
    later(proxy.close);
    // Node reads this at each connection; there is no other way to trust a certificate within a running process of Node 18.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    later(async () => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const { link, until, place } = linkTo({ url: `wss://127.0.0.1:${proxy.port}/obs`, password: 'p' });
    await until('ready');
    expect((await link.call('GetSceneList')).scenes).toHaveLength(4);
    place.url = `wss://127.0.0.1:${proxy.port}/elsewhere`;
    link.refresh();
    expect((await until('waiting', 'not-obs')).message).toContain('path of the address');
  });

  it('says that the other side speaks no TLS', async () => {
    const obs = await fakeObs();
    const { until } = linkTo({ url: obs.url.replace('ws:', 'wss:') });
    expect((await until('refused', 'no-tls')).message).toContain('ws:// instead of wss://');
  });

  it('says so when TLS is there and ws:// was written', async () => {
    const obs = await fakeObs();
    const proxy = await createTlsProxy({ port: obs.port, path: '/obs' });
    later(proxy.close);
    expect((await linkTo({ url: `ws://127.0.0.1:${proxy.port}/obs` }).until('waiting')).reason).toBe('not-obs');
  });
});
