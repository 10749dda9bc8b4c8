import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SettingsView } from '#shared/contract/studio.ts';
import { mergeSettings, type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

export interface SettingsState {
  readonly view: SettingsView | undefined;
  readonly problem: unknown;
  readonly saveState: SaveState;
  readonly receive: (view: SettingsView) => void;
  readonly fail: (problem: unknown) => void;
  /** Shows the change at once and sends it; a refusal puts the last known document back and rejects. */
  readonly save: (patch: SettingsPatch) => Promise<void>;
}
export type SettingsStore = StoreApi<SettingsState>;

/** Mirrors the settings document. Changes show before the studio confirms them; while some are under way, older views are laid under them. */
export function createSettingsStore(send: (patch: Record<string, unknown>) => Promise<SettingsView>): SettingsStore {
  let confirmed: SettingsView | undefined;
  let pending: readonly SettingsPatch[] = [];

  return createStore<SettingsState>((set) => {
    const show = (): void => set({ view: confirmed && laidOver(confirmed, pending), problem: undefined });
    const settle = (patch: SettingsPatch): void => {
      pending = pending.filter((other) => other !== patch);
      show();
    };
    return {
      view: undefined,
      problem: undefined,
      saveState: 'idle',
      receive(view) {
        confirmed = view;
        show();
      },
      fail: (problem) => set({ problem }),
      async save(patch) {
        pending = [...pending, patch];
        show();
        set({ saveState: 'saving' });
        try {
          confirmed = await send({ ...patch });
          settle(patch);
          if (pending.length === 0) set({ saveState: 'saved' });
        } catch (error) {
          settle(patch);
          set({ saveState: 'failed' });
          throw error;
        }
      },
    };
  });
}

/** The view with changes under way; one that the schema refuses is left out (the studio will say what is wrong with it). */
function laidOver(view: SettingsView, patches: readonly SettingsPatch[]): SettingsView {
  let settings = view.settings;
  for (const patch of patches) {
    const merged = settingsSchema.safeParse(mergeSettings(settings, patch));
    if (merged.success) settings = merged.data;
  }
  return settings === view.settings ? view : { ...view, settings };
}
