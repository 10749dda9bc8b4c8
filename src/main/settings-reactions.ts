import type { Settings } from '#shared/settings/settings.ts';

/** What is to be done when a part of the settings changed. */
export interface SettingsReaction {
  /** All that `apply` depends on. */
  readonly of: (settings: Settings) => unknown;
  readonly apply: (settings: Settings) => void;
}

/**
 * Tells each part of the program of those changes only that concern it: a slider that is dragged must not take the global keys from the system and
 * give them back at every step. The first call tells all.
 */
export function createSettingsReactions(reactions: readonly SettingsReaction[]): (settings: Settings) => void {
  const seen = new Map<SettingsReaction, string>();
  return (settings) => {
    for (const reaction of reactions) {
      const now = JSON.stringify(reaction.of(settings));
      if (seen.get(reaction) === now) continue;
      seen.set(reaction, now);
      reaction.apply(settings);
    }
  };
}
