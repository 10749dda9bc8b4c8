import type { OBSEventTypes } from 'obs-websocket-js';
import type { ObsLink, ObsNotice } from '#main/obs/obs.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { outputStateFrom } from './obs-answers.wire.ts';
import { itemsOf } from './scene-steps.ts';

export interface Notices {
  /** `before` is the state that the event came upon. */
  event<Type extends keyof OBSEventTypes>(type: Type, data: OBSEventTypes[Type], before: ObsState | undefined): void;
  on(listener: (notice: ObsNotice) => void): () => void;
  close(): void;
}

type Tell = { readonly [Type in keyof OBSEventTypes]?: (event: OBSEventTypes[Type], state: ObsState) => ObsNotice | undefined };

const OUTPUT_EVENTS: Tell = {
  StreamStateChanged: ({ outputState }) => outputNotice('stream', outputState),
  RecordStateChanged: ({ outputState, outputPath }) => outputNotice('record', outputState, outputPath),
  ReplayBufferStateChanged: ({ outputState }) => outputNotice('replay', outputState),
};
const TELL: Tell = {
  ...OUTPUT_EVENTS,
  MediaInputPlaybackEnded: ({ inputName: source }) => ({ type: 'media-ended', source }),
  SceneItemEnableStateChanged({ sceneName: scene, sceneItemId, sceneItemEnabled: visible }, state) {
    const item = itemsOf(state, scene)?.find(({ id }) => id === sceneItemId);
    return item && { type: 'item', scene, source: item.source, visible };
  },
};

/** Tells what happened in OBS, once the mirror knows it. */
export function createNotices(link: ObsLink, state: Cell<ObsState | undefined>): Notices {
  const listeners = new Set<(notice: ObsNotice) => void>();
  let isUp = false;
  let scene: string | undefined;

  function tell(notice: ObsNotice | undefined): void {
    if (notice !== undefined) for (const listener of listeners) listener(notice);
  }

  const stops = [
    link.on('ReplayBufferSaved', ({ savedReplayPath: path }) => tell({ type: 'replay-saved', path })),
    link.status.subscribe(({ state: now }) => {
      if (isUp === (now === 'ready')) return;
      isUp = now === 'ready';
      tell({ type: isUp ? 'connected' : 'lost' });
    }),
    // The scene on air changes with its name, with the collection of scenes, and while OBS was away. The first one of all is no change.
    state.subscribe((now) => {
      if (now === undefined || now.programScene === scene) return;
      const isFirst = scene === undefined;
      scene = now.programScene;
      if (!isFirst) tell({ type: 'scene', scene });
    }),
  ];
  return {
    event(type, data, before) {
      if (before !== undefined) tell(TELL[type]?.(data, before));
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}

function outputNotice(output: 'stream' | 'record' | 'replay', word: string, path?: string | null): ObsNotice | undefined {
  const state = outputStateFrom(word);
  return state && { type: 'output', output, state, ...(path ? { path } : {}) };
}
