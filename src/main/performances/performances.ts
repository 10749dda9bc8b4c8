import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import { createFileIntake } from '#main/platform/file-intake.ts';
import { createCell } from '#shared/cell.ts';
import type { PerformanceEntry, PerformanceFormat, PerformancesView } from '#shared/contract/performances.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { motion3FromPerformance } from '#shared/performances/motion3-export.ts';
import { PERFORMANCE_EXTENSION } from '#shared/performances/performance-format.ts';
import { vrmaFromPerformance } from '#shared/performances/vrma-export.ts';
import { createPerformanceLibrary } from './performance-library.ts';
import { type PerformancePlayer, playPerformance } from './performance-player.ts';
import { beginRecording, type PerformanceRecording, type RecordingProblem } from './performance-recording.ts';
import type { Performances, PerformancesOptions } from './performances.types.ts';

/** How often position and length are told while something runs. */
const VIEW_EVERY_MS = 250;
const EXTENSIONS: Readonly<Record<PerformanceFormat, string>> = {
  performance: PERFORMANCE_EXTENSION,
  vrma: '.vrma',
  motion3: '.motion3.json',
};

/** Files made for export lie here until the program starts again. */
const EXPORTS = 'exports';

interface Running {
  readonly id: string;
  readonly name: string;
  readonly recording: PerformanceRecording;
}
interface Playing {
  readonly id: string;
  readonly lengthMs: number;
  readonly loop: boolean;
  readonly player: PerformancePlayer;
}

export function createPerformances(options: PerformancesOptions): Performances {
  const { clock, logger, report } = options;
  const library = createPerformanceLibrary(options);
  const intake = createFileIntake(options.folder, clock);
  const view = createCell<PerformancesView>({ list: [], recording: null, playing: null, problem: '', removed: [] });
  const clearing = rm(join(options.folder, EXPORTS), { recursive: true, force: true }).catch(() => undefined);
  let running: Running | undefined;
  let playing: Playing | undefined;
  /** Asked for and not yet begun: a second click, or a stop, comes before the file is read. */
  let beginning = false;
  let plays = 0;
  let problem: PerformancesView['problem'] = '';
  let cancelTell: (() => void) | undefined;
  let closed = false;

  const tell = (): void => {
    cancelTell?.();
    cancelTell = undefined;
    view.set({
      list: [...library.entries.get()],
      recording: running === undefined ? null : recordingOf(running.recording),
      playing: playing === undefined ? null : playingOf(playing),
      problem,
      removed: [...library.removed.get()],
    });
    if (!closed && (running !== undefined || playing !== undefined)) cancelTell = clock.after(VIEW_EVERY_MS, tell);
  };
  const unsubscribes = [library.entries.subscribe(tell), library.removed.subscribe(tell)];
  tell();

  const endRecording = async (now: Running): Promise<PerformanceEntry> => {
    if (running === now) running = undefined;
    await now.recording.end();
    const entry = await library.takeUp(now.id, now.name);
    tell();
    return entry;
  };
  const recordingFailed = (now: () => Running | undefined, path: string) => (what: RecordingProblem, cause: unknown) => {
    problem = what;
    logger.error('the recording of a performance ended by itself', { what, cause: messageFromUnknown(cause) });
    if (what !== 'too-long') report(healthFromWriteError('The performance', path, cause));
    const ended = now();
    if (ended === undefined) return;
    void endRecording(ended).catch((error: unknown) =>
      logger.error('what was recorded of a performance cannot be read', { cause: messageFromUnknown(error) }),
    );
  };
  const stop = (): void => {
    plays += 1;
    playing?.player.stop();
    playing = undefined;
    tell();
  };

  return {
    view,
    async record(name) {
      if (running !== undefined || beginning)
        throw new StudioError('conflict', 'A performance is being recorded already. End it first.');
      beginning = true;
      try {
        const { id, path } = await library.place();
        const onProblem = recordingFailed(() => (running?.id === id ? running : undefined), path);
        const recording = await beginRecording({ ...options, path, onProblem });
        running = { id, name, recording };
        problem = '';
        report({ status: 'off' });
        tell();
        return id;
      } catch (cause) {
        throw cause instanceof StudioError
          ? cause
          : new StudioError(
              'storage',
              `The performance cannot be recorded: ${messageFromUnknown(cause)}. Free some space on the disk.`,
              { cause },
            );
      } finally {
        beginning = false;
      }
    },
    async finish() {
      if (running === undefined) throw new StudioError('conflict', 'No performance is being recorded.');
      return endRecording(running);
    },
    async play(id, loop) {
      stop();
      const mine = plays;
      const performance = await library.read(id);
      // Stopped, or another was asked for, while the file was read.
      if (mine !== plays || closed) return;
      const onEnd = (): void => {
        if (mine !== plays) return;
        playing = undefined;
        tell();
      };
      playing = { id, loop, lengthMs: performance.lengthMs, player: playPerformance({ ...options, performance, loop, onEnd }) };
      tell();
    },
    stop,
    rename: library.rename,
    async remove(id) {
      if (playing?.id === id) stop();
      await library.remove(id);
    },
    restore: library.restore,
    async export(id, format) {
      const { name, recordedAtMs } = library.find(id);
      return { fileName: `${fileStem(name, recordedAtMs)}${EXTENSIONS[format]}`, path: await exported(id, format) };
    },
    beginImport: intake.begin,
    write: intake.write,
    finishImport: (upload) => intake.finish(upload, (fileName, path) => library.add(nameFromFile(fileName), path)),
    async close() {
      if (closed) return;
      closed = true;
      stop();
      cancelTell?.();
      for (const unsubscribe of unsubscribes) unsubscribe();
      if (running !== undefined) await endRecording(running).catch(() => undefined);
      cancelTell?.();
      await clearing;
      await intake.close();
      await library.close();
    },
  };

  async function exported(id: string, format: PerformanceFormat): Promise<string> {
    if (format === 'performance') return library.fileName(id);
    const bytes = format === 'vrma' ? vrmaFromPerformance(await library.read(id)) : await motion3(id);
    const path = `${EXPORTS}/${id}${EXTENSIONS[format]}`;
    await clearing;
    await mkdir(join(options.folder, EXPORTS), { recursive: true });
    await writeFile(join(options.folder, path), bytes);
    return path;
  }

  async function motion3(id: string): Promise<Uint8Array> {
    const { modelId, rows, parameters } = options.mapping();
    if (modelId === null)
      throw new StudioError(
        'unavailable',
        'A Live2D motion is made with the mapping of the avatar in use. Choose an avatar first.',
      );
    return new TextEncoder().encode(motion3FromPerformance(await library.read(id), rows, parameters));
  }
}

const recordingOf = (recording: PerformanceRecording): PerformancesView['recording'] => ({
  lengthMs: Math.round(recording.lengthMs()),
  bytes: recording.bytes,
  inputs: recording.inputs(),
});
const playingOf = ({ id, lengthMs, loop, player }: Playing): PerformancesView['playing'] => ({
  id,
  loop,
  lengthMs,
  positionMs: Math.min(lengthMs, Math.round(player.positionMs())),
});

/** For any file system. */
function fileStem(name: string, recordedAtMs: number): string {
  const stem = name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim();
  return stem === '' ? `performance ${new Date(recordedAtMs).toISOString().slice(0, 19).replaceAll(':', '-')}` : stem;
}
const nameFromFile = (fileName: string): string =>
  fileName
    .replace(/\.yxperf$/iu, '')
    .trim()
    .slice(0, 100);
