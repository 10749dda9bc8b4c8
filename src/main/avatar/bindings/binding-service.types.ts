import type { BindingDesk, FireAnswer, Fired } from '#main/avatar/bindings.types.ts';
import type { Hotkey } from '#main/platform/host.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Cell } from '#shared/cell.ts';
import type { BindingChange, BindingDraft, BindingsState, BindingsView } from '#shared/contract/bindings.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { Emotion } from '#shared/speech/emotion.ts';

/** The verbs that change the list. Each is one step of undo. */
export interface BindingEditing {
  readonly bindings: Cell<readonly Binding[]>;
  add(draft: BindingDraft): string;
  change(id: string, change: BindingChange): void;
  remove(ids: readonly string[]): void;
  /** The copy comes right after; it keeps no keys and buttons, which would only be in conflict. */
  duplicate(id: string): string;
  move(id: string, beforeId: string | null): void;
  /** Back to how the list was before the last change. */
  undo(): void;
  readonly canUndo: boolean;
  /** Takes in a list from elsewhere (a VTube Studio model, defaults) in one step, and remembers that this model has had its hotkeys made. */
  takeIn(bindings: readonly Binding[], modelId: string | undefined): number;
  isSeeded(modelId: string): boolean;
}

/** A sentence that the room begins to hear. */
export interface HeardSentence {
  readonly turnId: number;
  readonly text: string;
  readonly emotion: Emotion;
}

/** Short sounds that reactions play: files in one folder, named as the streamer named them. */
export interface SoundLibrary {
  /** File names, sorted. */
  readonly files: Cell<readonly string[]>;
  /** Keeps a WAV, MP3 or Ogg file, known by its content; returns the name it got. Throws `invalid-input`, `too-large` or `storage`. */
  add(fileName: string, bytes: Uint8Array): Promise<string>;
  remove(fileName: string): void;
}

/** The whole service: the port for its neighbours, what feeds it, and what the interface needs. */
export interface BindingService extends BindingDesk, Omit<BindingEditing, 'bindings' | 'isSeeded'> {
  /** As `fire`; `holds`: a `release` will follow. */
  press(id: string, by: Fired['by'], holds: boolean): FireAnswer;
  keepHolding(ids: readonly string[]): void;
  /** Runs a draft's actions without keeping it. Resolves with the first problem, or undefined when none shows within a moment. */
  test(draft: BindingDraft): Promise<string | undefined>;
  /** Ends every chain before its next action, what is held, and what waits. Goes with the program's stop. */
  stop(): void;
  /** Hotkeys for what the model in use can do and no binding of it does yet; returns how many. */
  createDefaults(): number;

  live(event: LiveEvent): void;
  heard(sentence: HeardSentence): void;
  touched(part: BodyPart): void;
  /** Both hands of the tracked person, as `emptyHands` lays them out; `swapped`: the first is the person's own right hand. */
  sawHands(hands: Float32Array, swapped: boolean): void;
  /** Fires what is bound to a phrase in the streamer's words; returns the names of what began. */
  said(text: string): readonly string[];

  /** The shortcuts to register for the whole system now; `onHotkeys` tells when that changes. */
  hotkeys(): readonly Hotkey[];
  onHotkeys(listener: () => void): () => void;
  /** Those of `hotkeys()` that the system did not give. */
  noteRefused(refused: readonly Pick<Hotkey, 'accelerator'>[]): void;
  /** The settings' hotkeys have changed. */
  refresh(): void;

  /** Rises with every change of `view()`, and of `state()`. */
  readonly viewVersion: Cell<number>;
  readonly stateVersion: Cell<number>;
  view(): BindingsView;
  state(): BindingsState;
  isOn(binding: Binding): boolean;
  /** As `close`, and resolves when all is on disk. */
  closed(): Promise<void>;
}
