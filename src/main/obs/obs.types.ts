import type { OBSEventTypes, OBSRequestTypes, OBSResponseTypes } from 'obs-websocket-js';
import type { Cell } from '#shared/cell.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';

/** Settings of a source, a filter, …: any JSON object. */
export type ObsJson = OBSRequestTypes['SetInputSettings']['inputSettings'];

export interface ObsCallOptions {
  /** Default 5 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
export type ObsRequest = {
  [Type in keyof OBSRequestTypes]: { readonly type: Type; readonly data?: OBSRequestTypes[Type] };
}[keyof OBSRequestTypes];
/** What became of one request of a batch. */
export type ObsBatchAnswer =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly code: number; readonly comment: string };

/** Two connections to OBS, one for commands and one for events; both come back by themselves. Every call settles. */
export interface ObsLink {
  readonly status: Cell<ObsStatus>;
  /**
   * Rejects with a StudioError: `unavailable` (not connected, the connection broke before the answer, or this OBS has no such request), `timeout`,
   * `cancelled`, `not-found` (600), `conflict` (601) or `invalid-input`, with OBS's code and comment and the next step where one is known.
   */
  call<Type extends keyof OBSRequestTypes>(
    type: Type,
    data?: OBSRequestTypes[Type],
    options?: ObsCallOptions,
  ): Promise<OBSResponseTypes[Type]>;
  /**
   * The requests that the library's types leave out, though every OBS since 28 has them: a source's private settings, saved with the scene collection and
   * kept through renames. The answer is unchecked.
   */
  callPrivate(
    type: 'GetSourcePrivateSettings' | 'SetSourcePrivateSettings',
    data: { readonly sourceName: string; readonly sourceSettings?: ObsJson },
    options?: ObsCallOptions,
  ): Promise<unknown>;
  /** One after the other in one message, stopping at the first failure if told so. */
  batch(
    requests: readonly ObsRequest[],
    options?: ObsCallOptions & { readonly haltOnFailure?: boolean },
  ): Promise<readonly ObsBatchAnswer[]>;
  /** Whether the connected OBS knows this request. */
  knows(request: string): boolean;
  /** Kinds of input that it can make ('browser_source', …). */
  hasInputKind(kind: string): boolean;
  on<Type extends keyof OBSEventTypes>(type: Type, listener: (data: OBSEventTypes[Type]) => void): () => void;
  /** After each connection, before `status` says ready; the first thing that mirrors do. A rejection makes the link start over. */
  onConnected(prepare: (signal: AbortSignal) => Promise<void>): () => void;
  /** Changes what is asked for: high-volume events are sent only while somebody wants them. */
  want(events: 'volume-meters' | 'transforms'): () => void;
  /** Tries at once instead of waiting. */
  retry(): void;
  /** The settings or the password changed. */
  refresh(): void;
  close(): Promise<void>;
}

/** What happened in OBS, for automation and clips. */
export type ObsNotice =
  | { readonly type: 'scene'; readonly scene: string }
  | {
      readonly type: 'output';
      readonly output: 'stream' | 'record' | 'replay';
      readonly state: ObsState['stream']['state'];
      readonly path?: string;
    }
  | { readonly type: 'replay-saved'; readonly path: string }
  | { readonly type: 'item'; readonly scene: string; readonly source: string; readonly visible: boolean }
  | { readonly type: 'media-ended'; readonly source: string }
  | { readonly type: 'connected' }
  | { readonly type: 'lost' };

/** Verbs on OBS. Each resolves when OBS's own event (or its state, read again) shows that it is done, and rejects in plain words otherwise. */
export interface ObsControl {
  /** The mirror; undefined while not connected. */
  readonly state: Cell<ObsState | undefined>;
  onNotice(listener: (notice: ObsNotice) => void): () => void;
  /** Switches the program scene; resolves when it is on air. */
  setScene(scene: string, options?: { readonly transition?: string; readonly signal?: AbortSignal }): Promise<void>;
  /** `scene` '' = the one on air. */
  setItem(request: { readonly scene: string; readonly source: string; readonly mode: 'on' | 'off' | 'toggle' }): Promise<void>;
  setFilter(request: { readonly source: string; readonly filter: string; readonly mode: 'on' | 'off' | 'toggle' }): Promise<void>;
  setText(source: string, text: string): Promise<void>;
  setPicture(source: string, file: string): Promise<void>;
  media(source: string, verb: 'play' | 'pause' | 'stop' | 'restart'): Promise<void>;
  setVolume(source: string, volumeDb: number, seconds: number, signal?: AbortSignal): Promise<void>;
  setMute(source: string, mode: 'on' | 'off' | 'toggle'): Promise<void>;
  record(verb: 'start' | 'stop' | 'pause' | 'resume'): Promise<{ readonly path: string | undefined }>;
  replay(verb: 'start' | 'stop'): Promise<void>;
  /** Saves the replay buffer; resolves with the file when it is whole. */
  saveReplay(signal?: AbortSignal): Promise<{ readonly path: string }>;
  stream(verb: 'start' | 'stop'): Promise<void>;
  /** PNG or JPEG bytes of a source or scene ('' = the program). */
  screenshot(source: string, options: { readonly format: 'png' | 'jpg'; readonly width: number }): Promise<Uint8Array>;
}
