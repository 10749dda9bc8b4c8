import { once } from 'node:events';
import { createServer, type IncomingMessage, request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { readBytes } from './request-body.ts';

const server = createServer();
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('is told at once that a client left while its request waited to be read', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = openRequest({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 1_000_000 } });
  client.on('error', () => undefined);
  client.write('x'.repeat(1000));
  const [request]: IncomingMessage[] = await once(server, 'request');
  if (request === undefined) throw new Error('no request');
  const left = new Promise<void>((resolve) => request.once('close', resolve));
  client.destroy();
  await left;
  await expect(readBytes(request, 2_000_000)).rejects.toThrow('broke off');
});
