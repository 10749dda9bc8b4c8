import type { Cell } from '#shared/cell.ts';
import type { OBS_PLACES, ObsUndoKind } from '#shared/contract/obs-control.ts';
import type { ObsInput, ObsState } from '#shared/obs/obs-state.ts';
import type { FullObsControl } from './obs-control.ts';

export interface ItemAddress {
  /** A scene or a group. */
  readonly scene: string;
  readonly id: number;
}
export interface Placement {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly scaleX?: number | undefined;
  readonly scaleY?: number | undefined;
  readonly rotation?: number | undefined;
}
export interface ObsUndo {
  readonly kind: ObsUndoKind;
  readonly name: string;
}

/** The studio's own hands on OBS: the verbs of the control, those that only a page needs, and the way back. */
export interface ObsDesk
  extends Pick<
    FullObsControl,
    'record' | 'replay' | 'saveReplay' | 'stream' | 'virtualCamera' | 'media' | 'screenshot' | 'content'
  > {
  readonly state: Cell<ObsState | undefined>;
  present(): ObsState;
  /** What `undo` would take back. */
  readonly undoable: Cell<ObsUndo | undefined>;
  undo(): Promise<ObsUndo>;
  setScene(scene: string, transition: string): Promise<void>;
  setItem: FullObsControl['setItem'];
  setFilter: FullObsControl['setFilter'];
  setText: FullObsControl['setText'];
  setPicture: FullObsControl['setPicture'];
  setVolume: FullObsControl['setVolume'];
  setMute: FullObsControl['setMute'];
  setMonitor(source: string, monitor: NonNullable<ObsInput['audio']>['monitor']): Promise<void>;
  showItem(item: ItemAddress, visible: boolean): Promise<void>;
  lockItem(item: ItemAddress, locked: boolean): Promise<void>;
  moveItem(item: ItemAddress, to: 'front' | 'back'): Promise<void>;
  placeItem(item: ItemAddress, place: (typeof OBS_PLACES)[number] | undefined, at: Placement): Promise<void>;
  setPreview(scene: string): Promise<void>;
  setStudioMode(on: boolean): Promise<void>;
  goOnAir(): Promise<void>;
  setTransition(change: { readonly name?: string | undefined; readonly durationMs?: number | undefined }): Promise<void>;
  setCollection(name: string): Promise<void>;
  /** Levels of what sounds, about ten times a second; returns the unsubscribe. */
  meters(listener: (levels: ReadonlyMap<string, number>) => void): () => void;
  close(): void;
}
