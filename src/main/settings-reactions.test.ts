import { describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings, settingsSchema } from '#shared/settings/settings.ts';
import { createSettingsReactions } from './settings-reactions.ts';

describe('settings reactions', () => {
  it('tell a part at the start and when what it depends on changed, and never else', () => {
    const told: string[] = [];
    const react = createSettingsReactions([
      { of: ({ hotkeys }) => hotkeys, apply: ({ hotkeys }) => told.push(`keys ${hotkeys.stop}`) },
      { of: ({ voice, stage }) => [voice.volume, stage], apply: ({ voice }) => told.push(`volume ${voice.volume}`) },
    ]);
    const first = defaultSettings();
    // A change makes every object of the document anew.
    const changed = (patch: object) => settingsSchema.parse(mergeSettings(first, patch));
    react(first);
    react(changed({ theme: 'dark' }));
    react(changed({ voice: { volume: 0.5, rate: 1.5 } }));
    react(changed({ voice: { volume: 0.5 }, hotkeys: { stop: 'F9' } }));
    expect(told).toEqual([`keys ${first.hotkeys.stop}`, `volume ${first.voice.volume}`, 'volume 0.5', 'keys F9']);
  });
});
