import type { ObsControl } from '#main/obs/obs.types.ts';

/**
 * Brings a scene on air and gives the way back to the one before. The way back is not taken when the streamer has gone on to a third one meanwhile.
 * undefined: OBS is not connected.
 */
export function sceneSwitcher(control: Pick<ObsControl, 'state' | 'setScene'>) {
  const state = control.state.get();
  if (state === undefined) return undefined;
  return async (scene: string): Promise<() => Promise<void>> => {
    const before = control.state.get()?.programScene ?? '';
    await control.setScene(scene);
    return async () => {
      const now = control.state.get();
      if (before === '' || before === scene || now?.programScene !== scene) return;
      await control.setScene(before);
    };
  };
}
