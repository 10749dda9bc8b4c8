import { messageFromUnknown } from '#shared/errors.ts';
import type { CaptureState } from '#shared/hearing/capture-protocol.ts';
import type { FromEars, ToEars } from './capture-messages.ts';
import { captureStateOf, type MicrophoneWish, type OpenMicrophone, openMicrophone } from './open-microphone.ts';

/** What this page does with the microphone. */
export interface MicrophoneState {
  /** off: not wanted; displaced: another page has it. */
  readonly state: CaptureState | 'off' | 'displaced';
  readonly device: string;
  /** For the log and for people who look closer. */
  readonly detail: string;
  /** RNNoise was wanted and did not load. */
  readonly denoiseFailed: boolean;
}

export interface Microphone {
  /** Undefined: let go of it. The same wish again changes nothing. */
  use(wish: MicrophoneWish | undefined): void;
  /** From another page back to this one, or once more after a failure. */
  takeBack(): void;
  close(): void;
}

export interface MicrophoneOptions {
  readonly socketUrl: string;
  readonly onState: (state: MicrophoneState) => void;
}

const OFF: MicrophoneState = { state: 'off', device: '', detail: '', denoiseFailed: false };

/**
 * Opens the microphone and sends its sound to her ears.
 *
 *   off ──wish──► starting ──► capturing ⇄ suspended      capturing ──unplugged──► lost ──device is back──► starting
 *                    └──► refused | no-device | failed      any ──another page──► displaced ──take back──► starting
 */
export function createMicrophone(options: MicrophoneOptions): Microphone {
  let worker: Worker | undefined;
  let open: OpenMicrophone | undefined;
  let wish: MicrophoneWish | undefined;
  let state = OFF;
  /** Rises with every change of mind: what was begun under an older one is thrown away. */
  let attempt = 0;

  function show(next: Partial<MicrophoneState>): void {
    state = { ...state, ...next };
    options.onState(state);
    if (state.state === 'off' || state.state === 'displaced') return;
    tell({ type: 'state', state: state.state, device: state.device.slice(0, 300), detail: state.detail.slice(0, 500) });
  }
  const tell = (message: ToEars, transfer: Transferable[] = []): void => worker?.postMessage(message, transfer);

  function connect(): void {
    if (worker) return;
    worker = new Worker(new URL('./ears.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromEars>) => {
      if (data.type === 'displaced') displaced();
      else if (data.type === 'denoise-failed') show({ denoiseFailed: true, detail: data.reason });
    };
    tell({ type: 'open', url: options.socketUrl });
  }

  function disconnect(): void {
    attempt++;
    open?.close();
    open = undefined;
    tell({ type: 'close' });
    worker?.terminate();
    worker = undefined;
  }

  function displaced(): void {
    disconnect();
    show({ ...OFF, state: 'displaced' });
  }

  async function start(): Promise<void> {
    const mine = ++attempt;
    open?.close();
    open = undefined;
    if (!wish) return;
    const wanted = wish;
    connect();
    show({ ...OFF, state: 'starting' });
    try {
      const made = await openMicrophone(wanted, { ended: lost, changed });
      if (mine !== attempt) return made.close();
      open = made;
      tell({ type: 'sound', port: made.port, denoise: wanted.noiseSuppression === 'rnnoise' }, [made.port]);
      show({ device: made.label, state: made.running ? 'capturing' : 'suspended' });
    } catch (error) {
      if (mine === attempt) show({ state: captureStateOf(error), detail: messageFromUnknown(error) });
    }
  }

  function changed(): void {
    if (open) show({ state: open.running ? 'capturing' : 'suspended' });
  }
  function lost(): void {
    open?.close();
    open = undefined;
    show({ state: 'lost' });
  }
  /** A device that comes back is taken up again without a click. */
  function devicesChanged(): void {
    if (wish && (state.state === 'lost' || state.state === 'no-device')) void start();
  }
  const resume = (): void => open?.resume();

  const gestures = ['pointerdown', 'keydown'] as const;
  for (const gesture of gestures) window.addEventListener(gesture, resume);
  navigator.mediaDevices?.addEventListener('devicechange', devicesChanged);
  return {
    use(next) {
      const same = JSON.stringify(next) === JSON.stringify(wish);
      if (same) return;
      wish = next;
      if (next === undefined) {
        disconnect();
        show(OFF);
      } else if (state.state !== 'displaced') void start();
    },
    takeBack: () => void start(),
    close() {
      for (const gesture of gestures) window.removeEventListener(gesture, resume);
      navigator.mediaDevices?.removeEventListener('devicechange', devicesChanged);
      wish = undefined;
      disconnect();
    },
  };
}
