import { type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import type { Logger } from '#main/platform/logger.ts';
import type { OwnOrigins } from './navigation-policy.ts';
import { isStudioPage } from './permission-policy.ts';

const WANT_PORT = 'yingxi:want-port';
const PORT = 'yingxi:port';
/** A page needs one; a reload leaves the old one behind until its closing arrives. */
const MAX_OPEN_PORTS = 4;

/**
 * Gives the studio page a port to the core. The page asks through its preload; only the top frame of the studio window, showing the studio page of our own
 * origin, gets an answer. The oldest port closes when there are too many. Returns the end of the broker.
 */
export function startPortBroker(options: {
  readonly isStudioWindow: (contents: WebContents) => boolean;
  readonly ownOrigins: () => OwnOrigins;
  readonly bindPort: (port: MessagePortMain) => void;
  readonly logger: Logger;
}): () => void {
  const open: MessagePortMain[] = [];

  const answer = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    const allowed =
      frame !== null &&
      frame.parent === null &&
      options.isStudioWindow(event.sender) &&
      isStudioPage(frame.url, options.ownOrigins());
    if (!allowed) {
      options.logger.warn('a page that is not the studio asked for a port to the core; refused');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    open.push(port1);
    port1.once('close', () => {
      const index = open.indexOf(port1);
      if (index >= 0) open.splice(index, 1);
    });
    if (open.length > MAX_OPEN_PORTS) open[0]?.close();
    options.bindPort(port1);
    frame.postMessage(PORT, null, [port2]);
  };

  ipcMain.on(WANT_PORT, answer);
  return () => {
    ipcMain.off(WANT_PORT, answer);
    for (const port of open.splice(0)) port.close();
  };
}
