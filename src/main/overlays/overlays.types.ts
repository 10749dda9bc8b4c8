import type { Cell } from '#shared/cell.ts';
import type { OverlayPicture, OverlaysView, OwnTheme, TEST_EVENTS, ThemeImport } from '#shared/contract/overlays.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { OverlayTopic } from '#shared/overlays/overlay-list.ts';
import type { OverlayCursor, OverlayMessage, OverlayStates, StateTopic } from '#shared/overlays/overlay-states.ts';

/** Tells overlay pages. Every page is told everything; one that reads slowly misses chat lines (counted) and states in between, never the last. */
export interface OverlayHub {
  /** The state of a topic as a whole; the same again does nothing. */
  set<Topic extends StateTopic>(topic: Topic, state: OverlayStates[Topic]): void;
  /** Events as others may see them: chat lines come and go. */
  live(events: readonly LiveEvent[]): void;
  /** An emote has a picture now: lines that show it come again. */
  emoteArrived(emote: string): void;
  watch(wish: {
    readonly topics: readonly OverlayTopic[];
    readonly after: OverlayCursor | null;
    readonly signal: AbortSignal;
  }): AsyncGenerator<OverlayMessage, void>;
  readonly pages: number;
  /** Lines that pages missed. */
  readonly omitted: number;
}

/** Alerts one after the other. */
export interface AlertDesk {
  readonly view: Cell<OverlaysView['alerts']>;
  live(events: readonly LiveEvent[]): void;
  /** The streamer's own. */
  own(title: string, text: string): void;
  skip(all: boolean): void;
  /** While on, none begins and the one that is shown is put back. */
  pause(on: boolean): void;
  close(): void;
}

export interface PictureLibrary {
  readonly pictures: Cell<readonly OverlayPicture[]>;
  readonly ready: Promise<void>;
  find(fileName: string): OverlayPicture | undefined;
  /** Rejects StudioError `invalid-input`, `too-large` or `storage`. */
  add(fileName: string, bytes: Uint8Array): Promise<OverlayPicture>;
  /** Rejects `not-found`. */
  remove(fileName: string): Promise<void>;
}

/** Themes that the streamer added. */
export interface ThemeLibrary {
  readonly themes: Cell<readonly OwnTheme[]>;
  readonly imports: Cell<readonly ThemeImport[]>;
  readonly ready: Promise<void>;
  /** Address of the theme's style sheet. */
  url(id: string): string;
  begin(name: string, files: readonly { readonly path: string; readonly bytes: number }[]): Promise<{ id: string; url: string }>;
  write(id: string, index: number, offset: number, bytes: Uint8Array): Promise<void>;
  /** Rejects `not-found`. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

export type TestEvent = (typeof TEST_EVENTS)[number];

/** What the contract and the deeds of the show call. */
export interface OverlayDesk {
  readonly view: Cell<OverlaysView>;
  readonly pictures: PictureLibrary;
  readonly themes: ThemeLibrary;
  watch: OverlayHub['watch'];
  test(event: TestEvent): void;
  skipAlert(all: boolean): void;
  alert(title: string, text: string): void;
  /** '' gives the line back to the program. */
  status(text: string): void;
  /** '' clears the frame; 0 s = until the next. False: no such picture. */
  frame(fileName: string, seconds: number): boolean;
}
