import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { IntentView, TrainingResult } from '#shared/contract/intent.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { argumentOf } from '#shared/intent/argument.ts';
import { createIntentClassifier, type IntentClassifier } from '#shared/intent/classifier.ts';
import type { ModelHeader } from '#shared/intent/model-file.ts';
import type { Reading } from '#shared/live/appraisal.ts';
import { createRecentResults } from '#shared/live/recent-results.ts';
import { createExampleBook, MAX_EXAMPLES, type OpenExampleBook } from './example-book.ts';
import type { IntentDesk } from './intent.types.ts';
import { createModelShelf, type ModelShelf } from './model-shelf.ts';
import { runTraining, type TrainingOutcome } from './training-run.ts';

/** A model that reads so much less of the general lines right (as a share) is not taken. */
const MOST_LOSS = 0.05;
const LIKELIEST = 3;
/** Lines that floods repeat. */
const REMEMBERED_LINES = 4000;
const LONGEST_REMEMBERED = 120;

export interface IntentDeskOptions {
  /** Models that ship with the program. */
  readonly modelsDir: string;
  readonly dataDir: string;
  /** Built `intent-worker.cjs`. */
  readonly workerFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

/** See {@link IntentDesk}. One training at a time: idle → training → adopted | worse | cancelled | failed → idle. */
export function createIntentDesk({ modelsDir, dataDir, workerFile, clock, logger, report }: IntentDeskOptions): IntentDesk {
  const ownFolder = join(dataDir, 'intent');
  const shelf = createModelShelf({ shippedFolder: join(modelsDir, 'intent'), ownFolder, logger });
  let classifier = classifierOf(shelf);
  let readings = createRecentResults<Reading | undefined>(REMEMBERED_LINES);
  let training: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  let share: number | null = null;
  let last: TrainingResult | null = null;
  const examples = createExampleBook({
    file: join(ownFolder, 'examples.json'),
    clock,
    logger,
    onChange: () => view.set(viewNow()),
  });
  const view: Cell<IntentView> = createCell(viewNow());
  tellHealth();

  function readNow(text: string): Reading | undefined {
    return classifier?.read(text);
  }

  function viewNow(): IntentView {
    const header = shelf.inUse?.header;
    return {
      model: { source: shelf.source, examples: header?.ownExamples ?? 0, trainedAt: header?.trainedAt ?? 0 },
      canUndo: shelf.canSwap,
      training: share,
      last,
      examples: summaryOf(examples, header),
    };
  }

  function modelChanged(): void {
    classifier = classifierOf(shelf);
    readings = createRecentResults(REMEMBERED_LINES);
    tellHealth();
    view.set(viewNow());
  }

  function tellHealth(): void {
    report(
      classifier === undefined
        ? {
            status: 'failed',
            reason: 'intent-model-missing',
            message:
              'What viewers want is not recognised: the file models/intent/intent.bin cannot be read. Install the program again.',
          }
        : { status: 'ready' },
    );
  }

  async function trainNow(signal: AbortSignal): Promise<void> {
    let result: TrainingResult;
    try {
      const outcome = await runTraining({
        workerFile,
        job: {
          shippedFolder: shelf.shippedFolder,
          ownFile: shelf.ownFile,
          examples: examples.all().map(({ text, intent, emotion }) => ({ text, intent, emotion })),
          trainedAt: clock.now(),
        },
        clock,
        signal,
        onProgress(next) {
          share = next;
          view.set(viewNow());
        },
      });
      result = settled(outcome);
    } catch (error) {
      const cancelled = error instanceof StudioError && error.code === 'cancelled';
      if (!cancelled) logger.error('a training of intents failed', { why: messageFromUnknown(error) });
      result = {
        outcome: cancelled ? 'cancelled' : 'failed',
        message: messageFromUnknown(error),
        at: clock.now(),
        general: null,
        own: null,
      };
    }
    share = null;
    training = undefined;
    last = result;
    modelChanged();
  }

  function settled({ model, general, own }: TrainingOutcome): TrainingResult {
    const worse = general.after.intent < general.before.intent - MOST_LOSS;
    if (!worse) shelf.adopt(model);
    return { outcome: worse ? 'worse' : 'adopted', message: '', at: clock.now(), general, own };
  }

  return {
    read: (text) => (text.length > LONGEST_REMEMBERED ? readNow(text) : readings.of(text, readNow)),
    examine(text) {
      const reading = classifier?.read(text);
      const said = classifier?.explain(text);
      if (reading === undefined || said === undefined) return undefined;
      return {
        intent: reading.intent,
        emotion: reading.emotion,
        intents: said.intents.slice(0, LIKELIEST),
        emotions: said.emotions.slice(0, LIKELIEST),
        argument: argumentOf(text, reading.intent),
      };
    },
    view,
    examples,
    train() {
      if (training !== undefined) throw new StudioError('conflict', 'A training is running already. Wait for it or cancel it.');
      if (examples.all().length === 0)
        throw new StudioError('invalid-input', 'There is nothing to learn from yet. Add an example first.');
      const abort = new AbortController();
      share = 0;
      training = { abort, ended: trainNow(abort.signal) };
      view.set(viewNow());
    },
    cancelTraining: () => training?.abort.abort(),
    undoTraining() {
      refuseWhileTraining();
      if (!shelf.canSwap) throw new StudioError('not-found', 'There is no other model to go back to.');
      shelf.swap();
      modelChanged();
    },
    resetModel() {
      refuseWhileTraining();
      if (shelf.ownFile === undefined) throw new StudioError('not-found', 'The model as it ships is in use already.');
      shelf.resetModel();
      modelChanged();
    },
    async close() {
      training?.abort.abort();
      await training?.ended;
      await examples.close();
    },
  };

  function refuseWhileTraining(): void {
    if (training !== undefined) throw new StudioError('conflict', 'A training is running. Wait for it or cancel it first.');
  }
}

function classifierOf({ inUse }: ModelShelf): IntentClassifier | undefined {
  return inUse === undefined ? undefined : createIntentClassifier(inUse);
}

function summaryOf(book: OpenExampleBook, model: ModelHeader | undefined): IntentView['examples'] {
  const byIntent: Record<string, number> = {};
  const all = book.all();
  const learned = model?.ownExamples ?? 0;
  const trainedAt = model?.trainedAt ?? 0;
  for (const { intent } of all) if (intent !== undefined) byIntent[intent] = (byIntent[intent] ?? 0) + 1;
  return {
    count: all.length,
    most: MAX_EXAMPLES,
    byIntent,
    version: book.version,
    unlearned: all.length !== learned || all.some(({ addedAt }) => addedAt > trainedAt),
    removed: book.removed,
  };
}
