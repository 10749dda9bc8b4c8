/** What the command needs of the program. */
export { argumentOf } from '#shared/intent/argument.ts';
export { fittedTemperatures, withFittedIdle } from '#shared/intent/calibration.ts';
export { createIntentClassifier } from '#shared/intent/classifier.ts';
export { evaluate } from '#shared/intent/evaluation.ts';
export { labelledLinesFrom } from '#shared/intent/labels.ts';
export { lineForReading } from '#shared/intent/line.ts';
export { bytesFromModel, modelFromBytes, packedModel } from '#shared/intent/model-file.ts';
export { createRandom } from '#shared/intent/random.ts';
export { train } from '#shared/intent/trainer.ts';
export { INTENTS } from '#shared/live/appraisal.ts';
export { EMOTIONS } from '#shared/speech/emotion.ts';
