import { INTENTS, type Intent } from '#shared/live/appraisal.ts';
import { EMOTIONS, type Emotion } from '#shared/speech/emotion.ts';
import { type IntentClassifier, REQUESTS } from './classifier.ts';
import type { LabelledLine } from './labels.ts';

export interface ClassScore<Label extends string> {
  readonly label: Label;
  /** Lines that are of this class. */
  readonly lines: number;
  /** Of what was called so, the share that is so; 1 where nothing was. */
  readonly precision: number;
  /** Of what is so, the share that was called so; 1 where nothing is. */
  readonly recall: number;
}

export interface Mistake {
  readonly text: string;
  readonly truth: string;
  readonly read: string;
}

export interface LabelScore<Label extends string> {
  readonly lines: number;
  readonly accuracy: number;
  /** Mean of the classes' F1: rare ones count as much as common ones. */
  readonly macroF1: number;
  readonly classes: readonly ClassScore<Label>[];
  readonly mistakes: readonly Mistake[];
}

export interface Evaluation {
  readonly intent: LabelScore<Intent>;
  readonly emotion: LabelScore<Emotion>;
  /** Of the lines that ask for nothing, the share that was taken for a request. */
  readonly falseRequests: number;
}

/** How well a classifier reads lines whose truth is known. */
export function evaluate(classifier: IntentClassifier, lines: readonly LabelledLine[]): Evaluation {
  const intents: [string, Intent, Intent][] = [];
  const emotions: [string, Emotion, Emotion][] = [];
  for (const line of lines) {
    const reading = classifier.read(line.text);
    if (line.intent !== undefined) intents.push([line.text, line.intent, reading?.intent ?? 'chat']);
    if (line.emotion !== undefined) emotions.push([line.text, line.emotion, reading?.emotion ?? 'neutral']);
  }
  const idle = intents.filter(([, truth]) => !REQUESTS.has(truth));
  return {
    intent: scoreOf(INTENTS, intents),
    emotion: scoreOf(EMOTIONS, emotions),
    falseRequests: share(idle.filter(([, , read]) => REQUESTS.has(read)).length, idle.length, 0),
  };
}

function scoreOf<Label extends string>(labels: readonly Label[], pairs: readonly [string, Label, Label][]): LabelScore<Label> {
  const classes = labels.map((label) => {
    const lines = pairs.filter(([, truth]) => truth === label).length;
    const called = pairs.filter(([, , read]) => read === label).length;
    const right = pairs.filter(([, truth, read]) => truth === label && read === label).length;
    return { label, lines, precision: share(right, called, 1), recall: share(right, lines, 1) };
  });
  const known = classes.filter(({ lines }) => lines > 0);
  const mistakes = pairs.flatMap(([text, truth, read]) => (truth === read ? [] : [{ text, truth, read }]));
  return {
    lines: pairs.length,
    accuracy: share(pairs.length - mistakes.length, pairs.length, 1),
    macroF1: share(
      known.reduce((sum, one) => sum + f1(one), 0),
      known.length,
      1,
    ),
    classes,
    mistakes,
  };
}

const f1 = ({ precision, recall }: { precision: number; recall: number }): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

const share = (part: number, whole: number, ofNothing: number): number => (whole === 0 ? ofNothing : part / whole);
