import { createBareVrm } from '../bare-vrm/bare-vrm-loop.ts';

/**
 * One loop that draws a model: `?side=ours` or `?side=bare`, with `format` and `model` (a path). It stands still until it is told to measure, so that
 * two pages can take turns.
 */
type Step = (dt: number, nowMs: number) => void;

declare global {
  interface Window {
    rigCost?: {
      /** Draws `frames` of the browser's frames; milliseconds of script in each, without those inside the fake Core. */
      measure(frames: number): Promise<{ ms: number[]; coreMs: number }>;
      /** Does `frames` steps as fast as it can, so that the compiler has done its work. */
      warmUp(frames: number): Promise<void>;
      failed?: string;
    };
    /** Time spent in the fake Cubism Core so far; its script counts. */
    coreMs?: number;
  }
}

/** Springs and physics get the same work in every frame. */
const DT = 1 / 60;

async function createStep(side: string | null, format: string, model: string): Promise<Step> {
  if (side === 'ours') return (await import('./our-loop.ts')).createOurs(format, model, '/core.js');
  if (format === 'vrm') return createBareVrm(model);
  if (format === 'live2d') return (await import('./bare-live2d-loop.ts')).createBareLive2d(model, '/core.js');
  return (await import('./bare-pixi-loop.ts')).createBarePixi(format, model);
}

async function main(): Promise<void> {
  const query = new URL(location.href).searchParams;
  const step = await createStep(query.get('side'), query.get('format') ?? '', query.get('model') ?? '');
  const measure = (frames: number): Promise<{ ms: number[]; coreMs: number }> =>
    new Promise((resolve) => {
      const times = new Float64Array(frames);
      const coreBefore = window.coreMs ?? 0;
      let at = 0;
      const frame = (now: number): void => {
        if (at === frames) {
          resolve({ ms: [...times], coreMs: ((window.coreMs ?? 0) - coreBefore) / frames });
          return;
        }
        requestAnimationFrame(frame);
        const coreStart = window.coreMs ?? 0;
        const start = performance.now();
        step(DT, now);
        times[at++] = performance.now() - start - ((window.coreMs ?? 0) - coreStart);
        performance.mark('drawn');
      };
      requestAnimationFrame(frame);
    });
  const warmUp = async (frames: number): Promise<void> => {
    for (let at = 0; at < frames; at++) {
      step(DT, performance.now());
      // The graphics process keeps up, and the compiler gets its turn.
      if (at % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await measure(30);
  window.rigCost = { measure, warmUp };
}

main().catch((error: unknown) => {
  window.rigCost = {
    measure: () => Promise.reject(error),
    warmUp: () => Promise.reject(error),
    failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
});
