import { INTENTS, type Intent, type Reading } from '#shared/live/appraisal.ts';
import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';
import { collectFeatures, createFeatureList } from './features.ts';
import { INTENT_COUNT, LABEL_COUNT } from './labels.ts';
import { lineForReading } from './line.ts';
import type { IntentModel } from './model-file.ts';
import { softmaxInPlace } from './softmax.ts';

/** Intents that make her do something: a wrong one costs more than a missed one. */
export const REQUESTS: ReadonlySet<Intent> = new Set(['sing', 'draw', 'dance', 'search', 'picture', 'skip', 'scene', 'costume']);

export interface Probability<Label> {
  readonly label: Label;
  readonly probability: number;
}

export interface IntentClassifier {
  /** What a line wants and how it feels; 'chat' and 'neutral' when unsure, undefined when nothing can be read. Deterministic, about 0.02 ms a line. */
  read(text: string): Reading | undefined;
  /** All probabilities, highest first, before the doubtful ones are put aside; undefined when nothing can be read. */
  explain(
    text: string,
  ): { readonly intents: readonly Probability<Intent>[]; readonly emotions: readonly Probability<Emotion>[] } | undefined;
}

/** Not to be used from two threads: it reuses its scratch room. */
export function createIntentClassifier({ header, weights }: IntentModel): IntentClassifier {
  const list = createFeatureList();
  const sums = new Int32Array(LABEL_COUNT);
  const scores = new Float64Array(LABEL_COUNT);
  const { thresholds, temperatures } = header;
  const scales = Float64Array.from(header.scales);
  const biases = Float64Array.from(header.biases);
  const chat = INTENTS.indexOf('chat');
  const neutral = INTENT_COUNT + EMOTIONS.indexOf('neutral');

  /** Fills `scores` with probabilities; false when the line is empty. Sums are whole numbers: no rounding differs between machines. */
  function score(text: string): boolean {
    const line = lineForReading(text);
    if (line === '') return false;
    collectFeatures(line, header.bits, list);
    addRows(weights, list.buckets, list.count, sums);
    const share = 1 / Math.sqrt(list.count);
    for (let label = 0; label < LABEL_COUNT; label++)
      scores[label] = (sums[label] ?? 0) * (scales[label] ?? 0) * share + (biases[label] ?? 0);
    softmaxInPlace(scores, 0, INTENT_COUNT, temperatures.intent);
    softmaxInPlace(scores, INTENT_COUNT, LABEL_COUNT, temperatures.emotion);
    return true;
  }

  function best(from: number, to: number): number {
    let winner = from;
    for (let label = from + 1; label < to; label++) if ((scores[label] ?? 0) > (scores[winner] ?? 0)) winner = label;
    return winner;
  }

  /**
   * The column to believe: a request must be sure to be one (which one may be less sure), else the likeliest of the others is taken; what is unlikely even
   * so is chat.
   */
  function believed(): number {
    const place = best(0, INTENT_COUNT);
    if (!isRequest(place)) return (scores[place] ?? 0) < thresholds.other ? chat : place;
    let requests = 0;
    let other = chat;
    for (let label = 0; label < INTENT_COUNT; label++) {
      if (isRequest(label)) requests += scores[label] ?? 0;
      else if ((scores[label] ?? 0) > (scores[other] ?? 0)) other = label;
    }
    if (requests < thresholds.request) return other;
    return (scores[place] ?? 0) < thresholds.other ? chat : place;
  }

  return {
    read(text) {
      if (!score(text)) return undefined;
      const intentPlace = believed();
      let emotionPlace = best(INTENT_COUNT, LABEL_COUNT);
      if ((scores[emotionPlace] ?? 0) < thresholds.emotion) emotionPlace = neutral;
      return {
        intent: INTENTS[intentPlace] ?? 'chat',
        intentScore: scores[intentPlace] ?? 0,
        emotion: EMOTIONS[emotionPlace - INTENT_COUNT] ?? 'neutral',
        emotionScore: scores[emotionPlace] ?? 0,
      };
    },
    explain(text) {
      if (!score(text)) return undefined;
      return {
        intents: ranked(INTENTS, scores, 0),
        emotions: ranked(EMOTIONS, scores, INTENT_COUNT),
      };
    },
  };
}

/** Into `sums`, for each column, the sum of the rows of these buckets. The only loop whose speed matters. */
function addRows(weights: Int8Array, buckets: Uint32Array, count: number, sums: Int32Array): void {
  const columns = LABEL_COUNT;
  sums.fill(0);
  for (let place = 0; place < count; place++) {
    const row = (buckets[place] ?? 0) * columns;
    for (let label = 0; label < columns; label++) sums[label] = (sums[label] ?? 0) + (weights[row + label] ?? 0);
  }
}

const isRequest = (place: number): boolean => REQUESTS.has(INTENTS[place] ?? 'chat');

function ranked<Label>(labels: readonly Label[], scores: Float64Array, from: number): Probability<Label>[] {
  return labels
    .map((label, place) => ({ label, probability: scores[from + place] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
}
