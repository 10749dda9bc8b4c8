import type { CaptureState } from '#shared/hearing/capture-protocol.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import workletUrl from './capture.worklet.ts?worker&url';
import { CAPTURE_PROCESSOR, CAPTURE_RATE_HZ } from './capture-messages.ts';

export type MicrophoneWish = Pick<HearingSettings, 'deviceId' | 'echoCancellation' | 'noiseSuppression' | 'autoGain'>;

/** An open microphone whose sound goes to `port`. */
export interface OpenMicrophone {
  /** What the browser calls it. */
  readonly label: string;
  /** Chunks of `capture-messages.ts` come out here. */
  readonly port: MessagePort;
  readonly running: boolean;
  /** After a click: browsers hold sound back until then. */
  resume(): void;
  close(): void;
}

/** Rejects as `getUserMedia` does; `captureStateOf` says what that means. */
export async function openMicrophone(wish: MicrophoneWish, on: { ended(): void; changed(): void }): Promise<OpenMicrophone> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: constraintsOf(wish) });
  const context = new AudioContext({ sampleRate: CAPTURE_RATE_HZ, latencyHint: 'interactive' });
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, { numberOfOutputs: 0 });
    context.createMediaStreamSource(stream).connect(node);
    const wire = new MessageChannel();
    node.port.postMessage({ port: wire.port1 }, [wire.port1]);
    const [track] = stream.getAudioTracks();
    track?.addEventListener('ended', on.ended);
    context.onstatechange = on.changed;
    return {
      label: track?.label ?? '',
      port: wire.port2,
      get running() {
        return context.state === 'running';
      },
      resume() {
        if (context.state === 'suspended') context.resume().catch(() => undefined);
      },
      close() {
        track?.removeEventListener('ended', on.ended);
        context.onstatechange = null;
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function constraintsOf(wish: MicrophoneWish): MediaTrackConstraints {
  return {
    ...(wish.deviceId === '' ? {} : { deviceId: { exact: wish.deviceId } }),
    echoCancellation: wish.echoCancellation,
    noiseSuppression: wish.noiseSuppression === 'browser',
    autoGainControl: wish.autoGain,
    channelCount: 1,
  };
}

/** What a failure of `getUserMedia` means (Media Capture and Streams, section 10.3.1). */
export function captureStateOf(error: unknown): CaptureState {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-device';
  return 'failed';
}
