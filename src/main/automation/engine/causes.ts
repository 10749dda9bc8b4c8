import type { RuleFiredBy } from '#shared/automation/timeline.ts';
import type { Cause } from './engine.types.ts';
import type { World } from './state.ts';

/** A cause that is no viewer's. */
export const plainCause = (by: RuleFiredBy, text = '', values: Cause['values'] = {}): Cause => ({
  by,
  user: '',
  text,
  viewerKey: undefined,
  values,
  event: undefined,
});

/** By hand there is no viewer and no gift: texts get examples, so that a try can be heard as it will be. */
export const handCause = ({ scene, song }: World): Cause => ({
  ...plainCause('run', '', { gift: '♥', amount: '1', viewers: '10', scene, song: song === '' ? '♪' : song }),
  user: 'Yingxi',
});
