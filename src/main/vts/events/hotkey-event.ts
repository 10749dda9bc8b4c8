import { z } from 'zod';
import { defineEvent } from '../protocol/event-kind.ts';
import { flag } from '../protocol/fields.ts';
import { hotkeyActionFrom } from '../protocol/hotkey-actions.ts';
import { hotkeyMeaning } from '../requests/hotkey-words.ts';
import { loadedWords } from '../requests/model-words.ts';

const configSchema = z.object({
  onlyForAction: z
    .union([z.string(), z.number()])
    .nullish()
    .refine((action) => action === undefined || action === null || action === '' || hotkeyActionFrom(action) !== undefined, {
      message: 'there is no such hotkey action',
    }),
  ignoreHotkeysTriggeredByAPI: flag,
});

export const hotkeyTriggered = defineEvent({
  name: 'HotkeyTriggeredEvent',
  config: configSchema,
  misfit: 'Event_HotkeyTriggeredEvent_HotkeyActionInvalid',
  open(world, { onlyForAction, ignoreHotkeysTriggeredByAPI }, tell) {
    const wanted = onlyForAction === undefined || onlyForAction === null ? undefined : hotkeyActionFrom(onlyForAction);
    return world.bindings.onFired(({ binding, by }) => {
      const hotkeyTriggeredByAPI = by === 'api';
      if (hotkeyTriggeredByAPI && ignoreHotkeysTriggeredByAPI) return;
      const { model } = world.avatar.view.get();
      const { type, file } = hotkeyMeaning(binding, model, world);
      if (wanted !== undefined && type !== wanted) return;
      const { modelID, modelName } = loadedWords(world);
      tell({
        hotkeyID: binding.id,
        hotkeyName: binding.name,
        hotkeyAction: type,
        hotkeyFile: file,
        hotkeyTriggeredByAPI,
        modelID,
        modelName,
        isLive2DItem: false,
      });
    });
  },
});
