import type { Action } from '#shared/avatar/bindings.ts';

/** What a step is about, in short, for the timeline. */
export function stepText(action: Action): string {
  return textOf(action).slice(0, 200);
}

function textOf(action: Action): string {
  switch (action.type) {
    case 'obs-scene':
      return action.scene;
    case 'obs-item':
    case 'obs-media':
    case 'obs-mute':
      return action.source;
    case 'obs-filter':
      return `${action.source} · ${action.filter}`;
    case 'obs-text':
      return `${action.source} · ${action.text}`;
    case 'obs-picture':
      return `${action.source} · ${action.files.map(fileName).join(', ')}`;
    case 'obs-volume':
      return `${action.source} · ${action.volumeDb} dB`;
    case 'obs-output':
      return action.verb;
    case 'music':
      return action.playlist;
    case 'alert':
    case 'clip':
      return action.title;
    case 'status':
    case 'say':
      return action.text;
    case 'frame':
    case 'item':
    case 'throw':
    case 'sound':
      return action.fileName;
    case 'expression':
    case 'motion':
    case 'idle-motion':
      return action.name;
    case 'emotion':
      return action.emotion;
    default:
      return '';
  }
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
