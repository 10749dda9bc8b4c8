import type { Delegate } from './camera-messages.ts';

/** The first pictures of a new machine are slow and not counted. */
const WARM_UP = 10;
const COUNTED = 40;

/** Which of two ways is quicker, found out while both do the work in turn. */
export interface DelegateTrial {
  /** What one picture cost with the present one, ms. Says what to do next. */
  took(costMs: number): 'go-on' | 'try-cpu' | Delegate;
}

/** Begins with the graphics card; `try-cpu` when it is measured, then the winner once. */
export function createDelegateTrial(): DelegateTrial {
  const costs: Record<Delegate, number[]> = { gpu: [], cpu: [] };
  let present: Delegate = 'gpu';
  let seen = 0;
  return {
    took(costMs) {
      seen++;
      if (seen > WARM_UP) costs[present].push(costMs);
      if (costs[present].length < COUNTED) return 'go-on';
      if (present === 'cpu') return median(costs.gpu) < median(costs.cpu) ? 'gpu' : 'cpu';
      present = 'cpu';
      seen = 0;
      return 'try-cpu';
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Whether pictures are drawn by the processor, which makes the graphics card's way the slower one. */
export function drawsInSoftware(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return true;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = names === null ? '' : context.getParameter(names.UNMASKED_RENDERER_WEBGL);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/iu.test(String(renderer));
}
