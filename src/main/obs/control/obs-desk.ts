import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import { MONITOR_TYPES } from '../mirror/obs-answers.wire.ts';
import { itemsOf } from '../mirror/scene-steps.ts';
import { listenToMeters } from './meters.ts';
import type { FullObsControl } from './obs-control.ts';
import type { ItemAddress, ObsDesk } from './obs-desk.types.ts';
import { requireFilter, requireInput, requireItems, requireScene, requireSound, requireTransition } from './obs-names.ts';
import { both } from './outputs.ts';
import { readTransform, transformFor } from './placing.ts';
import { createUndoStack } from './undo-stack.ts';

export interface ObsDeskOptions {
  readonly control: FullObsControl;
  readonly link: ObsLink;
  readonly clock: Clock;
}

const COLLECTION_MS = 30_000;

/** What the streamer does from the studio's pages; each change that something was lost by leaves a way back. */
export function createObsDesk({ control, link, clock }: ObsDeskOptions): ObsDesk {
  const { present, until, state } = control;
  const ways = createUndoStack(clock);
  /** A way back leads to what is gone in another collection or another OBS. */
  let collection: string | undefined;
  const unsubscribe = state.subscribe((now) => {
    if (now?.sceneCollection !== collection) ways.clear();
    collection = now?.sceneCollection;
  });

  function itemAt({ scene, id }: ItemAddress): ObsSceneItem {
    const found = itemsOf(present(), scene)?.find((item) => item.id === id);
    if (found === undefined)
      throw new StudioError('not-found', `This source is not in "${scene}" any more. It was removed in OBS.`);
    return found;
  }
  const shows = (now: ObsState, { scene, id }: ItemAddress, isSo: (item: ObsSceneItem) => boolean): boolean => {
    const item = itemsOf(now, scene)?.find((one) => one.id === id);
    return item !== undefined && isSo(item);
  };
  const late = (what: string): { readonly late: string } => ({ late: `OBS did not ${what}. Look at OBS and try again.` });

  async function showItem(item: ItemAddress, visible: boolean): Promise<void> {
    await both(
      link.call('SetSceneItemEnabled', { sceneName: item.scene, sceneItemId: item.id, sceneItemEnabled: visible }),
      until((now) => shows(now, item, (one) => one.visible === visible), late(visible ? 'show it' : 'hide it')),
    );
  }
  async function lockItem(item: ItemAddress, locked: boolean): Promise<void> {
    await both(
      link.call('SetSceneItemLocked', { sceneName: item.scene, sceneItemId: item.id, sceneItemLocked: locked }),
      until((now) => shows(now, item, (one) => one.locked === locked), late(locked ? 'lock it' : 'unlock it')),
    );
  }
  /** From the back, as OBS counts. */
  async function setIndex({ scene, id }: ItemAddress, index: number): Promise<void> {
    await both(
      link.call('SetSceneItemIndex', { sceneName: scene, sceneItemId: id, sceneItemIndex: index }),
      until((now) => indexOf(now, scene, id) === index, late('move it')),
    );
  }

  return {
    ...control,
    undoable: ways.top,
    undo: ways.undo,
    async setScene(scene, transition) {
      const before = present().programScene;
      await control.setScene(scene, { transition });
      if (before !== scene) ways.push({ kind: 'scene', name: scene }, () => control.setScene(before));
    },
    async setItem(request) {
      const found = requireItems(present(), request.scene, request.source);
      await control.setItem(request);
      ways.push({ kind: 'item', name: request.source }, async () => {
        for (const { scene, item } of found) await showItem({ scene, id: item.id }, item.visible);
      });
    },
    async showItem(item, visible) {
      const before = itemAt(item);
      await showItem(item, visible);
      ways.push({ kind: 'item', name: before.source }, () => showItem(item, before.visible));
    },
    async lockItem(item, locked) {
      const before = itemAt(item);
      await lockItem(item, locked);
      ways.push({ kind: 'lock', name: before.source }, () => lockItem(item, before.locked));
    },
    async moveItem(item, to) {
      const { source } = itemAt(item);
      const before = indexOf(present(), item.scene, item.id);
      const index = before + (to === 'front' ? 1 : -1);
      if (index < 0 || index >= (itemsOf(present(), item.scene)?.length ?? 0)) return;
      await setIndex(item, index);
      ways.push({ kind: 'order', name: source }, () => setIndex(item, before));
    },
    async placeItem(item, place, at) {
      const { source } = itemAt(item);
      const target = { sceneName: item.scene, sceneItemId: item.id };
      const before = await readTransform(link, item);
      const sceneItemTransform = transformFor(place, at, present().canvas);
      await link.call('SetSceneItemTransform', { ...target, sceneItemTransform });
      ways.push({ kind: 'place', name: source }, async () => {
        await link.call('SetSceneItemTransform', { ...target, sceneItemTransform: before });
      });
    },
    async setFilter(request) {
      const before = requireFilter(present(), request.source, request.filter).enabled;
      await control.setFilter(request);
      ways.push({ kind: 'filter', name: request.filter }, () => control.setFilter({ ...request, mode: before ? 'on' : 'off' }));
    },
    async setText(source, text) {
      const before = await control.content(source);
      await control.setText(source, text);
      ways.push({ kind: 'text', name: source }, () => control.setText(source, before.text ?? ''));
    },
    async setPicture(source, file) {
      const before = await control.content(source);
      await control.setPicture(source, file);
      if (before.file) ways.push({ kind: 'picture', name: source }, () => control.setPicture(source, before.file ?? ''));
    },
    async setVolume(source, volumeDb, seconds, signal) {
      const before = requireSound(present(), source).volumeDb;
      ways.push({ kind: 'volume', name: source }, () => control.setVolume(source, before, 0.3));
      await control.setVolume(source, volumeDb, seconds, signal);
    },
    async setMute(source, mode) {
      const before = requireSound(present(), source).muted;
      await control.setMute(source, mode);
      ways.push({ kind: 'mute', name: source }, () => control.setMute(source, before ? 'on' : 'off'));
    },
    async setMonitor(source, monitor) {
      const before = requireSound(present(), source).monitor;
      await setMonitor(source, monitor);
      ways.push({ kind: 'monitor', name: source }, () => setMonitor(source, before));
    },
    async setPreview(scene) {
      requireScene(present(), scene);
      if (present().previewScene === null)
        throw new StudioError('conflict', 'There is no preview: studio mode is off. Switch it on, or bring the scene on air.');
      await both(
        link.call('SetCurrentPreviewScene', { sceneName: scene }),
        until((now) => now.previewScene === scene, late(`show "${scene}" in the preview`)),
      );
    },
    async setStudioMode(on) {
      await both(
        link.call('SetStudioModeEnabled', { studioModeEnabled: on }),
        until((now) => (now.previewScene !== null) === on, late('switch studio mode')),
      );
    },
    async goOnAir() {
      const { previewScene, programScene } = present();
      if (previewScene === null) throw new StudioError('conflict', 'There is no preview: studio mode is off.');
      await control.setScene(previewScene);
      if (previewScene !== programScene) ways.push({ kind: 'scene', name: previewScene }, () => control.setScene(programScene));
    },
    async setTransition({ name, durationMs }) {
      if (name !== undefined) {
        requireTransition(present(), name);
        await control.setTransition(name);
      }
      if (durationMs !== undefined) await link.call('SetCurrentSceneTransitionDuration', { transitionDuration: durationMs });
    },
    async setCollection(name) {
      const { sceneCollections, sceneCollection } = present();
      if (sceneCollection === name) return;
      if (!sceneCollections.includes(name))
        throw new StudioError(
          'not-found',
          `OBS has no scene collection "${name}". Choose one of: ${sceneCollections.join(', ')}.`,
        );
      await both(
        link.call('SetCurrentSceneCollection', { sceneCollectionName: name }, { timeoutMs: COLLECTION_MS }),
        until((now) => now.sceneCollection === name, { ...late('change its scene collection'), timeoutMs: COLLECTION_MS }),
      );
    },
    meters: (listener) => listenToMeters(link, clock, listener),
    close() {
      unsubscribe();
      ways.clear();
    },
  };

  async function setMonitor(source: string, monitor: keyof typeof MONITOR_TYPES): Promise<void> {
    await both(
      link.call('SetInputAudioMonitorType', { inputName: source, monitorType: MONITOR_TYPES[monitor] }),
      until((now) => requireInput(now, source).audio?.monitor === monitor, late('change the monitoring')),
    );
  }
}

function indexOf(state: ObsState, scene: string, id: number): number {
  const items = itemsOf(state, scene) ?? [];
  return items.length - 1 - items.findIndex((item) => item.id === id);
}
