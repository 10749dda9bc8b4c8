import type { Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Keeps count of what a client has open, so that closing does not wait for those who only hold on. */
export interface HttpConnections {
  /** Stops listening, cuts off event streams and connections without a request in progress, gives the others `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export function trackConnections(http: HttpServer): HttpConnections {
  /** Without those that have become WebSockets: they close in their own way. */
  const connections = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  http.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  http.on('upgrade', ({ socket }) => connections.delete(socket));
  http.on('request', (_request, response) => {
    responses.add(response);
    response.once('close', () => responses.delete(response));
  });
  return {
    close(graceMs) {
      for (const response of responses) if (response.getHeader('content-type') === 'text/event-stream') response.destroy();
      // Browsers open connections ahead of need; Node does not count one without a first request as idle.
      const busy = new Set([...responses].map(({ socket }) => socket));
      for (const connection of connections) if (!busy.has(connection)) connection.destroy();
      for (const response of responses) if (!response.headersSent) response.setHeader('connection', 'close');
      return new Promise((resolve) => {
        const timer = setTimeout(() => http.closeAllConnections(), graceMs);
        http.close(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
