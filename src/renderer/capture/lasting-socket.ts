import { messageFromUnknown } from '#shared/errors.ts';

/** What a link needs of a WebSocket. */
export interface LinkSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that the network has not taken yet. */
  readonly bufferedAmount: number;
  close(): void;
}
export interface LinkSocketEvents {
  opened(): void;
  message(data: unknown): void;
  closed(): void;
}
export interface LinkWorld {
  openSocket(url: string, events: LinkSocketEvents): LinkSocket;
  random(): number;
  after(delayMs: number, run: () => void): void;
}
export interface LastingSocketEvents {
  opened(socket: LinkSocket): void;
  /** It is gone and will be tried again. */
  lost(): void;
  /** One message of the studio, parsed; what this throws is told as a problem. */
  message(message: unknown): void;
  problem(text: string): void;
}

/** A socket of a page to the studio: connecting → open → (lost → connecting …) until it is closed. */
export interface LastingSocket {
  open(url: string): void;
  /** The socket while it is open. */
  current(): LinkSocket | undefined;
  close(): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 3000;

export function createLastingSocket(world: LinkWorld, events: LastingSocketEvents): LastingSocket {
  let url = '';
  let socket: LinkSocket | undefined;
  let isOpen = false;
  let isOver = true;
  let attempt = 0;

  function connect(): void {
    if (isOver || socket !== undefined) return;
    const opened = world.openSocket(url, {
      opened() {
        if (socket !== opened) return;
        isOpen = true;
        attempt = 0;
        events.opened(opened);
      },
      message(data) {
        if (socket === opened) receive(data);
      },
      closed() {
        if (socket === opened) lost();
      },
    });
    socket = opened;
  }

  function lost(): void {
    socket = undefined;
    isOpen = false;
    if (isOver) return;
    events.lost();
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt++);
    world.after(longest * (0.5 + world.random() / 2), connect);
  }

  function receive(data: unknown): void {
    try {
      events.message(JSON.parse(String(data)));
    } catch (error) {
      events.problem(`a message of the studio could not be read and was left out: ${messageFromUnknown(error)}`);
    }
  }

  function close(): void {
    isOver = true;
    isOpen = false;
    const closing = socket;
    socket = undefined;
    closing?.close();
  }

  return {
    open(next) {
      close();
      url = next;
      isOver = false;
      attempt = 0;
      connect();
    },
    current: () => (isOpen ? socket : undefined),
    close,
  };
}

/** The browser's own socket, for pages and workers. */
export function openBrowserSocket(url: string, events: LinkSocketEvents): LinkSocket {
  const socket = new WebSocket(url);
  socket.onopen = () => events.opened();
  socket.onmessage = (event) => events.message(event.data);
  socket.onclose = () => events.closed();
  return socket;
}
