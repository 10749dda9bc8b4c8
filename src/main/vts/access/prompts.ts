import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { PluginPrompt } from '#shared/contract/plugins.ts';

export type PromptAnswer = 'allowed' | 'denied' | 'expired' | 'withdrawn';
export type NewPrompt = Omit<PluginPrompt, 'id' | 'askedAt' | 'expiresAt'>;

/** Questions of plugins that wait for the streamer. Bounded by those who ask (see `count`). */
export interface Prompts {
  readonly cell: Cell<readonly PluginPrompt[]>;
  /** Resolves with the decision; `withdrawn` when `signal` aborts, `expired` after `timeoutMs` (undefined: never). */
  ask(prompt: NewPrompt, signal: AbortSignal, timeoutMs?: number): Promise<PromptAnswer>;
  /** False: there is no such question any more. */
  decide(id: string, allow: boolean): boolean;
  count(kind: PluginPrompt['kind']): number;
  close(): void;
}

export function createPrompts(clock: Clock): Prompts {
  const cell = createCell<readonly PluginPrompt[]>([]);
  const open = new Map<string, (answer: PromptAnswer) => void>();

  return {
    cell,
    ask(prompt, signal, timeoutMs) {
      if (signal.aborted) return Promise.resolve('withdrawn');
      return new Promise((resolve) => {
        const id = randomBytes(8).toString('hex');
        const askedAt = clock.now();
        const withdraw = (): void => finish('withdrawn');
        const cancelTimer = timeoutMs === undefined ? undefined : clock.after(timeoutMs, () => finish('expired'));
        const finish = (answer: PromptAnswer): void => {
          if (!open.delete(id)) return;
          cancelTimer?.();
          signal.removeEventListener('abort', withdraw);
          cell.set(cell.get().filter((other) => other.id !== id));
          resolve(answer);
        };
        open.set(id, finish);
        signal.addEventListener('abort', withdraw, { once: true });
        cell.set([...cell.get(), { ...prompt, id, askedAt, expiresAt: timeoutMs === undefined ? null : askedAt + timeoutMs }]);
      });
    },
    decide(id, allow) {
      const finish = open.get(id);
      finish?.(allow ? 'allowed' : 'denied');
      return finish !== undefined;
    },
    count: (kind) => cell.get().filter((prompt) => prompt.kind === kind).length,
    close() {
      for (const finish of [...open.values()]) finish('withdrawn');
    },
  };
}
