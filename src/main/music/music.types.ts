import type { Cell } from '#shared/cell.ts';
import type { MusicView } from '#shared/music/music.ts';

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
