/**
 * Turn-taking as a pure reducer.
 *
 *   idle ──taken──► thinking ──sound──► speaking ──ended──► idle
 *    ▲                 │                    │
 *    └──── stop ───────┴──── stop ──────────┘        interrupt = stop without the silence: the next turn is taken at once
 *
 * One turn runs at a time. Ids rise, so a late word about an old turn is known by its id and changes nothing.
 */
export type TurnState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'thinking'; readonly turnId: number }
  | { readonly phase: 'speaking'; readonly turnId: number };

export type TurnEvent =
  /** Something waits in the queue. */
  | { readonly type: 'available' }
  /** The queue gave a turn. */
  | { readonly type: 'taken'; readonly turnId: number }
  /** The turn's first sound plays. */
  | { readonly type: 'sound'; readonly turnId: number }
  /** The turn is over by itself. */
  | { readonly type: 'ended'; readonly turnId: number }
  | { readonly type: 'stop' }
  | { readonly type: 'interrupt' };

export type TurnEffect =
  /** Ask the queue for the next turn. */
  | { readonly type: 'take' }
  | { readonly type: 'begin'; readonly turnId: number }
  | { readonly type: 'abort'; readonly turnId: number; readonly why: 'stopped' | 'interrupted' };

export interface Transition {
  readonly state: TurnState;
  readonly effects: readonly TurnEffect[];
}

const IDLE: TurnState = { phase: 'idle' };
const TAKE: TurnEffect = { type: 'take' };

export function transition(state: TurnState, event: TurnEvent): Transition {
  const same: Transition = { state, effects: [] };
  switch (event.type) {
    case 'available':
      return state.phase === 'idle' ? { state, effects: [TAKE] } : same;
    case 'taken':
      if (state.phase !== 'idle') return same;
      return { state: { phase: 'thinking', turnId: event.turnId }, effects: [{ type: 'begin', turnId: event.turnId }] };
    case 'sound':
      if (state.phase !== 'thinking' || state.turnId !== event.turnId) return same;
      return { state: { phase: 'speaking', turnId: event.turnId }, effects: [] };
    case 'ended':
      if (state.phase === 'idle' || state.turnId !== event.turnId) return same;
      return { state: IDLE, effects: [TAKE] };
    case 'stop':
      if (state.phase === 'idle') return same;
      return { state: IDLE, effects: [{ type: 'abort', turnId: state.turnId, why: 'stopped' }, TAKE] };
    case 'interrupt':
      if (state.phase === 'idle') return { state, effects: [TAKE] };
      return { state: IDLE, effects: [{ type: 'abort', turnId: state.turnId, why: 'interrupted' }, TAKE] };
  }
}
