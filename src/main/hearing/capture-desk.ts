import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { MicrophoneFrame } from '#shared/frames/microphone-frame.ts';
import type { CaptureState } from '#shared/hearing/capture-protocol.ts';
import type { AttachEars, EarsSocket } from './ears.types.ts';

/** The pages that offer a microphone. One captures: the last that came. */
export interface CaptureDesk {
  readonly attach: AttachEars;
  /** Of the page that captures; undefined: there is none. */
  readonly state: CaptureState | undefined;
  readonly device: string;
  /** Frames that came too late to be of use. */
  readonly late: number;
  close(): void;
}

export interface CaptureDeskOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Sound of the page that captures, in order. */
  readonly onFrame: (frame: MicrophoneFrame) => void;
  readonly onChange: () => void;
}

interface Page {
  readonly socket: EarsSocket;
  state: CaptureState;
  device: string;
}

/** Older sound is given up: after a pause of the program the newest words count. */
const TOO_LATE_MS = 3000;

export function createCaptureDesk(options: CaptureDeskOptions): CaptureDesk {
  const { clock, logger } = options;
  let current: Page | undefined;
  let late = 0;

  function take(page: Page): void {
    current?.socket.send({ type: 'displaced' });
    current = page;
    page.socket.send({ type: 'listen' });
    options.onChange();
  }

  return {
    attach(socket) {
      const page: Page = { socket, state: 'starting', device: '' };
      take(page);
      return {
        receive({ state, device, detail }) {
          if (page.state !== state) logger.info('the microphone', { state, device, detail });
          page.state = state;
          page.device = device;
          if (page === current) options.onChange();
        },
        frame(frame) {
          if (page !== current) return;
          if (clock.now() - frame.sourceTimeMs > TOO_LATE_MS) late++;
          else options.onFrame(frame);
        },
        closed() {
          if (page !== current) return;
          current = undefined;
          options.onChange();
        },
      };
    },
    get state() {
      return current?.state;
    },
    get device() {
      return current?.device ?? '';
    },
    get late() {
      return late;
    },
    close() {
      current?.socket.close('the studio closes');
      current = undefined;
    },
  };
}
