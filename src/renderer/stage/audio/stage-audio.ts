import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import { createAudioTime, type HeardClock, secondsFromFrame } from './heard-clock.ts';
import workletUrl from './playback.worklet.ts?worker&url';
import { PLAYBACK_PROCESSOR, type PlaybackAnchor } from './playback-messages.ts';

/** The page's side of the sound: makes the graph, hands out the wire to the worklet, and says what time the listener is at. */
export interface StageAudio {
  /** Whether the browser lets this page sound right now. */
  readonly canSound: boolean;
  /** From the worklet's output to the loudspeaker, ms. */
  readonly latencyMs: number;
  /** Context seconds at the listener's ear at page time `pageSeconds`. Smooth; allocates nothing. */
  heardSeconds(pageSeconds: number): number;
  /** The same by the browser's own account of what the device plays, unsmoothed: for benches. */
  deviceSeconds(pageSeconds: number): number;
  /** Asks the browser again; call it from a click. */
  resume(): void;
  close(): Promise<void>;
}

export interface StageAudioOptions {
  readonly clock: HeardClock;
  /** In OBS sound is tapped before the device: there is no latency to allow for. */
  readonly tapped: boolean;
  onPort(port: MessagePort): void;
  onSoundChange(): void;
}

/** Throws where the browser has no AudioWorklet. */
export async function createStageAudio(options: StageAudioOptions): Promise<StageAudio> {
  const context = new AudioContext({ sampleRate: PCM_SAMPLE_RATE_HZ, latencyHint: 'interactive' });
  const audioTime = createAudioTime();
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, PLAYBACK_PROCESSOR, { numberOfInputs: 0, outputChannelCount: [1] });
  node.connect(context.destination);
  const wire = new MessageChannel();
  node.port.postMessage({ port: wire.port1 }, [wire.port1]);
  options.onPort(wire.port2);
  node.port.onmessage = (event: MessageEvent<PlaybackAnchor>) => addAnchor(options.clock, event.data);
  context.onstatechange = options.onSoundChange;

  const latencySeconds = (): number => (options.tapped ? 0 : context.outputLatency || context.baseLatency || 0);
  return {
    get canSound() {
      return context.state === 'running';
    },
    get latencyMs() {
      return latencySeconds() * 1000;
    },
    heardSeconds: (pageSeconds) => audioTime(pageSeconds, context.currentTime) - latencySeconds(),
    deviceSeconds(pageSeconds) {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      return contextTime + pageSeconds - performanceTime / 1000;
    },
    resume() {
      if (context.state !== 'running') context.resume().catch(() => undefined);
    },
    async close() {
      node.disconnect();
      if (context.state !== 'closed') await context.close();
    },
  };
}

function addAnchor(clock: HeardClock, anchor: PlaybackAnchor): void {
  clock.add({
    turnId: anchor.turnId,
    index: anchor.index,
    fromSeconds: secondsFromFrame(anchor.fromFrame),
    atSeconds: secondsFromFrame(anchor.frame),
    positionMs: secondsFromFrame(anchor.positionSample) * 1000,
    playing: anchor.playing,
    immediate: anchor.stopped,
  });
}
