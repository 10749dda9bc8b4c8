/** Ticks while the page may not: timers of a page in the background are slowed down to one a second and less, those of a worker are not. */
let timer: ReturnType<typeof setInterval> | undefined;

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  clearInterval(timer);
  timer = typeof event.data === 'number' && event.data > 0 ? setInterval(() => self.postMessage(0), event.data) : undefined;
});
