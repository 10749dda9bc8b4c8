import type { Clock } from '#main/platform/host.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import type { Hearing, PhoneTalk } from './hearing.types.ts';

export interface PhoneTalkOptions {
  readonly hearing: Pick<Hearing, 'view' | 'talk'>;
  readonly settings: () => Pick<HearingSettings, 'enabled' | 'mode'>;
  readonly clock: Clock;
}

/** A phone says every two seconds that it still holds; after this long without a word it is gone. */
export const PHONE_GONE_MS = 5000;

export function createPhoneTalk({ hearing, settings, clock }: PhoneTalkOptions): PhoneTalk {
  let cancel: (() => void) | undefined;

  function letGo(): void {
    if (cancel === undefined) return;
    cancel();
    cancel = undefined;
    hearing.talk(false);
  }

  return {
    state() {
      const { enabled, mode } = settings();
      if (!enabled || mode !== 'push-to-talk') return 'off';
      if (hearing.view.get().capture !== 'capturing') return 'no-microphone';
      return cancel === undefined ? 'ready' : 'held';
    },
    onChange: (listener) => hearing.view.subscribe(listener),
    hold(held) {
      if (!held) {
        letGo();
        return;
      }
      const isNew = cancel === undefined;
      cancel?.();
      cancel = clock.after(PHONE_GONE_MS, letGo);
      if (isNew) hearing.talk(true);
    },
    close: letGo,
  };
}
