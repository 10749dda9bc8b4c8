import type { Clock } from '#main/platform/host.ts';
import type { Performed } from '#shared/performances/performance-format.ts';
import { LIMITS } from '#shared/performances/performance-format.ts';
import { createPerformanceRecorder } from '#shared/performances/performance-recorder.ts';
import type { PerformancesOptions } from './performances.types.ts';
import { watchItems } from './performed-items.ts';
import { createRecordingFile, type FileProblem } from './recording-file.ts';
import { watchVoice } from './voice-recording.ts';

export type RecordingProblem = FileProblem | 'too-long';

/** A recording under way. */
export interface PerformanceRecording {
  lengthMs(): number;
  readonly bytes: number;
  inputs(): number;
  /** Resolves when the file is closed. Idempotent. */
  end(): Promise<void>;
}

interface RecordingOptions extends Pick<PerformancesOptions, 'bus' | 'avatar' | 'items' | 'tracking' | 'voice'> {
  readonly path: string;
  readonly clock: Clock;
  /** It ended by itself; what was written stays. */
  readonly onProblem: (problem: RecordingProblem, cause: unknown) => void;
}

/** Writes down what moves and what she says, from now on. */
export async function beginRecording(options: RecordingOptions): Promise<PerformanceRecording> {
  const { bus, avatar, clock } = options;
  const file = await createRecordingFile({ path: options.path, clock, onProblem: options.onProblem });
  const { model } = avatar.view.get();
  const startMs = clock.now();
  const recorder = createPerformanceRecorder({
    program: 'Yingxi',
    recordedAtMs: Math.round(startMs),
    model: model === undefined ? null : { id: model.id, name: model.name },
  });
  const lengthMs = (): number => clock.now() - startMs;
  file.append(recorder.start);

  const did = (performed: Performed): void => file.append(recorder.event(lengthMs(), performed));
  const items = watchItems(options.items, did);
  items.tick(startMs);
  const voice = watchVoice(options.voice.playing, recorder, file.append);
  const stopTicks = bus.eachTick((nowMs) => {
    const ms = nowMs - startMs;
    items.tick(nowMs);
    voice.tick(ms);
    file.append(recorder.frame(ms, bus.eachMoving));
    if (ms > LIMITS.lengthMs - 1000 || file.bytes > LIMITS.fileBytes - LIMITS.pieceBytes)
      options.onProblem('too-long', undefined);
  });
  const stopPoses = options.tracking.follow((motion) => file.append(recorder.pose(lengthMs(), motion.pose)));
  let before = avatar.view.get();
  const stopDeeds = avatar.view.subscribe((now) => {
    for (const deed of deedsBetween(before, now)) did(deed);
    before = now;
  });
  for (const { name, active } of before.expressions) if (active) did({ type: 'expression', name, on: true });

  let ending: Promise<void> | undefined;
  const finish = async (): Promise<void> => {
    stopTicks();
    stopPoses();
    stopDeeds();
    items.end();
    voice.tick(lengthMs());
    file.append(recorder.end(lengthMs()));
    await file.close();
  };
  return {
    lengthMs,
    get bytes() {
      return file.bytes;
    },
    inputs: recorder.inputs,
    end() {
      ending ??= finish();
      return ending;
    },
  };
}

type View = ReturnType<PerformancesOptions['avatar']['view']['get']>;

/** What was done with the avatar between two views of the same model. */
function deedsBetween(before: View, now: View): Performed[] {
  const deeds: Performed[] = [];
  const was = new Map(before.expressions.map(({ name, active }) => [name, active]));
  for (const { name, active } of now.expressions)
    if (active !== (was.get(name) ?? false)) deeds.push({ type: 'expression', name, on: active });
  if (now.motion !== before.motion)
    deeds.push(now.motion === undefined ? { type: 'motion-end' } : { type: 'motion', name: now.motion, loop: false });
  return deeds;
}
