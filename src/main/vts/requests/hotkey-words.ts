import type { Action, Binding } from '#shared/avatar/bindings.ts';
import type { AvatarModel, ModelDescription } from '#shared/avatar/model.ts';
import type { HotkeyAction } from '../protocol/hotkey-actions.ts';
import type { World } from '../state/world.ts';
import { vtsModelNameOf } from './model-words.ts';

/** What a hotkey does, in VTube Studio's terms, and the file that it is about. */
export interface HotkeyMeaning {
  readonly type: HotkeyAction;
  readonly file: string;
  readonly description: string;
}

/** The first action decides; what VTube Studio has no name for is `Unset`, which plugins show by its description. */
export function hotkeyMeaning(binding: Binding, model: AvatarModel | undefined, world: World): HotkeyMeaning {
  const action = binding.actions[0]?.action;
  if (action === undefined) return { type: 'Unset', file: '', description: 'Does nothing' };
  return meaningOf(action, model?.description, world);
}

function meaningOf(action: Action, description: ModelDescription | undefined, world: World): HotkeyMeaning {
  switch (action.type) {
    case 'expression':
      return meaning('ToggleExpression', `Toggles the expression ${action.name}`, expressionFile(description, action.name));
    case 'clear-expressions':
      return meaning('RemoveAllExpressions', 'Ends all expressions');
    case 'motion':
      return meaning('TriggerAnimation', `Plays the animation ${action.name}`, motionFile(description, action.name));
    case 'idle-motion':
      return meaning('ChangeIdleAnimation', `Changes the idle animation to ${action.name}`, motionFile(description, action.name));
    case 'placement':
      return meaning('MoveModel', 'Moves the model');
    case 'model': {
      const model = world.models.find(action.modelId);
      return meaning('ChangeVTSModel', `Loads the model ${model?.name ?? ''}`.trimEnd(), model ? vtsModelNameOf(model) : '');
    }
    case 'item':
      return meaning('ToggleItemScene', `Shows or hides the item ${action.fileName}`);
    case 'clear-items':
      return meaning('RemoveAllItems', 'Removes all items');
    case 'emotion':
      return meaning('Unset', `Shows the emotion ${action.emotion}`);
    case 'throw':
      return meaning('Unset', `Throws ${action.fileName}`);
    case 'sound':
      return meaning('Unset', `Plays the sound ${action.fileName}`);
    case 'say':
      return meaning('Unset', 'Says something');
    case 'drive':
      return meaning('Unset', 'Hands the avatar over between the streamer and the AI');
    case 'look-straight':
      return meaning('CalibrateCam', 'Takes the present pose as straight ahead');
    case 'stop':
      return meaning('Unset', 'Stops speaking');
    default:
      // Kinds of actions may be added; plugins still see that the hotkey exists.
      return meaning('Unset', 'Does something of its own');
  }
}

const meaning = (type: HotkeyAction, description: string, file = ''): HotkeyMeaning => ({ type, file, description });
const expressionFile = (description: ModelDescription | undefined, name: string): string =>
  description?.expressions.find((one) => one.name === name)?.file ?? `${name}.exp3.json`;
const motionFile = (description: ModelDescription | undefined, name: string): string =>
  description?.motions.find((one) => one.name === name)?.file ?? `${name}.motion3.json`;

/** 1 (top) to 8 (bottom), −1: none; our pages have more buttons than VTube Studio. */
export function onScreenButton(binding: Binding): number {
  for (const trigger of binding.triggers) if (trigger.type === 'button' && trigger.slot <= 8) return trigger.slot;
  return -1;
}
