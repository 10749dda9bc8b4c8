import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import {
  type FromPlayback,
  PLAYBACK_PROCESSOR,
  type PlaybackAnchor,
  type PlaybackPort,
  type Playhead,
  type ToPlayback,
} from './playback-messages.ts';
import { PlaybackQueue } from './playback-queue.ts';

// AudioWorkletGlobalScope is in none of TypeScript's libraries.
declare const currentFrame: number;
declare const registerProcessor: (name: string, processor: new () => AudioWorkletProcessor) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** 90 s of sound may wait. */
const CAPACITY_SAMPLES = 90 * PCM_SAMPLE_RATE_HZ;
/** 4 ms: short enough to be silence at once, long enough not to click. */
const FADE_SAMPLES = 192;
/** Blocks of 128 samples between two playheads: 48 ms. */
const PLAYHEAD_BLOCKS = 18;

/**
 * Plays what the link worker sends over a port of its own, so that neither sound nor stop ever waits for the page's main thread.
 * Tells the page (node port) where the sound's lines begin, and the worker all that the studio wants to know.
 */
class PlaybackProcessor extends AudioWorkletProcessor {
  private link: MessagePort | undefined;
  private blocks = 0;
  private reported = 0;
  private stopped = false;
  private readonly queue = new PlaybackQueue(
    {
      audible: (turnId, index) => this.tell({ type: 'audible', turnId, index, atMs: Date.now() }),
      finished: (turnId, index) => this.tell({ type: 'finished', turnId, index }),
      stopped: (turnId, index, positionSample) => {
        this.stopped = index >= 0;
        this.tell({ type: 'stopped', turnId, index, positionSample, atMs: Date.now() });
      },
    },
    { capacitySamples: CAPACITY_SAMPLES, fadeSamples: FADE_SAMPLES },
  );
  // Both are posted again and again (posting copies), so that the audio thread makes no garbage of its own.
  private readonly playhead: Playhead = {
    type: 'playhead',
    turnId: -1,
    index: -1,
    positionSample: 0,
    playing: false,
    underruns: 0,
    lateFrames: 0,
  };
  private readonly anchor: PlaybackAnchor = {
    turnId: -1,
    index: -1,
    fromFrame: 0,
    frame: 0,
    positionSample: 0,
    playing: false,
    stopped: false,
  };

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<PlaybackPort>) => {
      this.link?.close();
      this.link = event.data.port;
      this.link.onmessage = (message: MessageEvent<ToPlayback>) => this.receive(message.data);
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]?.[0];
    if (out === undefined) return true;
    const { queue } = this;
    const wasPlaying = queue.playing;
    queue.render(out);
    if (queue.discontinuities !== this.reported) this.postAnchor();
    this.blocks++;
    if (queue.playing ? this.blocks >= PLAYHEAD_BLOCKS : wasPlaying) this.postPlayhead();
    return true;
  }

  private receive(message: ToPlayback): void {
    const { queue } = this;
    if (message.type === 'stop') queue.stop(message.turnId);
    else if (message.type === 'pcm') queue.push(message.turnId, message.index, message.startSample, message.samples);
    else if (message.type === 'open') queue.open(message.turnId, message.index, message.startSample);
    else if (message.type === 'end') queue.end(message.turnId, message.index, message.totalSamples);
    else if (message.type === 'volume') queue.volume = message.volume;
    else if (message.type === 'clear') queue.clear();
    else queue.reset();
  }

  private postAnchor(): void {
    const { anchor, queue } = this;
    this.reported = queue.discontinuities;
    anchor.turnId = queue.turnId;
    anchor.index = queue.index;
    anchor.frame = currentFrame + queue.renderedOffset;
    anchor.fromFrame = currentFrame + queue.lineOffset;
    anchor.positionSample = queue.positionSample;
    anchor.playing = queue.playing;
    anchor.stopped = this.stopped;
    this.stopped = false;
    this.port.postMessage(anchor);
  }

  private postPlayhead(): void {
    const { playhead, queue } = this;
    this.blocks = 0;
    playhead.turnId = queue.turnId;
    playhead.index = queue.index;
    playhead.positionSample = queue.positionSample;
    playhead.playing = queue.playing;
    playhead.underruns = queue.underruns;
    playhead.lateFrames = queue.lateFrames;
    this.tell(playhead);
  }

  private tell(message: FromPlayback): void {
    this.link?.postMessage(message);
  }
}

registerProcessor(PLAYBACK_PROCESSOR, PlaybackProcessor);
