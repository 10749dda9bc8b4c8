import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Recording, ShowMark } from '#shared/clips/show-mark.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { HeardLine } from './heard-lines.ts';
import { createLogFiles, type LogEntry, type ReadLog } from './log-file.ts';
import { createRecordingClock, type RecordingClock } from './recording-clock.ts';

export interface Recordings {
  /** Newest first. */
  readonly list: Cell<readonly Recording[]>;
  running(kind: Recording['kind']): boolean;
  /** Ids of those that run now. */
  runningIds(): readonly string[];
  /** `startedMs`: since the epoch; in the past when it ran before we saw it. One that was being written and began at that moment is gone on with. */
  begin(kind: Recording['kind'], startedMs: number, scene: string): void;
  pause(kind: Recording['kind']): void;
  resume(kind: Recording['kind']): void;
  /** The log when it is whole on disk; undefined when none ran. */
  end(kind: Recording['kind'], path: string): Promise<ReadLog | undefined>;
  line(line: HeardLine): void;
  mark(kind: ShowMark['kind'], title: string): void;
  log(id: string): Promise<ReadLog>;
  remove(id: string): Promise<void>;
  /** Those on disk have been read. */
  readonly loaded: Promise<void>;
  close(): Promise<void>;
}

interface Running {
  recording: Recording;
  readonly clock: RecordingClock;
}

/** Two starts this close are the same recording, seen again after a restart of the program. */
const SAME_START_MS = 3000;
/** Logs on the list; older ones stay on disk. */
const LIST_LIMIT = 300;

export function createRecordings(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly report: (health: HealthReport) => void;
}): Recordings {
  const { folder, clock, report } = options;
  const files = createLogFiles(folder);
  const list = createCell<readonly Recording[]>([]);
  const running = new Map<Recording['kind'], Running>();
  const loaded = load();

  async function load(): Promise<void> {
    const ids = (await files.ids()).slice(-LIST_LIMIT);
    const logs = await Promise.all(ids.map((id) => files.read(id).catch(() => undefined)));
    const known = logs.flatMap((log) => (log === undefined ? [] : [log.recording]));
    const now = new Set(list.get().map(({ id }) => id));
    list.set(sorted([...list.get(), ...known.filter(({ id }) => !now.has(id))]));
  }

  function keep(recording: Recording): void {
    list.set(sorted([recording, ...list.get().filter(({ id }) => id !== recording.id)]));
  }

  function append(id: string, entry: LogEntry): Promise<void> {
    return files.append(id, entry).then(
      () => report({ status: 'ready' }),
      (error: unknown) => report(healthFromWriteError('The log of the recording', folder, error)),
    );
  }

  function open(kind: Recording['kind'], startedMs: number, scene: string): void {
    const before = list
      .get()
      .find((one) => one.kind === kind && one.endedMs === null && Math.abs(one.startedMs - startedMs) < SAME_START_MS);
    if (before !== undefined) {
      running.set(kind, { recording: before, clock: createRecordingClock(before.startedMs) });
      keep(before);
      return;
    }
    const id = `${kind}-${Math.round(startedMs).toString(36)}`;
    const recording: Recording = { id, kind, startedMs, endedMs: null, lengthMs: 0, path: '', lines: 0, marks: 0 };
    running.set(kind, { recording, clock: createRecordingClock(startedMs) });
    keep(recording);
    void append(id, { type: 'recording', v: 1, id, kind, startedMs });
    note(running.get(kind), 'begin', scene, clock.now());
  }

  function note(one: Running | undefined, kind: ShowMark['kind'], title: string, atMs: number): void {
    if (one === undefined || title === '') return;
    one.recording = { ...one.recording, marks: one.recording.marks + 1, lengthMs: one.clock.positionOf(atMs) };
    keep(one.recording);
    void append(one.recording.id, { type: 'mark', atMs: one.clock.positionOf(atMs), kind, title: title.slice(0, 300) });
  }

  return {
    list,
    loaded,
    running: (kind) => running.has(kind),
    runningIds: () => [...running.values()].map(({ recording }) => recording.id),
    begin(kind, startedMs, scene) {
      if (!running.has(kind)) open(kind, startedMs, scene);
    },
    pause: (kind) => running.get(kind)?.clock.pause(clock.now()),
    resume: (kind) => running.get(kind)?.clock.resume(clock.now()),
    async end(kind, path) {
      const one = running.get(kind);
      if (one === undefined) return undefined;
      running.delete(kind);
      const endedMs = clock.now();
      const lengthMs = one.clock.positionOf(endedMs);
      keep({ ...one.recording, endedMs, lengthMs, path });
      await append(one.recording.id, { type: 'end', endedMs, lengthMs, path });
      return files.read(one.recording.id);
    },
    line({ startMs, endMs, text }) {
      for (const one of running.values()) {
        // What was said while it was paused is not in it.
        const [from, to] = [one.clock.positionOf(startMs), one.clock.positionOf(endMs)];
        if (to <= from) continue;
        one.recording = { ...one.recording, lines: one.recording.lines + 1, lengthMs: to };
        keep(one.recording);
        void append(one.recording.id, { type: 'line', startMs: from, endMs: to, text: text.slice(0, 5000) });
      }
    },
    mark(kind, title) {
      for (const one of running.values()) note(one, kind, title, clock.now());
    },
    async log(id) {
      const log = await files.read(id);
      if (log === undefined) throw new StudioError('not-found', 'The log of this recording is gone. Load the page again.');
      return log;
    },
    async remove(id) {
      if ([...running.values()].some(({ recording }) => recording.id === id))
        throw new StudioError('conflict', 'This recording is still running. Stop it first.');
      if (!list.get().some((one) => one.id === id))
        throw new StudioError('not-found', 'The log of this recording is gone already.');
      await files.remove(id);
      list.set(list.get().filter((one) => one.id !== id));
    },
    async close() {
      await loaded;
      running.clear();
    },
  };
}

const sorted = (recordings: readonly Recording[]): readonly Recording[] =>
  [...recordings].sort((a, b) => b.startedMs - a.startedMs).slice(0, LIST_LIMIT);
