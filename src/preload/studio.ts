import { ipcRenderer } from 'electron';

/**
 * Runs isolated beside the studio page and hands it one MessagePort to the core, nothing else.
 * page:    window.postMessage('yingxi:want-port', location.origin)
 * preload: asks the main process, which checks who asks, and passes its answer on as
 *          window.postMessage('yingxi:port', location.origin, [port]).
 * The page may ask again after it lost a port.
 */
interface PageWindow {
  readonly location: { readonly origin: string };
  addEventListener(type: 'message', listener: (event: PageMessage) => void): void;
  postMessage(message: unknown, targetOrigin: string, transfer?: readonly unknown[]): void;
}
interface PageMessage {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}
declare const window: PageWindow;

window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.location.origin || event.data !== 'yingxi:want-port') return;
  ipcRenderer.send('yingxi:want-port');
});

ipcRenderer.on('yingxi:port', (event) => {
  window.postMessage('yingxi:port', window.location.origin, event.ports);
});
