import type { ShowAction } from '#shared/show/show-actions.ts';
import { fill, type Strings } from '../../i18n/strings.ts';

const SHOWN_LENGTH = 18;
const short = (text: string): string => (text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);

/** A deed on the show in a few words. */
export function showActionText({ showActions }: Strings, action: ShowAction): string {
  const { described, names, unset } = showActions;
  const named = (name: string): string => (name === '' ? unset : name);
  switch (action.type) {
    case 'obs-scene':
      return fill(described.scene, { name: named(action.scene) });
    case 'obs-item':
      return fill(described.item[action.mode], { name: named(action.source) });
    case 'obs-filter':
      return fill(described.filter[action.mode], { name: named(action.filter), source: named(action.source) });
    case 'obs-text':
      return fill(described.text, { name: named(action.source), text: short(action.text) });
    case 'obs-picture':
      return fill(described.picture, { name: named(action.source) });
    case 'obs-media':
      return fill(described.media[action.verb], { name: named(action.source) });
    case 'obs-volume':
      return fill(described.volume, { name: named(action.source), n: action.volumeDb });
    case 'obs-mute':
      return fill(described.mute[action.mode], { name: named(action.source) });
    case 'obs-output':
      return described[action.output][action.verb];
    case 'clip':
      return names.clip;
    case 'music':
      return action.verb === 'play' && action.playlist !== ''
        ? fill(described.playlist, { name: action.playlist })
        : described.music[action.verb];
    case 'alert':
      return fill(described.alert, { text: short(named(action.title)) });
    case 'status':
      return action.text === '' ? described.statusBack : fill(described.status, { text: short(action.text) });
    case 'frame':
      return action.fileName === '' ? described.frameEmpty : fill(described.frame, { name: action.fileName });
  }
}
