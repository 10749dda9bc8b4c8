import { cardFromPersona, personaFromCard } from './dialogue/persona-card.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { StudioServices } from './studio-services.ts';

/** The persona as a character card that other programs read, and theirs as the persona. */
export function createPersonaExchange(settings: SettingsStore): Pick<StudioServices, 'exportPersona' | 'importPersona'> {
  return {
    async exportPersona(format) {
      return cardFromPersona(settings.current().persona, format);
    },
    async importPersona(input) {
      const { persona, ignored } = personaFromCard({
        ...(input.json === undefined ? {} : { json: input.json }),
        ...(input.png === undefined ? {} : { png: Buffer.from(input.png, 'base64') }),
      });
      settings.update({ persona });
      return { name: persona.name, ignored: [...ignored] };
    },
  };
}
