import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a well-behaved server does; each can be switched off while it runs. */
export interface IrcBehaviour {
  /** Greets after CAP and NICK. */
  welcomes: boolean;
  /** Confirms JOIN with JOIN, 353, 366 and ROOMSTATE. */
  confirmsJoin: boolean;
  answersPing: boolean;
}

/**
 * Twitch chat's server side: IRC over WebSocket with CAP, NICK, JOIN, PING/PONG, tags and RECONNECT, on a free port of 127.0.0.1. It refuses what Twitch
 * refuses (commands before NICK, a PASS that is none) and can misbehave on request.
 */
export interface IrcServer {
  /** ws://127.0.0.1:port/ */
  readonly url: string;
  readonly behaviour: IrcBehaviour;
  /** Connections ever accepted. */
  readonly connections: number;
  /** Clients connected now. */
  readonly open: number;
  readonly paths: readonly string[];
  /** Every line that clients sent. */
  readonly received: readonly string[];
  /** Resolves when clients have joined `count` times in all. */
  joined(count: number): Promise<void>;
  /** Resolves when `count` connections were accepted in all. */
  connected(count: number): Promise<void>;
  /** Resolves when a client has sent such a line. */
  heard(predicate: (line: string) => boolean): Promise<void>;
  /** Resolves when no client is connected. */
  empty(): Promise<void>;
  /** Whole lines, each ended by CRLF, in one WebSocket message. */
  send(...lines: string[]): void;
  /** Exactly this as one text message. */
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
  /** Ends all connections with a close frame. */
  closeClients(code: number): void;
  /** Ends them as a lost network does. */
  dropClients(): void;
  /** Sends the first bytes of a WebSocket frame that holds `line`, then drops the connection. */
  dropMidLine(line: string): void;
  close(): Promise<void>;
}

const HOST = 'tmi.twitch.tv';

export async function createIrcServer(): Promise<IrcServer> {
  const behaviour: IrcBehaviour = { welcomes: true, confirmsJoin: true, answersPing: true };
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const paths: string[] = [];
  const received: string[] = [];
  let connections = 0;
  let joins = 0;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    connections += 1;
    paths.push(request.url ?? '');
    serve(socket, behaviour, {
      line(line) {
        received.push(line);
        changed();
      },
      joined() {
        joins += 1;
        changed();
      },
    });
    socket.on('error', () => {});
    socket.on('close', changed);
    changed();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const toAll = (task: (client: WebSocket) => void): void => {
    for (const client of sockets.clients) task(client);
  };

  return {
    url: `ws://127.0.0.1:${port}/`,
    behaviour,
    get connections() {
      return connections;
    },
    get open() {
      return [...sockets.clients].filter((client) => client.readyState === client.OPEN).length;
    },
    paths,
    received,
    joined: (count) => until(() => joins >= count),
    connected: (count) => until(() => connections >= count),
    heard: (predicate) => until(() => received.some(predicate)),
    empty: () => until(() => sockets.clients.size === 0),
    send: (...lines) => toAll((client) => client.send(lines.map((line) => `${line}\r\n`).join(''))),
    sendText: (text) => toAll((client) => client.send(text)),
    sendBinary: (bytes) => toAll((client) => client.send(bytes)),
    closeClients: (code) => toAll((client) => client.close(code)),
    dropClients: () => toAll((client) => client.terminate()),
    dropMidLine(line) {
      toAll((client) => {
        const bytes = Buffer.from(`${line}\r\n`);
        // A server frame: FIN + text, 16-bit length; only half of the promised bytes follow.
        const head = Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 255]);
        const raw = Reflect.get(client, '_socket');
        raw.write(Buffer.concat([head, bytes.subarray(0, bytes.length >> 1)]), () => raw.destroy());
      });
    },
    async close() {
      toAll((client) => client.terminate());
      await new Promise((resolve) => sockets.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** The server's side of one connection. */
function serve(socket: WebSocket, behaviour: IrcBehaviour, told: { line(line: string): void; joined(): void }): void {
  let nick = '';
  const reply = (...lines: string[]): void => socket.send(lines.map((line) => `${line}\r\n`).join(''));
  const answer = (line: string): void => {
    const [command = '', ...rest] = line.split(' ');
    const argument = rest.join(' ');
    if (command === 'CAP') reply(`:${HOST} CAP * ACK ${argument.replace(/^REQ /u, '')}`);
    else if (command === 'PASS' && argument.startsWith('oauth:')) reply(`:${HOST} NOTICE * :Login authentication failed`);
    else if (command === 'NICK') {
      nick = argument;
      if (!/^justinfan\d+$/u.test(nick)) reply(`:${HOST} NOTICE * :Improperly formatted auth`);
      else if (behaviour.welcomes) reply(...welcome(nick));
    } else if (command === 'JOIN' && nick !== '') {
      if (behaviour.confirmsJoin) {
        reply(...confirmation(nick, argument));
        told.joined();
      }
    } else if (command === 'PING' && behaviour.answersPing)
      reply(`:${HOST} PONG ${HOST}${argument === '' ? '' : ` ${argument}`}`);
  };
  socket.on('message', (data) => {
    for (const line of String(data).split(/\r?\n/u)) {
      if (line === '') continue;
      told.line(line);
      answer(line);
    }
  });
}

function welcome(nick: string): string[] {
  return [
    `:${HOST} 001 ${nick} :Welcome, GLHF!`,
    `:${HOST} 002 ${nick} :Your host is ${HOST}`,
    `:${HOST} 003 ${nick} :This server is rather new`,
    `:${HOST} 004 ${nick} :-`,
    `:${HOST} 375 ${nick} :-`,
    `:${HOST} 372 ${nick} :You are in a maze of twisty passages, all alike.`,
    `:${HOST} 376 ${nick} :>`,
  ];
}

function confirmation(nick: string, channel: string): string[] {
  const prefix = `:${nick}!${nick}@${nick}.${HOST}`;
  return [
    `${prefix} JOIN ${channel}`,
    `:${nick}.${HOST} 353 ${nick} = ${channel} :${nick}`,
    `:${nick}.${HOST} 366 ${nick} ${channel} :End of /NAMES list`,
    `@emote-only=0;followers-only=-1;r9k=0;room-id=700700;slow=0;subs-only=0 :${HOST} ROOMSTATE ${channel}`,
  ];
}

/** One chat line as Twitch writes it. */
export function chatLine(options: {
  readonly id: string;
  readonly text: string;
  readonly channel?: string;
  readonly login?: string;
  readonly userId?: string;
  readonly tags?: string;
}): string {
  const { id, text, channel = 'saltchan', login = 'icetea', userId = '4242', tags = '' } = options;
  const all = `@badge-info=;badges=;color=#1E90FF;display-name=${login};emotes=;first-msg=0;id=${id};mod=0;room-id=700700;subscriber=0;tmi-sent-ts=1767225600123;turbo=0;user-id=${userId};user-type=${tags}`;
  return `${all} :${login}!${login}@${login}.${HOST} PRIVMSG #${channel} :${text}`;
}
