import { CAPTURE_CHUNK, CAPTURE_PROCESSOR, type CaptureChunk } from './capture-messages.ts';

// AudioWorkletGlobalScope is in none of TypeScript's libraries.
declare const currentFrame: number;
declare const sampleRate: number;
declare const registerProcessor: (name: string, processor: new () => AudioWorkletProcessor) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** How fast the earliest anchor is forgotten, ms a chunk: the device's clock drifts against the wall's. */
const CREEP_MS = 0.002;

/** Hands the microphone's sound to the worker in chunks of 10 ms, over a port of its own: the page's main thread has no part in it. */
class CaptureProcessor extends AudioWorkletProcessor {
  private link: MessagePort | undefined;
  private samples = new Float32Array(CAPTURE_CHUNK);
  private filled = 0;
  /** Wall clock at frame 0. Blocks come late by a varying few milliseconds, never early: the earliest tells the truth. */
  private anchorMs = Number.POSITIVE_INFINITY;

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<{ readonly port: MessagePort }>) => {
      this.link?.close();
      this.link = event.data.port;
    };
  }

  process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0] ?? [];
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      if (this.filled === 0) this.anchor();
      let sum = 0;
      for (const channel of channels) sum += channel[i] ?? 0;
      this.samples[this.filled++] = sum / channels.length;
      if (this.filled === CAPTURE_CHUNK) this.hand(currentFrame + i + 1 - CAPTURE_CHUNK);
    }
    return true;
  }

  private anchor(): void {
    this.anchorMs = Math.min(this.anchorMs + CREEP_MS, Date.now() - (currentFrame / sampleRate) * 1000);
  }

  private hand(firstFrame: number): void {
    this.filled = 0;
    const chunk: CaptureChunk = { atMs: this.anchorMs + (firstFrame / sampleRate) * 1000, samples: this.samples };
    // Posting copies, so the buffer can be filled anew.
    this.link?.postMessage(chunk);
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
