import type { Action } from '#shared/avatar/bindings.ts';

/** False while an action lacks a name without which it can do nothing. */
export function isWholeAction(action: Action): boolean {
  switch (action.type) {
    case 'say':
      return action.text.trim() !== '';
    case 'obs-scene':
      return action.scene !== '';
    case 'obs-item':
    case 'obs-text':
    case 'obs-media':
    case 'obs-volume':
    case 'obs-mute':
      return action.source !== '';
    case 'obs-filter':
      return action.source !== '' && action.filter !== '';
    case 'obs-picture':
      return action.source !== '' && action.files.every((file) => file.trim() !== '');
    case 'alert':
      return action.title.trim() !== '';
    case 'throw':
    case 'item':
    case 'sound':
      return action.fileName !== '';
    default:
      return true;
  }
}
