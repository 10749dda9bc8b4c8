import type { Cell } from '#shared/cell.ts';
import type { MusicImport } from '#shared/contract/music.ts';
import type { MusicView, PLAYER_KINDS, PlayerOrder, PlayerReport, Playlist, Track } from '#shared/music/music.ts';

/** What the rest of the program may ask of the music. */
export interface MusicDesk {
  readonly view: Cell<MusicView>;
  play(playlist: string): void;
  pause(): void;
  next(): void;
  previous(): void;
  stop(): void;
  /** A viewer's wish; the answer says what became of it, for her words. */
  request(wish: { readonly text: string; readonly by: string; readonly viewerKey: string | undefined }): {
    readonly outcome: 'queued' | 'playing' | 'unknown' | 'already' | 'full' | 'off';
    readonly title: string;
  };
  /** The scene on air changed: its playlist, if it has one, fades in. */
  sceneChanged(scene: string): void;
  close(): Promise<void>;
}

export type PlayerKind = (typeof PLAYER_KINDS)[number];
export interface MusicService extends MusicDesk {
  /** Names of the playlists. */
  playlists(): readonly string[];
  /** `trackId`: begin with this one. Throws `not-found` where there is no such list, or nothing in it. */
  begin(playlist: string, trackId?: string): void;
  seek(seconds: number): void;
  dropRequest(id: string): boolean;
  /** A page that can play has come. `changed` is called when `orderFor` has something new for it. */
  attach(playerId: string, kind: PlayerKind, changed: () => void): () => void;
  orderFor(playerId: string): PlayerOrder;
  report(report: PlayerReport): void;
  /** Settings or panic have changed. */
  refresh(): void;
}

/** Tracks and playlists on disk. */
export interface MusicLibrary {
  /** In the order in which they came. */
  readonly tracks: Cell<readonly Track[]>;
  readonly playlists: Cell<readonly Playlist[]>;
  readonly imports: Cell<readonly MusicImport[]>;
  readonly folder: string;
  /** By id or name; all tracks for ''. Undefined: there is no such list. */
  list(idOrName: string): { readonly id: string; readonly tracks: readonly Track[] } | undefined;
  begin(name: string, bytes: number): Promise<{ id: string; url: string }>;
  /** A piece of an upload; see `UploadIntake`. */
  write(id: string, index: number, offset: number, bytes: Uint8Array): Promise<void>;
  rename(trackId: string, title: string, artist: string): void;
  learnLength(trackId: string, seconds: number): void;
  remove(trackId: string): Promise<void>;
  savePlaylist(playlist: Playlist): void;
  removePlaylist(id: string): void;
  close(): Promise<void>;
}
