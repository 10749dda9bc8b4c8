/** Pixels of a thumbnail: 3 : 4, as the cards show it. */
const WIDTH = 240;
const HEIGHT = 320;
/** Share of the picture that she must fill, so that no empty frame is kept. */
const LEAST_DRAWN = 0.02;
/** Browser frames to look at: at 60 Hz and the lowest rate of drawing, two that were drawn. */
const FRAMES = 24;

interface Snapshot {
  readonly modelId: string | null;
}
interface StageHandle {
  snapshot(): Snapshot;
}

/** A picture of `modelId` as base64 PNG, from the stage page in `frame`; undefined while it does not show it. */
export function photograph(frame: HTMLIFrameElement, modelId: string): Promise<string | undefined> {
  const page = frame.contentWindow;
  const stage: unknown = page === null ? undefined : Reflect.get(page, 'yingxiStage');
  if (page === null || !isStage(stage) || stage.snapshot().modelId !== modelId) return Promise.resolve(undefined);
  // Within the frame that drew it: afterwards the browser has taken the picture away. A slow machine draws only some of the browser's frames.
  return new Promise((resolve) => {
    let left = FRAMES;
    const look = (): void => {
      const canvas = largestCanvas(frame.contentDocument);
      const png = canvas === undefined ? undefined : pngFromCanvas(canvas);
      left -= 1;
      if (png !== undefined || left === 0) resolve(png);
      else page.requestAnimationFrame(look);
    };
    page.requestAnimationFrame(look);
  });
}

function isStage(value: unknown): value is StageHandle {
  return typeof value === 'object' && value !== null && 'snapshot' in value && typeof value.snapshot === 'function';
}

function largestCanvas(document: Document | null): HTMLCanvasElement | undefined {
  const all = [...(document?.querySelectorAll('canvas') ?? [])];
  return all.sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

function pngFromCanvas(source: HTMLCanvasElement): string | undefined {
  const target = document.createElement('canvas');
  target.width = WIDTH;
  target.height = HEIGHT;
  const context = target.getContext('2d', { willReadFrequently: true });
  if (context === null || source.width === 0 || source.height === 0) return undefined;
  const scale = Math.max(WIDTH / source.width, HEIGHT / source.height);
  const [width, height] = [source.width * scale, source.height * scale];
  context.drawImage(source, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 128) drawn += 1;
  if (drawn < WIDTH * HEIGHT * LEAST_DRAWN) return undefined;
  return target.toDataURL('image/png').replace(/^data:image\/png;base64,/u, '');
}
