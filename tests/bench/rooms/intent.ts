import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntentClassifier } from '#shared/intent/classifier.ts';
import { evaluate } from '#shared/intent/evaluation.ts';
import { labelledLinesFrom } from '#shared/intent/labels.ts';
import { modelFromBytes } from '#shared/intent/model-file.ts';
import { ROOT } from '../../support/studio-process.ts';

const ROUNDS = 40;

/** How long one line takes to read, in ms: ordinary ones (held out), and the longest that are read; and how often it is read right. */
export function measureIntent() {
  const folder = join(ROOT, 'models', 'intent');
  const lines = labelledLinesFrom(readFileSync(join(folder, 'heldout.jsonl'), 'utf8'));
  const began = performance.now();
  const classifier = createIntentClassifier(modelFromBytes(readFileSync(join(folder, 'intent.bin'))));
  const loadMs = performance.now() - began;
  const texts = Array.from({ length: ROUNDS }, () => lines.map(({ text }) => text)).flat();
  const longest = lines.map(({ text }) => text.repeat(Math.ceil(300 / text.length)));
  for (const text of texts.slice(0, 2000)) classifier.read(text);
  const { intent, emotion, falseRequests } = evaluate(classifier, lines);
  return {
    lines: texts.length,
    loadMs,
    // What one line costs the processor, whatever else runs on the machine.
    cpuMsPerLine: cpuMsOf(() => texts.forEach((text) => void classifier.read(text))) / texts.length,
    cpuMsPer300Letters: cpuMsOf(() => longest.forEach((text) => void classifier.read(text))) / longest.length,
    perLineMs: spread(texts.map((text) => msOf(() => classifier.read(text)))),
    per300LettersMs: spread(longest.flatMap((text) => [0, 1, 2].map(() => msOf(() => classifier.read(text))))),
    heldOut: {
      lines: lines.length,
      intentAccuracy: intent.accuracy,
      intentMacroF1: intent.macroF1,
      emotionAccuracy: emotion.accuracy,
      emotionMacroF1: emotion.macroF1,
      falseRequests,
    },
  };
}

function msOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
