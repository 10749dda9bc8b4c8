import type { OverlayTopic, WidgetId } from '#shared/overlays/overlay-list.ts';
import type { WidgetSettings } from '#shared/overlays/overlay-settings.ts';
import type { ChatChange, OverlayShow, OverlayStates } from '#shared/overlays/overlay-states.ts';
import type { OverlayWords } from './words.ts';

/** What a widget knows of the page that it stands on. */
export interface WidgetWorld<Id extends WidgetId = WidgetId> {
  /** The widget's own; a new object after each change. */
  readonly settings: () => WidgetSettings[Id];
  readonly show: () => OverlayShow;
  readonly words: () => OverlayWords;
  /** ms since the epoch, by the program's clock. */
  readonly now: () => number;
  /** In the studio: nothing makes a sound, and nothing is ever empty. */
  readonly preview: boolean;
  readonly token: string;
}

/** One overlay. It touches the document only when something has changed; texts go in by textContent alone. */
export interface Widget {
  /** `show` or one of the widget's topics has changed; `states` holds all that is known. */
  update?(topic: OverlayTopic, states: Partial<OverlayStates>): void;
  /** Lines of chat; `fresh`: these are all there are. */
  chat?(changes: readonly ChatChange[], fresh: boolean): void;
  /** Four times a second. */
  tick?(nowMs: number): void;
  /** Before each picture. `pageMs`: the page's own clock. */
  frame?(nowMs: number, pageMs: number): void;
}

/** `box`: its place in the page, empty. */
export type CreateWidget<Id extends WidgetId = WidgetId> = (box: HTMLElement, world: WidgetWorld<Id>) => Widget;
