import type { Settings } from '#shared/settings/settings.ts';
import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';
import type { BindingSide } from './binding-side.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host, Hotkey } from './platform/host.ts';

export interface GlobalKeysOptions {
  readonly host: Pick<Host, 'globalHotkeys'>;
  readonly settings: () => Settings['hotkeys'];
  /** Keys of other parts, as they are wanted now. */
  readonly others: () => readonly Hotkey[];
  readonly bindings: Pick<BindingSide, 'register'>;
  readonly board: HealthBoardStore;
  stop(): void;
  panic(): void;
  express(emotion: Emotion): void;
}

/** Asks the system for all keys that should work everywhere, and says which of them another program holds. */
export function registerGlobalKeys(options: GlobalKeysOptions): void {
  if (!options.host.globalHotkeys) return;
  const { stop, panic, expressions } = options.settings();
  const hotkeys: Hotkey[] = stop === '' ? [] : [{ accelerator: stop, action: 'stop', run: options.stop }];
  if (panic !== '') hotkeys.push({ accelerator: panic, action: 'panic', run: options.panic });
  for (const emotion of EMOTIONS) {
    const accelerator = expressions[emotion];
    if (accelerator) hotkeys.push({ accelerator, action: emotion, run: () => options.express(emotion) });
  }
  hotkeys.push(...options.others());
  const refused = options.bindings.register(hotkeys);
  options.board.report(
    'hotkeys',
    refused.length === 0
      ? { status: 'ready' }
      : {
          status: 'degraded',
          reason: 'hotkeys-taken',
          message: `Another program holds ${refused.map((key) => key.accelerator).join(', ')}. Choose other keys in the settings.`,
        },
  );
}
