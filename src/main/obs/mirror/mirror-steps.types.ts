import type { OBSEventTypes } from 'obs-websocket-js';
import type { ObsState } from '#shared/obs/obs-state.ts';

/** What an event does not tell and must be read from OBS. */
export type Piece =
  | { readonly of: 'all' }
  | { readonly of: 'scenes' }
  | { readonly of: 'transition' }
  /** All that OBS tells no event of, or not always. */
  | { readonly of: 'pulse' }
  | { readonly of: 'scene' | 'group' | 'input' | 'filters'; readonly name: string };

export interface Outcome {
  readonly state: ObsState;
  readonly reread?: readonly Piece[];
}
/** Pure, and idempotent: an event may be applied to a state that knows of it already. `atMs` is when it came. */
export type Step<Type extends keyof OBSEventTypes> = (state: ObsState, event: OBSEventTypes[Type], atMs: number) => Outcome;
export type Steps = { readonly [Type in keyof OBSEventTypes]?: Step<Type> };
