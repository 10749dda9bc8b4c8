import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { MotionOut } from '#shared/tracking/tracking-settings.ts';
import { createOscWriter } from '../osc.ts';
import { ifacialmocapText } from './ifacialmocap-text.ts';
import type { MotionOutput, OutputState } from './motion-output.ts';
import { openUdpSender, type UdpSender } from './udp-sender.ts';
import { createVmcFrame } from './vmc-messages.ts';

export interface OutputOptions {
  readonly settings: MotionOut;
  readonly clock: Clock;
  readonly ownPorts: () => ReadonlySet<number>;
  readonly report: (state: OutputState) => void;
}

const TRY_AGAIN_MS = 5000;

/** A performer for any marionette: OK, T, root, bones, expressions. */
export function createVmcOutput(options: OutputOptions): MotionOutput {
  const began = options.clock.now();
  const frame = createVmcFrame();
  const sender = createSteadySender(options);
  const writer = createOscWriter(options.settings.bundles, (bytes) => sender.send(bytes));
  return {
    send: (motion) => frame(motion, (options.clock.now() - began) / 1000, writer),
    close: () => sender.close(),
  };
}

/** As a phone with iFacialMocap would send it. Without a face it is silent, as the phone is. */
export function createIfacialmocapOutput(options: OutputOptions): MotionOutput {
  const sender = createSteadySender(options);
  let nth = 0;
  return {
    send({ found, face }) {
      if (!found) return;
      nth += 1;
      sender.send(Buffer.from(ifacialmocapText(face, nth), 'latin1'));
    },
    close: () => sender.close(),
  };
}

/** Opens the socket, again every five seconds where that fails, and says so. */
function createSteadySender({ settings, clock, ownPorts, report }: OutputOptions): UdpSender {
  let sender: UdpSender | undefined;
  let cancel: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  let opening = open();

  async function open(): Promise<void> {
    try {
      const opened = await openUdpSender({ address: settings.address, port: settings.port, ownPorts, onFailure });
      if (closing === undefined) sender = opened;
      else await opened.close();
      report({ state: 'sending', detail: '' });
    } catch (cause) {
      if (closing !== undefined) return;
      report({ state: 'failed', detail: messageFromUnknown(cause) });
      cancel = clock.after(TRY_AGAIN_MS, () => {
        opening = open();
      });
    }
  }
  function onFailure(problem: Error): void {
    report({
      state: 'failed',
      detail: `${settings.address}:${settings.port} cannot be reached (${problem.message}); correct the address.`,
    });
  }

  return {
    send: (bytes) => sender?.send(bytes),
    close() {
      cancel?.();
      closing ??= opening.then(() => sender?.close());
      return closing;
    },
  };
}
