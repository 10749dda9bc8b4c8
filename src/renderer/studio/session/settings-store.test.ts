import { describe, expect, it } from 'vitest';
import type { SettingsView } from '#shared/contract/studio.ts';
import { defaultSettings, mergeSettings, settingsSchema } from '#shared/settings/settings.ts';
import { createSettingsStore } from './settings-store.ts';

const viewOf = (patch: object): SettingsView => ({
  settings: settingsSchema.parse(mergeSettings(defaultSettings(), patch)),
  secrets: {},
  fixedByEnvironment: [],
});

/** A studio that answers when told to. */
function studio() {
  const waiting: {
    readonly patch: object;
    readonly answer: (view: SettingsView) => void;
    readonly refuse: (error: Error) => void;
  }[] = [];
  const store = createSettingsStore((patch) => new Promise((answer, refuse) => waiting.push({ patch, answer, refuse })));
  store.getState().receive(viewOf({}));
  const name = (): string | undefined => store.getState().view?.settings.persona.name;
  return { store, waiting, name };
}

describe('the settings mirror', () => {
  it('shows a change before the studio has confirmed it', async () => {
    const { store, waiting, name } = studio();
    const saving = store.getState().save({ persona: { name: 'Luna' } });
    expect(name()).toBe('Luna');
    expect(store.getState().saveState).toBe('saving');
    waiting[0]!.answer(viewOf({ persona: { name: 'Luna' } }));
    await saving;
    expect(store.getState().saveState).toBe('saved');
  });

  it('puts the old value back when the studio refuses', async () => {
    const { store, waiting, name } = studio();
    const saving = store.getState().save({ persona: { name: 'Luna' } });
    waiting[0]!.refuse(new Error('disk full'));
    await expect(saving).rejects.toThrow('disk full');
    expect(name()).toBe('影');
    expect(store.getState().saveState).toBe('failed');
  });

  it('keeps showing a change while views from before it still come in', () => {
    const { store, name } = studio();
    void store.getState().save({ persona: { name: 'Luna' } });
    store.getState().receive(viewOf({ theme: 'dark' }));
    expect(name()).toBe('Luna');
    expect(store.getState().view?.settings.theme).toBe('dark');
  });

  it('keeps a later change when an earlier one is confirmed', async () => {
    const { store, waiting, name } = studio();
    const first = store.getState().save({ persona: { name: 'A' } });
    void store.getState().save({ persona: { name: 'B' } });
    waiting[0]!.answer(viewOf({ persona: { name: 'A' } }));
    await first;
    expect(name()).toBe('B');
    expect(store.getState().saveState).toBe('saving');
  });

  it('does not show a value that the schema refuses', () => {
    const { store } = studio();
    void store
      .getState()
      .save({ voice: { rate: 99 } })
      .catch(() => undefined);
    expect(store.getState().view?.settings.voice.rate).toBe(1);
  });
});
