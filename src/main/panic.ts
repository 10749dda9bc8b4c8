import type { Cell } from '#shared/cell.ts';
import { createCell } from '#shared/cell.ts';
import type { PanicView } from '#shared/contract/moderation.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Clock } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';

/** Switches the scene of a program like OBS, and gives the way back to the one before. */
export type SwitchScene = (scene: string) => Promise<() => Promise<void>>;

export interface PanicOptions {
  readonly settings: () => Settings['moderation']['panic'];
  /** undefined: no program that switches scenes is connected. */
  readonly switchScene: () => SwitchScene | undefined;
  /** Ends what she says and drops what waits. */
  stop(): void;
  /** Sound and picture of the stages may have changed. */
  refreshStages(): void;
  /** She may begin again. */
  resume(): void;
  note(deed: 'panic-on' | 'panic-off'): void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One press and the show is silent and empty; the same press brings it back. While it is on she begins nothing. */
export interface Panic {
  readonly view: Cell<PanicView>;
  readonly isOn: boolean;
  readonly mutes: boolean;
  readonly hides: boolean;
  set(on: boolean): PanicView;
  toggle(): void;
}

export function createPanic(options: PanicOptions): Panic {
  const { settings, clock, logger } = options;
  const view = createCell<PanicView>({ since: null, scene: 'none' });
  /** Brings the scene back; a press while the switch is under way waits for it. */
  let goBack: Promise<(() => Promise<void>) | undefined> = Promise.resolve(undefined);

  async function leaveScene(): Promise<(() => Promise<void>) | undefined> {
    const { scene } = settings();
    const switchScene = options.switchScene();
    if (scene === '' || switchScene === undefined) return undefined;
    try {
      const back = await switchScene(scene);
      if (view.get().since !== null) view.set({ ...view.get(), scene: 'switched' });
      return back;
    } catch (cause) {
      logger.error('the scene could not be switched', { scene, cause: messageFromUnknown(cause) });
      if (view.get().since !== null) view.set({ ...view.get(), scene: 'failed' });
      return undefined;
    }
  }

  async function returnToScene(): Promise<void> {
    const back = await goBack;
    await back?.().catch((cause: unknown) =>
      logger.error('the scene could not be switched back', { cause: messageFromUnknown(cause) }),
    );
  }

  function set(on: boolean): PanicView {
    if (on === (view.get().since !== null)) return view.get();
    const { scene } = settings();
    view.set({
      since: on ? clock.now() : null,
      scene: on && scene !== '' && options.switchScene() === undefined ? 'no-program' : 'none',
    });
    // Silence first: everything else may take its time.
    if (on) options.stop();
    options.refreshStages();
    if (on) goBack = leaveScene();
    else {
      void returnToScene();
      options.resume();
    }
    options.note(on ? 'panic-on' : 'panic-off');
    return view.get();
  }

  return {
    view,
    get isOn() {
      return view.get().since !== null;
    },
    get mutes() {
      return view.get().since !== null && settings().mutesSound;
    },
    get hides() {
      return view.get().since !== null && settings().hidesAvatar;
    },
    set,
    toggle: () => void set(view.get().since === null),
  };
}
