import type { Page } from 'playwright-core';

/** What was on the picture in animation frames one after the other. */
export interface WatchedFrames {
  readonly frames: number;
  /** Frames in which not one pixel of an avatar was drawn. */
  readonly blank: number;
  /** Most pixels of 96 × 54 that differed clearly from the first frame. */
  readonly mostChanged: number;
  /** Most that were drawn further than two pixels from where anything was in the first frame: swaying reaches less far, an arm that rises more. */
  readonly mostReached: number;
}

declare global {
  interface Window {
    __frameWatch: { start(): void; read(): WatchedFrames };
  }
}

/**
 * Looks at the canvases of the stage at the end of every animation frame, when they are what the browser is about to compose. Canvases keep their picture
 * for that, so that frames in which nothing is drawn anew are seen as a viewer sees them. Must be called before the page loads.
 */
export async function installFrameWatch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, ...args: unknown[]) => unknown;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, wishes?: object) {
      return getContext.call(this, kind, kind.startsWith('webgl') ? { ...wishes, preserveDrawingBuffer: true } : wishes);
    } as typeof HTMLCanvasElement.prototype.getContext;
    const [width, height] = [96, 54];
    const small = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    let first: Uint8ClampedArray | undefined;
    const seen = { frames: 0, blank: 0, mostChanged: 0, mostReached: 0 };
    const wasNear = (pixel: number): boolean => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      for (let row = Math.max(0, y - 2); row <= Math.min(height - 1, y + 2); row++)
        for (let column = Math.max(0, x - 2); column <= Math.min(width - 1, x + 2); column++)
          if ((first?.[(row * width + column) * 4 + 3] ?? 0) > 0) return true;
      return false;
    };
    const look = (): void => {
      requestAnimationFrame(look);
      if (small === null || document.body === null) return;
      small.clearRect(0, 0, width, height);
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>('#picture canvas'))
        if (canvas.width > 0 && canvas.height > 0) small.drawImage(canvas, 0, 0, width, height);
      const { data } = small.getImageData(0, 0, width, height);
      first ??= data;
      let drawn = 0;
      let changed = 0;
      let reached = 0;
      for (let i = 0; i < data.length; i += 4) {
        if ((data[i + 3] ?? 0) > 0) drawn++;
        let apart = 0;
        for (let channel = 0; channel < 4; channel++)
          apart = Math.max(apart, Math.abs((data[i + channel] ?? 0) - (first[i + channel] ?? 0)));
        if (apart > 64) changed++;
        if ((data[i + 3] ?? 0) > 128 && !wasNear(i / 4)) reached++;
      }
      seen.frames++;
      if (drawn === 0) seen.blank++;
      seen.mostChanged = Math.max(seen.mostChanged, changed);
      seen.mostReached = Math.max(seen.mostReached, reached);
    };
    requestAnimationFrame(look);
    window.__frameWatch = {
      start() {
        first = undefined;
        Object.assign(seen, { frames: 0, blank: 0, mostChanged: 0, mostReached: 0 });
      },
      read: () => ({ ...seen }),
    };
  });
}

/** What was seen while `act` ran and for some frames after. */
export async function framesWhile(page: Page, act: () => Promise<unknown>, after = 10): Promise<WatchedFrames> {
  await page.evaluate(() => window.__frameWatch.start());
  await act();
  const { frames } = await page.evaluate(() => window.__frameWatch.read());
  await page.waitForFunction((wanted) => window.__frameWatch.read().frames >= wanted, frames + after, { timeout: 60_000 });
  return page.evaluate(() => window.__frameWatch.read());
}
