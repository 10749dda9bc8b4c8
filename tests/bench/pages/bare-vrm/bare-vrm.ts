import { createBareVrm } from './bare-vrm-loop.ts';

async function main(): Promise<void> {
  const step = await createBareVrm('/avatars/default.vrm');
  let last = performance.now();
  const frame = (now: number): void => {
    requestAnimationFrame(frame);
    const dt = Math.min(0.1, (now - last) / 1000);
    last = now;
    step(dt, now);
  };
  requestAnimationFrame(frame);
}

void main();
