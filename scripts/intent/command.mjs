import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { inRoot, root } from '../steps/paths.mjs';
import { heldOutLines, rehearsalLines, trainingLines } from './data-sets.mjs';
import { reportText } from './report.mjs';

export const USAGE = `Usage: npm run --silent intent -- try "LINE" ["LINE" …]     what a line wants and how it feels, one JSON document each
       npm run --silent intent -- evaluate [--json] [--dev]  how well the model in models/intent reads lines it was not made with
       npm run --silent intent -- train [--bits N] [--try]   makes models/intent anew from scripts/intent/data; the same every time
`;

const FOLDER = inRoot('models', 'intent');
const MODEL = join(FOLDER, 'intent.bin');
/** Size of the table of features, passes over the lines, Adagrad's step, pull towards zero: chosen on the dev lines. */
const TRAINING = { bits: 16, seed: 5, epochs: 6, rate: 0.35, l2: 0.00002 };
const THRESHOLDS = { request: 0.75, other: 0.4, emotion: 0.25 };

/** Returns the exit status. */
export async function runCommand([verb, ...rest]) {
  const sources = await load();
  if (verb === 'try' && rest.length > 0) return tryLines(sources, rest);
  if (verb === 'evaluate') return evaluateModel(sources, rest);
  if (verb === 'train') return trainModel(sources, rest);
  process.stderr.write(USAGE);
  return verb === '--help' ? 0 : 2;
}

async function load() {
  const { module } = await runnerImport(join(root, 'scripts', 'intent', 'sources.ts'), {
    configFile: false,
    root,
    logLevel: 'error',
  });
  return module;
}

function shipped({ createIntentClassifier, modelFromBytes }) {
  return createIntentClassifier(modelFromBytes(readFileSync(MODEL)));
}

function tryLines(sources, lines) {
  const classifier = shipped(sources);
  for (const text of lines) {
    const reading = classifier.read(text) ?? null;
    const argument = reading && sources.argumentOf(text, reading.intent);
    process.stdout.write(
      `${JSON.stringify({ text, ...reading, argument, likely: classifier.explain(text)?.intents.slice(0, 3) })}\n`,
    );
  }
  return 0;
}

function evaluateModel(sources, options) {
  const lines = heldOutLines(sources)[options.includes('--dev') ? 'dev' : 'test'];
  const report = reportOf(sources, shipped(sources), lines);
  process.stdout.write(options.includes('--json') ? `${JSON.stringify(report)}\n` : reportText(report));
  return 0;
}

function reportOf({ evaluate }, classifier, lines) {
  const languages = Object.fromEntries(
    [...new Set(lines.map(({ lang }) => lang))].map((lang) => [
      lang,
      evaluate(
        classifier,
        lines.filter((line) => line.lang === lang),
      ),
    ]),
  );
  return { lines: lines.length, all: evaluate(classifier, lines), languages };
}

function trainModel(sources, options) {
  const bits = options.includes('--bits') ? Number(options[options.indexOf('--bits') + 1]) : TRAINING.bits;
  const lines = trainingLines(sources);
  const { dev, test } = heldOutLines(sources);
  // What is held out is held out: a line that a grammar happens to write as well does not train.
  const held = new Set([...dev, ...test].map(({ text }) => sources.lineForReading(text)));
  const training = lines.filter(({ text }) => !held.has(sources.lineForReading(text)));
  process.stderr.write(
    `${training.length} lines (${lines.length - training.length} left out: held out), ${dev.length} to tune, ${test.length} to test\n`,
  );
  const weights = finished(sources.train({ ...TRAINING, bits, lines: training, base: undefined }));
  const draft = sources.packedModel(weights, {
    temperatures: { intent: 1, emotion: 1 },
    thresholds: THRESHOLDS,
    ownExamples: 0,
    trainedAt: 0,
  });
  const fitted = sources.withFittedIdle(draft, dev);
  const model = { ...fitted, header: { ...fitted.header, temperatures: sources.fittedTemperatures(fitted, dev) } };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MODEL, sources.bytesFromModel(model));
  writeFileSync(join(FOLDER, 'heldout.jsonl'), jsonLines(test));
  writeFileSync(join(FOLDER, 'rehearsal.jsonl'), jsonLines(rehearsalLines(training, sources.createRandom(TRAINING.seed), 40)));
  process.stderr.write(`temperatures ${JSON.stringify(model.header.temperatures)}\n`);
  process.stdout.write(
    reportText(reportOf(sources, sources.createIntentClassifier(model), options.includes('--report-test') ? test : dev)),
  );
  return 0;
}

function finished(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (value.linesSeen % 20_000 === 0) process.stderr.write(`  ${value.linesSeen} of ${value.linesInAll}\n`);
  }
}

const jsonLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
