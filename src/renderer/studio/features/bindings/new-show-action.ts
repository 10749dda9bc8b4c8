import type { ShowAction } from '#shared/show/show-actions.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';

/** A deed on the show to begin with, with the first that there is to choose. */
export function newShowAction(type: ShowAction['type'], choices: ShowChoices): ShowAction {
  const source = choices.scenes[0]?.sources[0] ?? '';
  const inputs = choices.inputs;
  switch (type) {
    case 'obs-scene':
      return { type, scene: choices.scenes[0]?.name ?? '', transition: '' };
    case 'obs-item':
      return { type, scene: '', source, mode: 'toggle' };
    case 'obs-filter': {
      const input = inputs.find(({ filters }) => filters.length > 0);
      return { type, source: input?.name ?? '', filter: input?.filters[0] ?? '', mode: 'toggle' };
    }
    case 'obs-text':
      return { type, source: inputs.find(({ kind }) => kind.startsWith('text_'))?.name ?? '', text: '' };
    case 'obs-picture':
      return { type, source: inputs.find(({ kind }) => kind === 'image_source')?.name ?? '', files: [''] };
    case 'obs-media':
      return { type, source: inputs.find(({ media }) => media)?.name ?? '', verb: 'restart' };
    case 'obs-volume':
      return { type, source: inputs.find(({ audio }) => audio)?.name ?? '', volumeDb: -12, seconds: 1 };
    case 'obs-mute':
      return { type, source: inputs.find(({ audio }) => audio)?.name ?? '', mode: 'toggle' };
    case 'obs-output':
      return { type, output: 'record', verb: 'start' };
    case 'clip':
      return { type, title: '' };
    case 'music':
      return { type, verb: 'play', playlist: choices.playlists[0] ?? '' };
    case 'alert':
      return { type, title: '', text: '' };
    case 'status':
      return { type, text: '' };
    case 'frame':
      return { type, fileName: choices.frames[0] ?? '', seconds: 0 };
  }
}
