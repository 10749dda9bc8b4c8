import type { UtteranceStart } from '#main/speech/speech.types.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';

/** One sentence of the running turn. Its sound is kept until it has been heard, so that another stage can take over. */
export interface Utterance {
  readonly start: UtteranceStart;
  readonly visemes: VisemeCue[];
  readonly words: WordCue[];
  /** Contiguous 48 kHz mono float32, from sample 0; emptied when heard. */
  chunks: Float32Array[];
  samplesReceived: number;
  /** Known once synthesis has ended. */
  totalSamples: number | undefined;
  finished: boolean;
}

/** What was heard of a turn, for memory and the ledger. */
export interface Heard {
  readonly text: string;
  readonly complete: boolean;
}

/** All that the hub knows of the turn that plays: what was handed in and how far the sound has come. */
export interface TurnPlayback {
  readonly turnId: number;
  readonly utterances: Utterance[];
  /** Utterance whose sound plays or comes next, and the ms of it that were heard. */
  index: number;
  positionMs: number;
  playing: boolean;
  /** No further utterance will come. */
  ended: boolean;
}

export function createTurnPlayback(turnId: number): TurnPlayback {
  return { turnId, utterances: [], index: 0, positionMs: 0, playing: false, ended: false };
}

export function createUtterance(start: UtteranceStart): Utterance {
  return { start, visemes: [], words: [], chunks: [], samplesReceived: 0, totalSamples: undefined, finished: false };
}

/** Marks utterances up to and including `index` as heard and lets their sound go. */
export function finishUtterance(turn: TurnPlayback, index: number): void {
  for (let i = turn.index; i <= index; i++) {
    const utterance = turn.utterances[i];
    if (!utterance) break;
    utterance.finished = true;
    utterance.chunks = [];
    turn.index = i + 1;
    turn.positionMs = 0;
  }
}

export function isPlayedOut(turn: TurnPlayback): boolean {
  return turn.ended && turn.index >= turn.utterances.length;
}

/** Caption units of `utterance` heard at `positionMs`: up to the end of the last word that had begun. Without word times, in proportion. */
export function heardUnits(utterance: Utterance, positionMs: number): number {
  if (positionMs <= 0) return 0;
  if (utterance.words.length > 0) {
    let units = 0;
    for (const word of utterance.words) {
      if (word.startMs >= positionMs) break;
      units = word.textEnd;
    }
    return units;
  }
  const samples = utterance.totalSamples ?? utterance.samplesReceived;
  if (samples === 0) return 0;
  const share = Math.min(1, positionMs / ((samples / PCM_SAMPLE_RATE_HZ) * 1000));
  return Math.floor(utterance.start.text.length * share);
}

/** Blank between sentences: none after CJK, one between others. */
function separatorAfter(text: string): string {
  return text === '' || /[\s\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]$/u.test(text) ? '' : ' ';
}

function joinSentences(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) joined += separatorAfter(joined) + part;
  return joined.trim();
}

/** Her own words only: what the assistant read out is not hers. */
export function heardOf(turn: TurnPlayback): Heard {
  const parts: string[] = [];
  for (const [i, utterance] of turn.utterances.entries()) {
    const { text, speaker } = utterance.start;
    const units = utterance.finished ? text.length : i === turn.index ? heardUnits(utterance, turn.positionMs) : 0;
    if (speaker === 'her') parts.push(text.slice(0, units));
    if (!utterance.finished) break;
  }
  return { text: joinSentences(parts.filter((part) => part !== '')), complete: isPlayedOut(turn) };
}

/** Captions so far, how many of their UTF-16 units have been heard, and the mood of the present sentence. */
export interface TurnProgress {
  readonly text: string;
  readonly spokenUntil: number;
  readonly emotion: Emotion;
}

export function progressOf(turn: TurnPlayback): TurnProgress {
  let text = '';
  let spokenUntil = 0;
  let emotion: Emotion = 'neutral';
  for (const [i, utterance] of turn.utterances.entries()) {
    if (utterance.start.speaker !== 'her') continue;
    text += separatorAfter(text);
    if (utterance.finished) spokenUntil = text.length + utterance.start.text.length;
    else if (i === turn.index) spokenUntil = text.length + heardUnits(utterance, turn.positionMs);
    if (i <= turn.index) emotion = utterance.start.emotion;
    text += utterance.start.text;
  }
  return { text, spokenUntil, emotion };
}
