import { INTENTS, type Intent } from '#shared/live/appraisal.ts';
import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';
import { createIntentClassifier, type Probability } from './classifier.ts';
import { evaluate } from './evaluation.ts';
import { INTENT_COUNT, type LabelledLine } from './labels.ts';
import type { IntentModel, ModelHeader } from './model-file.ts';

/** Temperatures that are tried: 0.3 to 4, a twentieth apart on a scale of powers. */
const CANDIDATES = Array.from({ length: 54 }, (_, step) => 0.3 * 1.05 ** step);

/** How far the idle classes may be moved down, in the scores' unit, and the steps between. */
const MOST_SHIFT = 3;
const SHIFT_STEP = 0.1;

/**
 * The model with its idle classes ('chat', 'neutral') moved down as far as serves these lines best: they are so common in training that they win
 * whenever words are new. Of equally good ones the smallest move.
 */
export function withFittedIdle(model: IntentModel, lines: readonly LabelledLine[]): IntentModel {
  const chat = INTENTS.indexOf('chat');
  const neutral = INTENT_COUNT + EMOTIONS.indexOf('neutral');
  const best = { intent: { shift: 0, accuracy: -1 }, emotion: { shift: 0, accuracy: -1 } };
  for (let step = 0; step * SHIFT_STEP <= MOST_SHIFT; step++) {
    const shift = step * SHIFT_STEP;
    const score = evaluate(createIntentClassifier(moved(model, { [chat]: shift, [neutral]: shift })), lines);
    if (score.intent.accuracy > best.intent.accuracy) best.intent = { shift, accuracy: score.intent.accuracy };
    if (score.emotion.accuracy > best.emotion.accuracy) best.emotion = { shift, accuracy: score.emotion.accuracy };
  }
  return moved(model, { [chat]: best.intent.shift, [neutral]: best.emotion.shift });
}

function moved({ header, weights }: IntentModel, shifts: Readonly<Record<number, number>>): IntentModel {
  return { header: { ...header, biases: header.biases.map((bias, column) => bias - (shifts[column] ?? 0)) }, weights };
}

/** The temperatures under which the model is as sure as it is right on these lines, which it was not trained on (least log loss). */
export function fittedTemperatures(model: IntentModel, lines: readonly LabelledLine[]): ModelHeader['temperatures'] {
  const losses = CANDIDATES.map((temperature) => {
    const header = { ...model.header, temperatures: { intent: temperature, emotion: temperature } };
    return { temperature, ...logLosses({ ...model, header }, lines) };
  });
  const best = (kind: 'intent' | 'emotion'): number =>
    losses.reduce((least, one) => (one[kind] < least[kind] ? one : least)).temperature;
  return { intent: best('intent'), emotion: best('emotion') };
}

function logLosses(model: IntentModel, lines: readonly LabelledLine[]): { intent: number; emotion: number } {
  const classifier = createIntentClassifier(model);
  const sums = { intent: 0, emotion: 0 };
  for (const { text, intent, emotion } of lines) {
    const said = classifier.explain(text);
    if (said === undefined) continue;
    if (intent !== undefined) sums.intent -= Math.log(probabilityOf(said.intents, intent));
    if (emotion !== undefined) sums.emotion -= Math.log(probabilityOf(said.emotions, emotion));
  }
  return sums;
}

function probabilityOf<Label extends Intent | Emotion>(all: readonly Probability<Label>[], label: Label): number {
  return Math.max(1e-9, all.find((one) => one.label === label)?.probability ?? 0);
}
