import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createIntentClassifier, type IntentClassifier } from '#shared/intent/classifier.ts';
import { evaluate } from '#shared/intent/evaluation.ts';
import { type LabelledLine, labelledLinesFrom } from '#shared/intent/labels.ts';
import { bytesFromModel, type IntentModel, modelFromBytes, packedModel, unpackedWeights } from '#shared/intent/model-file.ts';
import { train, type Weights } from '#shared/intent/trainer.ts';
import { type TrainingReply, trainingJobSchema } from './training-protocol.ts';

/**
 * Thread that trains on from the shipped model with the streamer's examples, among lines of every kind so that the rest is not forgotten. It always
 * begins at the shipped model: the same examples give the same model. It rests a third of the time, so that a show on a small machine does not feel it.
 */
const SEED = 11;
const EPOCHS = 4;
/** Lower than where the shipped model came from: own examples bend it, they do not break it. */
const RATE = 0.2;
const L2 = 0.0005;
/** A few own examples are gone over more often, until they are this share of all lines. */
const OWN_SHARE = 0.3;
const MOST_REPEATS = 8;
const WORK_MS = 20;
const REST_MS = 10;

const job = trainingJobSchema.parse(workerData);
const shipped = modelFromBytes(readFileSync(join(job.shippedFolder, 'intent.bin')));
const before = createIntentClassifier(job.ownFile === undefined ? shipped : modelFromBytes(readFileSync(job.ownFile)));
const heldOut = labelledLinesFrom(readFileSync(join(job.shippedFolder, 'heldout.jsonl'), 'utf8'));
const rehearsal = labelledLinesFrom(readFileSync(join(job.shippedFolder, 'rehearsal.jsonl'), 'utf8'));

const model: IntentModel = tuned(shipped, rehearsal, job.examples);
const after = createIntentClassifier(model);
reply({ type: 'done', model: bytesFromModel(model), general: compared(heldOut), own: compared(job.examples) });

function tuned(base: IntentModel, ordinary: readonly LabelledLine[], own: readonly LabelledLine[]): IntentModel {
  const repeats = Math.min(MOST_REPEATS, Math.max(1, Math.round((ordinary.length * OWN_SHARE) / Math.max(1, own.length))));
  const steps = train({
    lines: [...ordinary, ...Array.from({ length: repeats }, () => own).flat()],
    bits: base.header.bits,
    seed: SEED,
    epochs: EPOCHS,
    rate: RATE,
    l2: L2,
    base: unpackedWeights(base),
  });
  const { temperatures, thresholds } = base.header;
  return packedModel(finished(steps), { temperatures, thresholds, ownExamples: own.length, trainedAt: job.trainedAt });
}

function finished(steps: ReturnType<typeof train>): Weights {
  const alarm = new Int32Array(new SharedArrayBuffer(4));
  let workedSince = Number.NEGATIVE_INFINITY;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - workedSince < WORK_MS) continue;
    reply({ type: 'progress', share: step.value.linesSeen / step.value.linesInAll });
    Atomics.wait(alarm, 0, 0, REST_MS);
    workedSince = performance.now();
  }
}

function compared(lines: readonly LabelledLine[]) {
  return { before: scored(before, lines), after: scored(after, lines) };
}

function scored(classifier: IntentClassifier, lines: readonly LabelledLine[]) {
  const { intent, emotion } = evaluate(classifier, lines);
  return { lines: lines.length, intent: intent.accuracy, emotion: emotion.accuracy };
}

function reply(message: TrainingReply): void {
  parentPort?.postMessage(message);
}
