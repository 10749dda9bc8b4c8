import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '#main/platform/logger.ts';
import { createLocalRecognizer } from '#main/recognition/local-recognizer.ts';
import { createRecognitionOf } from '#main/recognition/recognition.ts';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { createResampler } from '#shared/audio/resampler.ts';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { libraryOf } from '../support/asr-library.ts';
import { edits, units } from '../support/error-rate.ts';
import { buildInferenceWorker, inferenceRig } from '../support/inference.ts';
import { percentile, rounded } from '../support/numbers.ts';
import { type RealModel, realMoonshine, realWhisper } from '../support/real-models/real-models.ts';
import { hardware } from './support.ts';

export const name = 'recognition';
export const description =
  'error rate and time of the local recognisers, real weights in a real inference process, over human and synthetic speech';

interface Utterance {
  readonly set: string;
  readonly language: Language;
  readonly said: string;
  readonly samples: Float32Array;
}

interface Row extends Utterance {
  readonly text: string;
  readonly ms: number;
  /** Words or characters that are wrong, missing or too many, of so many said. */
  readonly wrong: number;
  readonly units: number;
}

const ROOT = resolve(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, '../shared/fixtures/lipsync');
const HUMAN = '/usr/share/pocketsphinx/test/data';
const RATE_HZ = 16_000;

export async function run(): Promise<object> {
  const sets = [...human(), ...fixtures()];
  const worker = await buildInferenceWorker('bench-recognition');
  const results: Record<string, object> = {};
  const moonshine = await realMoonshine();
  const whisper = await realWhisper();
  if (moonshine)
    results['moonshine-tiny-en'] = await measure(
      worker,
      'moonshine',
      moonshine,
      sets.filter((one) => one.language === 'en'),
    );
  if (whisper) results['whisper-base (sherpa-onnx)'] = await measure(worker, 'sherpa', whisper, sets);
  return { hardware: hardware(), results };
}

async function measure(worker: string, id: 'moonshine' | 'sherpa', model: RealModel, utterances: readonly Utterance[]) {
  const rig = inferenceRig(worker);
  const settings = hearingSettingsSchema.parse({ recognizer: id });
  const local = { library: libraryOf([model]), inference: rig.inference, hotWords: () => [], usualLanguage: () => 'en' as const };
  const recognition = createRecognitionOf([createLocalRecognizer({ id, ...local })], {
    settings: () => settings,
    clock: createFakeClock(),
    logger: silentLogger,
  });
  const startedAt = performance.now();
  await recognition.warmUp('auto');
  const loadMs = performance.now() - startedAt;
  const rows: Row[] = [];
  for (const utterance of utterances) {
    const begun = performance.now();
    const options = { language: utterance.language, hotWords: [], signal: new AbortController().signal };
    const { text } = await recognition.transcribe(id, utterance.samples, options);
    const ms = performance.now() - begun;
    rows.push({ ...utterance, text, ms, wrong: edits(units(utterance.said), units(text)), units: units(utterance.said).length });
    console.log(`${utterance.set} ${(ms / 1000).toFixed(2)} s  ${utterance.said}  →  ${text}`);
  }
  await rig.inference.close();
  const summary = [...new Set(rows.map((row) => row.set))].map((set) =>
    summaryOf(
      set,
      rows.filter((row) => row.set === set),
    ),
  );
  return { loadMs: rounded(loadMs), load: loadavg()[0], sets: summary };
}

function summaryOf(set: string, rows: readonly Row[]) {
  const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const seconds = sum((row) => row.samples.length / RATE_HZ);
  return {
    set,
    utterances: rows.length,
    seconds: rounded(seconds),
    errorRatePercent: rounded((100 * sum((row) => row.wrong)) / sum((row) => row.units)),
    realTimeFactor: Number((sum((row) => row.ms) / 1000 / seconds).toFixed(3)),
    answerMsP50: rounded(
      percentile(
        rows.map((row) => row.ms),
        0.5,
      ),
    ),
  };
}

/** Debian's pocketsphinx-testdata: LibriVox sentences and a card game, each with its words. */
function human(): Utterance[] {
  const read = (set: string, folder: string, list: string): Utterance[] => {
    const file = join(HUMAN, folder, list);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const match = /^(?:<s>\s*)?(.*?)\s*(?:<\/s>\s*)?\((.+)\)\s*$/.exec(line);
        const wav = match && join(HUMAN, folder, `${match[2]}.wav`);
        if (!match || !wav || !existsSync(wav)) return [];
        return [{ set, language: 'en' as const, said: match[1] ?? '', samples: samplesOf(wav) }];
      });
  };
  return [...read('human, LibriVox', 'librivox', 'transcription'), ...read('human, card game', 'cards', 'cards.transcription')];
}

function fixtures(): Utterance[] {
  if (!existsSync(FIXTURES)) return [];
  return (['en', 'zh', 'ja'] as const).flatMap((language) =>
    Array.from({ length: 20 }, (_, i) => `${language}-${String(i + 1).padStart(2, '0')}`).map((id) => ({
      set: `eSpeak ${language}`,
      language,
      said: textOf(id),
      samples: samplesOf(join(FIXTURES, `${id}.wav`)),
    })),
  );
}

function textOf(id: string): string {
  return (JSON.parse(readFileSync(join(FIXTURES, `${id}.json`), 'utf8')) as { text: string }).text;
}

function samplesOf(file: string): Float32Array {
  const { samples, sampleRateHz } = soundFromWav(readFileSync(file));
  return sampleRateHz === RATE_HZ ? samples : createResampler(sampleRateHz, RATE_HZ).process(samples);
}
