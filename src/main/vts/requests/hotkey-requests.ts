import { z } from 'zod';
import type { FireAnswer } from '#main/avatar/bindings.types.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { hotkeyMeaning, onScreenButton } from './hotkey-words.ts';

export const hotkeysInCurrentModel = defineRequest({
  type: 'HotkeysInCurrentModelRequest',
  schema: z.object({ modelID: text, live2DItemFileName: text }),
  answer({ modelID, live2DItemFileName }, { world }) {
    if (modelID === '' && live2DItemFileName !== '') return itemHotkeys(world, live2DItemFileName);
    const current = world.avatar.view.get().model;
    const model = modelID === '' ? current : world.models.find(modelID.toLowerCase());
    if (modelID !== '' && model === undefined) throw new VtsError('ModelIDNotFound', 'There is no model with this ID.');
    return {
      modelLoaded: model !== undefined && model.id === current?.id,
      modelName: model?.name ?? '',
      modelID: model?.id ?? '',
      availableHotkeys: model === undefined ? [] : hotkeysOf(world, model).map((binding) => hotkeyEntry(binding, model, world)),
    };
  },
});

/** Our items have no hotkeys of their own. */
function itemHotkeys(world: World, fileName: string): object {
  const isLoaded = world.items.items.get().some(({ file }) => file.fileName === fileName);
  return { modelLoaded: isLoaded, modelName: isLoaded ? fileName : '', modelID: '', availableHotkeys: [] };
}

/** Those that hold for this model, in the order of the list that the streamer sees. */
function hotkeysOf(world: World, model: AvatarModel): readonly Binding[] {
  const { bindings, avatar } = world;
  const all =
    avatar.view.get().model?.id === model.id
      ? bindings.current()
      : bindings.bindings.get().filter(({ modelId }) => modelId === null || modelId === model.id);
  return all.filter(({ enabled }) => enabled);
}

function hotkeyEntry(binding: Binding, model: AvatarModel, world: World): object {
  const { type, file, description } = hotkeyMeaning(binding, model, world);
  return {
    name: binding.name,
    type,
    description,
    file,
    hotkeyID: binding.id,
    // Upstream never tells which keys a streamer presses.
    keyCombination: [],
    onScreenButtonID: onScreenButton(binding),
  };
}

export const hotkeyTrigger = defineRequest({
  type: 'HotkeyTriggerRequest',
  schema: z.object({ hotkeyID: text, itemInstanceID: text }),
  answer({ hotkeyID, itemInstanceID }, { world }) {
    if (itemInstanceID !== '') throw itemProblem(world, itemInstanceID);
    const { model } = world.avatar.view.get();
    if (model === undefined)
      throw new VtsError('HotkeyExecutionFailedBecauseNoModelLoaded', 'No model is loaded, so there are no hotkeys.');
    const binding = findHotkey(hotkeysOf(world, model), hotkeyID);
    if (binding === undefined) throw new VtsError('HotkeyIDNotFoundInModel', 'The current model has no such hotkey.');
    const result = world.hotkeys.push(binding.id);
    if (result.taken === 'cooling')
      throw new VtsError('HotkeyCooldownNotOver', 'The same hotkey was triggered less than five frames ago.');
    if (result.taken === 'full') throw new VtsError('HotkeyQueueFull', '32 hotkeys wait already.');
    if (result.taken === 'fired') refuseUnlessDone(result.answer);
    return { hotkeyID: binding.id };
  },
});

/** By id, or by name without regard to case; the nameless only by id. */
function findHotkey(hotkeys: readonly Binding[], wanted: string): Binding | undefined {
  if (wanted === '') return undefined;
  const lower = wanted.toLowerCase();
  return hotkeys.find(({ id }) => id === lower) ?? hotkeys.find(({ name }) => name.toLowerCase() === lower);
}

function refuseUnlessDone(answer: FireAnswer): void {
  switch (answer) {
    case 'done':
      return;
    case 'unknown':
      throw new VtsError('HotkeyIDFoundButHotkeyDataInvalid', 'The hotkey exists, but what it does is gone.');
    case 'off':
      throw new VtsError('HotkeyExecutionFailedBecauseBadState', 'The hotkey is switched off.');
    case 'cooling':
      throw new VtsError('HotkeyCooldownNotOver', 'The streamer gave this hotkey a pause that is not over.');
    case 'queue-full':
      throw new VtsError('HotkeyQueueFull', 'Too many actions wait already.');
    default:
      throw new VtsError('HotkeyUnknownExecutionFailure', 'The hotkey could not be carried out.');
  }
}

function itemProblem(world: World, instanceId: string): VtsError {
  const exists = world.items.items.get().some((item) => item.instanceId === instanceId);
  return exists
    ? new VtsError('HotkeyExecutionFailedBecauseLive2DItemsDoNotSupportThisHotkeyType', 'Items have no hotkeys here.')
    : new VtsError('HotkeyExecutionFailedBecauseLive2DItemNotFound', 'No item with this instance ID is loaded.');
}
