import { StudioError } from '#shared/errors.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { Moment } from '../layers/moment.ts';
import { createAudioTime, type HeardClock, secondsFromFrame } from './heard-clock.ts';
import workletUrl from './playback.worklet.ts?worker&url';
import { PLAYBACK_PROCESSOR, type PlaybackAnchor } from './playback-messages.ts';

/** The page's side of the sound: makes the graph, hands out the wire to the worklet, and says what time the listener is at. */
export interface StageAudio {
  /** Whether the browser lets this page sound right now. */
  readonly canSound: boolean;
  /** From the worklet's output to the loudspeaker, ms. */
  readonly latencyMs: number;
  /** Writes the context's seconds at the listener's ear at the moment's page time. Smooth; allocates nothing. */
  hear(moment: Moment): void;
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
  /** Where it sounds; undefined: the system's default. */
  readonly deviceId?: string;
  onPort(port: MessagePort): void;
  onSoundChange(): void;
}

/** Throws where the browser has no AudioWorklet, or does not know the device. */
export async function createStageAudio(options: StageAudioOptions): Promise<StageAudio> {
  const context = new AudioContext({ sampleRate: PCM_SAMPLE_RATE_HZ, latencyHint: 'interactive' });
  if (options.deviceId !== undefined) await chooseDevice(context, options.deviceId);
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
    hear(moment) {
      moment.heardSeconds = audioTime(moment.nowMs / 1000, context.currentTime) - latencySeconds();
    },
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

/** Newer than the DOM's own types: `setSinkId` of an AudioContext. */
async function chooseDevice(context: AudioContext, deviceId: string): Promise<void> {
  const choose: unknown = Reflect.get(context, 'setSinkId');
  if (typeof choose !== 'function') throw new StudioError('unavailable', 'this browser cannot choose where it sounds');
  try {
    await Reflect.apply(choose, context, [deviceId]);
  } catch (cause) {
    await context.close();
    throw new StudioError('not-found', 'the sound device is not there: choose another', { cause });
  }
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
