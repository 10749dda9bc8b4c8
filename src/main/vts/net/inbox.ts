import type { Clock } from '#main/platform/host.ts';
import type { VtsLimits } from './limits.ts';

/** What a plugin has sent and nobody has read yet, with its allowance: so many requests a second, large ones count for several. */
export interface Inbox {
  /** False: the bound is reached, the connection must end. */
  put(message: Buffer): boolean;
  /** undefined: empty. */
  take(): Buffer | undefined;
  readonly length: number;
  /** Ms until the next request may be read; 0: now. */
  waitMs(): number;
  clear(): void;
}

export function createInbox(limits: VtsLimits, clock: Clock): Inbox {
  let messages: Buffer[] = [];
  let head = 0;
  let bytes = 0;
  let credit = limits.requestBurst;
  let creditAt = clock.now();

  const refill = (): void => {
    const now = clock.now();
    credit = Math.min(limits.requestBurst, credit + (Math.max(0, now - creditAt) / 1000) * limits.requestsPerSecond);
    creditAt = now;
  };

  return {
    put(message) {
      if (messages.length - head >= limits.queueMost || bytes + message.byteLength > limits.queueBytes) return false;
      messages.push(message);
      bytes += message.byteLength;
      return true;
    },
    take() {
      const message = messages[head];
      if (message === undefined) return undefined;
      head += 1;
      bytes -= message.byteLength;
      if (head >= 1024 || head === messages.length) {
        messages = messages.slice(head);
        head = 0;
      }
      credit -= 1 + Math.floor(message.byteLength / limits.bytesPerRequest);
      return message;
    },
    get length() {
      return messages.length - head;
    },
    waitMs() {
      refill();
      return credit >= 1 ? 0 : Math.ceil(((1 - credit) / limits.requestsPerSecond) * 1000);
    },
    clear() {
      messages = [];
      head = 0;
      bytes = 0;
    },
  };
}
