import type { Intent } from '#shared/live/appraisal.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { createIntentClassifier, type Probability } from './classifier.ts';
import type { LabelledLine } from './labels.ts';
import type { IntentModel, ModelHeader } from './model-file.ts';

/** Temperatures that are tried: 0.3 to 4, a twentieth apart on a scale of powers. */
const CANDIDATES = Array.from({ length: 54 }, (_, step) => 0.3 * 1.05 ** step);

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
