import type { WordCue } from '#shared/speech/cues.ts';
import type { Emotion, Language } from '#shared/speech/emotion.ts';
import { createMouthTrack, type MouthTrack } from '#shared/speech/mouth.ts';
import type { PageDown } from '../net/link-messages.ts';

/** A sentence as the page needs it: what it says, how, and when. Positions are ms of its own sound. */
export interface BoardUtterance {
  readonly turnId: number;
  readonly index: number;
  readonly text: string;
  readonly language: Language;
  readonly emotion: Emotion;
  readonly intensity: number;
  readonly mouth: MouthTrack;
  /** Sorted by start; grows while the sentence is still being synthesised. */
  readonly words: WordCue[];
  /** Length of its sound, −1 until known. */
  totalMs: number;
}
type Message<T extends PageDown['type']> = Extract<PageDown, { type: T }>;

/** The sentences that were announced and not stopped. Bounded: the oldest give way, they were heard long ago. */
export interface SpeechBoard {
  open(message: Message<'utterance'>): void;
  addCues(message: Message<'cues'>): void;
  end(message: Message<'utterance-end'>): void;
  /** Forgets every turn with an id ≤ `turnId`. */
  stop(turnId: number): void;
  clear(): void;
  find(turnId: number, index: number): BoardUtterance | undefined;
}

const MAX_UTTERANCES = 64;
const SAMPLES_PER_MS = 48;

export function createSpeechBoard(): SpeechBoard {
  let utterances: BoardUtterance[] = [];
  // A plain loop, not `find`: it runs every frame and a closure would be garbage.
  function find(turnId: number, index: number): BoardUtterance | undefined {
    for (const utterance of utterances) if (utterance.turnId === turnId && utterance.index === index) return utterance;
    return undefined;
  }
  return {
    open({ turnId, index, text, language, emotion, intensity }) {
      if (find(turnId, index) !== undefined) return;
      if (utterances.length >= MAX_UTTERANCES) utterances.shift();
      utterances.push({ turnId, index, text, language, emotion, intensity, mouth: createMouthTrack(), words: [], totalMs: -1 });
    },
    addCues(message) {
      const utterance = find(message.turnId, message.index);
      utterance?.mouth.append(message.visemes);
      utterance?.words.push(...message.words);
    },
    end(message) {
      const utterance = find(message.turnId, message.index);
      if (utterance !== undefined) utterance.totalMs = message.totalSamples / SAMPLES_PER_MS;
    },
    stop(turnId) {
      utterances = utterances.filter((utterance) => utterance.turnId > turnId);
    },
    clear() {
      utterances = [];
    },
    find,
  };
}
