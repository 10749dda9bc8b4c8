import { z } from 'zod';
import { messageFromUnknown } from '#shared/errors.ts';
import type { CaptureChunk, FromEars, ToEars } from './capture-messages.ts';
import { createDenoiser, type Denoiser } from './denoiser.ts';
import { createEarsLink } from './ears-link.ts';
import { createFrameCutter } from './frame-cutter.ts';
import { openBrowserSocket } from './lasting-socket.ts';

// NOTICE: zod probes for `new Function`, which the page's content policy reports as a violation; without the probe it parses the same.
z.config({ jitless: true });

/** Worklet → (RNNoise) → 16 kHz → socket, in a thread of its own, so that a page in the background listens as well as one in view. */
const tellPage = (message: FromEars): void => self.postMessage(message);
const link = createEarsLink({
  openSocket: openBrowserSocket,
  random: Math.random,
  after: (delayMs, run) => void setTimeout(run, delayMs),
  tellPage,
  report: (problem) => console.warn(problem),
});
let wire: MessagePort | undefined;
let denoiser: Denoiser | undefined;

function takeSound(port: MessagePort, denoise: boolean): void {
  closeSound();
  wire = port;
  const cutter = createFrameCutter(link.frame);
  port.onmessage = ({ data }: MessageEvent<CaptureChunk>) => {
    denoiser?.process(data.samples);
    cutter.push(data);
  };
  if (denoise) void loadDenoiser(port);
}

async function loadDenoiser(mine: MessagePort): Promise<void> {
  try {
    const made = await createDenoiser();
    if (wire === mine) denoiser = made;
    else made.close();
  } catch (error) {
    tellPage({ type: 'denoise-failed', reason: messageFromUnknown(error) });
  }
}

function closeSound(): void {
  wire?.close();
  wire = undefined;
  denoiser?.close();
  denoiser = undefined;
}

self.onmessage = ({ data }: MessageEvent<ToEars>) => {
  if (data.type === 'open') link.open(data.url);
  else if (data.type === 'sound') takeSound(data.port, data.denoise);
  else if (data.type === 'state') link.state(data);
  else {
    closeSound();
    link.close();
  }
};
