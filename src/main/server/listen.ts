import type { Server as HttpServer } from 'node:http';
import { StudioError } from '#shared/errors.ts';

/** Starts listening on `port`, or on a free one when it is taken or not ours to use. Rejects `network` when there is none at all. */
export async function listenOn(server: HttpServer, host: string, port: number): Promise<{ port: number; portTaken: boolean }> {
  try {
    return { port: await tryListen(server, host, port), portTaken: false };
  } catch (error) {
    if (port === 0 || !isTaken(error)) throw cannotListen(host, port, error);
  }
  try {
    return { port: await tryListen(server, host, 0), portTaken: true };
  } catch (error) {
    throw cannotListen(host, 0, error);
  }
}

function tryListen(server: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new StudioError('network', `the local server has no port on ${host}`));
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function cannotListen(host: string, port: number, cause: unknown): StudioError {
  return new StudioError('network', `the local server cannot listen on ${host}:${port}; check whether a firewall forbids it`, {
    cause,
  });
}
