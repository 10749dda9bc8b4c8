import type { Cell } from '#shared/cell.ts';
import type { IntentExample, IntentView } from '#shared/contract/intent.ts';
import type { Probability } from '#shared/intent/classifier.ts';
import type { Intent, Reading } from '#shared/live/appraisal.ts';
import type { Emotion } from '#shared/speech/emotion.ts';

export interface ExampleInput {
  readonly text: string;
  readonly intent?: Intent | undefined;
  readonly emotion?: Emotion | undefined;
}

export interface ExampleQuery {
  readonly search: string;
  readonly intent?: Intent | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The streamer's own examples, newest first, at most 5000. Changes resolve when they are on disk and reject `storage` when they cannot be. */
export interface ExampleBook {
  page(query: ExampleQuery): { examples: IntentExample[]; found: number };
  /** Throws `conflict` when there is no room. */
  add(example: ExampleInput): Promise<{ id: string; replaced: boolean }>;
  /** All where no ids are given. */
  remove(ids: readonly string[] | undefined): Promise<{ removed: number }>;
  /** Brings back what the last removal took. Throws `not-found` when there is nothing. */
  undoRemove(): Promise<void>;
  exported(): { fileName: string; text: string };
  imported(text: string): Promise<{ added: number; replaced: number; unreadable: number; noRoom: number }>;
}

/** Reads lines with a small classifier, and lets the streamer teach it. */
export interface IntentDesk {
  /** About 0.02 ms, never throws; undefined when nothing can be read in it. */
  read(text: string): Reading | undefined;
  examine(text: string):
    | {
        intent: Intent;
        emotion: Emotion;
        intents: Probability<Intent>[];
        emotions: Probability<Emotion>[];
        argument: string;
      }
    | undefined;
  readonly view: Cell<IntentView>;
  readonly examples: ExampleBook;
  /** Begins in the background; the view tells how far it is and how it ended. Throws `conflict` or `invalid-input`. */
  train(): void;
  cancelTraining(): void;
  /** Throw `not-found` when there is nothing to go back to, `storage` when the disk does not take it. */
  undoTraining(): void;
  resetModel(): void;
  /** Ends a training; idempotent. */
  close(): Promise<void>;
}
