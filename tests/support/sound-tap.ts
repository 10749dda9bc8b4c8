import type { Page } from 'playwright-core';

/** A stretch of sound as it left the page for the device. Times are ms since the epoch, taken on the audio thread. */
export interface SoundStretch {
  readonly startMs: number;
  /** undefined while it sounds. */
  readonly endMs: number | undefined;
  readonly peak: number;
  readonly samples: number;
}

declare global {
  interface Window {
    __soundTap: { stretches(): SoundStretch[]; keepSamples(on: boolean): void; samples(): number[] };
  }
}

/**
 * Independent of the product: whatever a page connects to the audio destination also runs through a recorder of ours, so a test hears what a
 * viewer would. Silence within speech shorter than 60 ms does not split a stretch. Must be called before the page loads.
 */
export async function installSoundTap(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const processor = `
      class Tap extends AudioWorkletProcessor {
        constructor() { super(); this.keep = false; this.port.onmessage = (e) => { this.keep = e.data; }; this.on = false; this.start = 0; this.last = 0; this.peak = 0; this.count = 0; }
        process(inputs) {
          const channel = inputs[0][0];
          let peak = 0;
          if (channel) for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]));
          const now = Date.now();
          if (peak > 0) {
            if (!this.on) { this.on = true; this.start = now; this.peak = 0; this.count = 0; this.port.postMessage({ type: 'start', at: now }); }
            this.last = now; this.peak = Math.max(this.peak, peak);
            for (let i = 0; i < channel.length; i++) if (channel[i] !== 0) this.count++;
          } else if (this.on && now - this.last > 60) {
            this.on = false;
            this.port.postMessage({ type: 'end', at: this.last, peak: this.peak, count: this.count });
          }
          if (channel && this.keep) this.port.postMessage({ type: 'pcm', samples: channel.slice() });
          return true;
        }
      }
      registerProcessor('sound-tap', Tap);`;
    const stretches: { startMs: number; endMs: number | undefined; peak: number; samples: number }[] = [];
    const kept: number[] = [];
    const nodes: AudioWorkletNode[] = [];
    window.__soundTap = {
      stretches: () => stretches,
      keepSamples(on) {
        if (on) kept.length = 0;
        for (const node of nodes) node.port.postMessage(on);
      },
      samples: () => kept,
    };
    const taps = new WeakMap<BaseAudioContext, Promise<AudioWorkletNode>>();
    const tapOf = (context: BaseAudioContext): Promise<AudioWorkletNode> => {
      const known = taps.get(context);
      if (known) return known;
      const url = URL.createObjectURL(new Blob([processor], { type: 'text/javascript' }));
      const tap = context.audioWorklet.addModule(url).then(() => {
        const node = new AudioWorkletNode(context, 'sound-tap', { numberOfOutputs: 0 });
        node.port.onmessage = ({ data }) => {
          if (data.type === 'start') stretches.push({ startMs: data.at, endMs: undefined, peak: 0, samples: 0 });
          else if (data.type === 'end') {
            const last = stretches.at(-1);
            if (last) Object.assign(last, { endMs: data.at, peak: data.peak, samples: data.count });
          } else for (const sample of data.samples) kept.push(sample);
        };
        nodes.push(node);
        return node;
      });
      taps.set(context, tap);
      return tap;
    };
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) void tapOf(this.context).then((tap) => connect.call(this, tap));
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
  });
}
