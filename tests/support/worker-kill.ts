import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answered } from './ledger.ts';
import { differences, type HeardSentence, type ListeningStage, openListeningStage, soundOf } from './listening-stage.ts';
import { importModel, writeLetterVoice } from './local-voice.ts';
import { connectStudioApi } from './studio-api.ts';
import { type StudioProcess, startStudio } from './studio-process.ts';

/** What became of one answer in whose middle the voice's process was killed with SIGKILL. */
export interface KilledTurn {
  /** The longest time without new sound at the stage from the kill to the end of the answer, ms: a new process and the model loaded again are in it. */
  readonly longestWaitMs: number;
  /** Stretches of 20 ms that are not what she says undisturbed. */
  readonly wrongWindows: number;
  readonly sentences: number;
}

export interface KillReport {
  /** Of one answer, undisturbed. */
  readonly sentences: number;
  readonly turns: readonly KilledTurn[];
  /** Kills that met the model at work, by the program's own log. */
  readonly metAtWork: number;
  readonly crashesShown: number;
}

const SENTENCES = [
  'Good evening everybody, welcome back to the show.',
  'Tonight we read a story about the moon, about a lamp, and about shadows.',
];
/** Some 40 ms of work for a clause on one core, so that most of an answer is still to be made when its first sound is out. */
const DEPTH = 16;
const LENGTH_SCALE = 0.12;
const TURN_MS = 120_000;

/** Runs the whole program with a small neural voice, and kills the process of that voice in the middle of `kills` answers, each at another moment. */
export async function killVoiceWorker(kills: number, random: () => number): Promise<KillReport> {
  const voiceFolder = await writeLetterVoice(DEPTH, LENGTH_SCALE);
  const studio = await startStudio({
    env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en', YINGXI_VOICE_ENGINE: 'piper' },
  });
  const { api, close } = await connectStudioApi(studio);
  const stage = await openListeningStage(studio.stageUrl, 4);
  const control = new AbortController();
  let pid: number | undefined;
  let crashesShown = 0;
  try {
    await importModel(api, voiceFolder);
    await api.studio.updateSettings({ patch: { voice: { engine: 'piper' } } });
    const watching = (async () => {
      for await (const runtime of await api.localModels.watchRuntime({}, { signal: control.signal })) {
        const voice = runtime.processes.find(({ name }) => name === 'voice');
        pid = voice?.pid ?? undefined;
        crashesShown = Math.max(crashesShown, voice?.crashes ?? 0);
      }
    })().catch(() => {});
    // Loads the model; then once undisturbed, as the measure.
    await speak(studio, stage);
    const expected = (await speak(studio, stage)).map(soundOf);
    const turns: KilledTurn[] = [];
    for (let i = 0; i < kills; i++) turns.push(await speakAndKill(studio, stage, expected, () => pid, random));
    control.abort();
    await watching;
    return { sentences: expected.length, turns, metAtWork: await timesSaidAgain(studio.dataDir), crashesShown };
  } finally {
    stage.close();
    close();
    await studio.stop();
    await rm(voiceFolder, { recursive: true, force: true });
  }
}

/** Says the text and returns its sentences once they were heard. */
async function speak(studio: StudioProcess, stage: ListeningStage): Promise<readonly HeardSentence[]> {
  const before = stage.sentences.length;
  const { eventId } = (await studio.post('/speech/say', { text: SENTENCES.join(' ') })) as { eventId: string };
  await answered(studio, eventId, TURN_MS);
  return stage.sentences.slice(before);
}

async function speakAndKill(
  studio: StudioProcess,
  stage: ListeningStage,
  expected: readonly Float32Array[],
  pid: () => number | undefined,
  random: () => number,
): Promise<KilledTurn> {
  const pieces = 1 + Math.floor(random() * 4);
  const delayMs = random() * 100;
  /** When sound came, from the kill on. */
  let times: number[] | undefined;
  let heard = 0;
  const kill = (): void => {
    const victim = pid();
    if (victim === undefined) throw new Error('the voice has no process');
    process.kill(victim, 'SIGKILL');
    times = [performance.now()];
  };
  stage.onSound = () => {
    times?.push(performance.now());
    if (++heard === pieces) setTimeout(kill, delayMs);
  };
  const sentences = await speak(studio, stage);
  stage.onSound = () => {};
  const sounds = sentences.map(soundOf);
  const wrongWindows = expected.reduce((sum, one, i) => sum + differences(sounds[i] ?? new Float32Array(0), one), 0);
  return {
    longestWaitMs: Math.max(...(times ?? []).map((time, i, all) => (all[i + 1] ?? time) - time)),
    wrongWindows: sounds.length === expected.length ? wrongWindows : Number.POSITIVE_INFINITY,
    sentences: sentences.length,
  };
}

async function timesSaidAgain(dataDir: string): Promise<number> {
  const folder = join(dataDir, 'logs');
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('').split('a part of a sentence is said again').length - 1;
}

/** The same kills in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
