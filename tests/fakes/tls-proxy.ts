import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** Signed by itself, for localhost and 127.0.0.1, until 2126: a key of tests that protects nothing. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFxj4yry6sdrqR7dI
JwX+qLYKxKO5NHRw3S4i5fARdM6hRANCAATfTWFP3Xyff+sycSNysIoAKxzCsiYK
6LtLH/hiBZNpwn8EkL03rw9pCPlO/ZoO7xGPeHplbm7T8Fkt+AgyPaID
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUOb5dtVCqljojwdQX3M2QrcEe1GkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEwNTgyM1oYDzIxMjYxMDI5
MTA1ODIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATfTWFP3Xyff+sycSNysIoAKxzCsiYK6LtLH/hiBZNpwn8EkL03rw9p
CPlO/ZoO7xGPeHplbm7T8Fkt+AgyPaIDo28wbTAdBgNVHQ4EFgQUz9Q4shaBTetG
PPF0EjIipJ+ThFswHwYDVR0jBBgwFoAUz9Q4shaBTetGPPF0EjIipJ+ThFswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAMt8IEjU11Kzjn3JlFP/uI5mToyyFTAcj2HCCNY2UQoRAiAJ
AfAhPDbTZlOqfN7UmS7Jq9Y4Evv7JBx+dOstsmWE+Q==
-----END CERTIFICATE-----`;

/** A TLS proxy as people put in front of OBS: what asks for `path` is passed on to the port, everything else is answered 404. */
export interface TlsProxy {
  readonly port: number;
  close(): Promise<void>;
}

export async function createTlsProxy(target: { readonly port: number; readonly path: string }): Promise<TlsProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (_, response) => response.writeHead(404).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== target.path) return socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    const inner = connect(target.port, '127.0.0.1');
    inner.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
    inner.on('connect', () => {
      const headers = request.rawHeaders.map((value, index) => (index % 2 === 0 ? `${value}: ` : `${value}\r\n`)).join('');
      inner.write(`GET / HTTP/1.1\r\n${headers}\r\n`);
      inner.write(head);
      inner.pipe(socket).pipe(inner);
    });
    socket.on('error', () => inner.destroy());
    socket.on('close', () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
