import { useEffect } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { matchesAccelerator } from '../../hotkeys/accelerator.ts';
import { IS_MAC } from '../../hotkeys/platform.ts';

/** The talk key while this page has the focus: held as long as it is down. Where the system takes the key first, the page never sees it. */
export function useTalkKey(client: Pick<StudioApi, 'hearing'>, settings: HearingSettings): void {
  const { enabled, mode, pushToTalkKey } = settings;
  useEffect(() => {
    if (!enabled || mode !== 'push-to-talk' || pushToTalkKey === '') return;
    let code: string | undefined;
    const talk = (held: boolean): void => void client.hearing.talk({ held }).catch(() => undefined);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!matchesAccelerator(event, pushToTalkKey, IS_MAC)) return;
      event.preventDefault();
      if (code !== undefined || event.repeat) return;
      code = event.code;
      talk(true);
    };
    const letGo = (): void => {
      if (code === undefined) return;
      code = undefined;
      talk(false);
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.code === code) letGo();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('keyup', onKeyUp, { capture: true });
    window.addEventListener('blur', letGo);
    return () => {
      letGo();
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('keyup', onKeyUp, { capture: true });
      window.removeEventListener('blur', letGo);
    };
  }, [client, enabled, mode, pushToTalkKey]);
}
