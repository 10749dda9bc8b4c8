import type { ObsOutput, ObsState } from '#shared/obs/obs-state.ts';
import type { Outcome, Steps } from './mirror-steps.types.ts';
import { outputStateFrom } from './obs-answers.wire.ts';

/** Events of transitions, scene collections and outputs. */
export const showSteps = {
  // The length may be another one, or none.
  CurrentSceneTransitionChanged: (state, { transitionName: name }) => ({
    state: { ...state, transition: { ...state.transition, name } },
    reread: [{ of: 'transition' }],
  }),
  CurrentSceneTransitionDurationChanged: (state, { transitionDuration: durationMs }) => ({
    state: { ...state, transition: { ...state.transition, durationMs } },
    // It is told of a transition without a length too.
    reread: [{ of: 'transition' }],
  }),
  CurrentSceneCollectionChanged: (state, { sceneCollectionName }) => ({
    state: { ...state, sceneCollection: sceneCollectionName },
    reread: [{ of: 'all' }],
  }),
  SceneCollectionListChanged: (state, { sceneCollections }) => ({ state: { ...state, sceneCollections } }),
  CurrentProfileChanged: (state) => ({ state, reread: [{ of: 'all' }] }),
  StreamStateChanged: (state, { outputState }, atMs) => withOutput(state, 'stream', outputState, atMs),
  RecordStateChanged: (state, { outputState }, atMs) => withOutput(state, 'record', outputState, atMs),
  ReplayBufferStateChanged: (state, { outputState }, atMs) => withOutput(state, 'replay', outputState, atMs),
  VirtualcamStateChanged: (state, { outputState }, atMs) => withOutput(state, 'virtualCamera', outputState, atMs),
} satisfies Steps;

/** `outputActive` of these events is false while a recording is paused or starts: the word counts. */
function withOutput(
  state: ObsState,
  output: 'stream' | 'record' | 'replay' | 'virtualCamera',
  word: string,
  atMs: number,
): Outcome {
  const next = outputStateFrom(word);
  if (next === undefined) return { state };
  return { state: { ...state, [output]: outputAfter(state[output], next, atMs) } };
}

function outputAfter(before: ObsOutput | null, state: ObsOutput['state'], atMs: number): ObsOutput {
  if (state === 'stopped' || state === 'starting') return { state, sinceMs: null };
  return { state, sinceMs: before?.sinceMs ?? atMs };
}
