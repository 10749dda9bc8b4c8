import { join } from 'node:path';
import type { ObsNotice } from '#main/obs/obs.types.ts';
import { fileStampFromMs } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { titleOfMoment } from '#shared/clips/clip-title.ts';
import type { Clip, Recording, ShowMark, SpokenLine } from '#shared/clips/show-mark.ts';
import type { ClipsView } from '#shared/contract/clips.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { type LiveEvent, textOfEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { subtitlesBeside, withTitle } from './clip-files.ts';
import { createClipList } from './clip-list.ts';
import type { Clips, ClipsObs } from './clips.types.ts';
import { createHeardLines, type HeardLine } from './heard-lines.ts';
import { createRecordings } from './recordings.ts';

export interface ClipsOptions {
  readonly dataDir: string;
  readonly obs: ClipsObs;
  readonly performance: Cell<Performance>;
  readonly settings: () => Settings['clips'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}
export interface ClipsService extends Clips {
  /** An event that may be shown. */
  live(event: LiveEvent): void;
  song(title: string): void;
}

/** How far back a clip's title looks: replay buffers hold 20 s to some minutes. */
const MOMENT_MS = 90_000;
/** Of what happened lately; more than a busy minute and a half brings. */
const RECENT_LIMIT = 400;

export function createClips(options: ClipsOptions): ClipsService {
  const { obs, clock, logger, settings } = options;
  const recordings = createRecordings({ folder: join(options.dataDir, 'recordings-of-obs'), clock, report: options.report });
  const clipList = createClipList({
    file: join(options.dataDir, 'clips.json'),
    clock,
    logger,
    report: options.report,
  });
  const recent = { lines: [] as SpokenLine[], marks: [] as ShowMark[] };
  const view = createCell<ClipsView>({ replay: 'unknown', saving: false, recordings: [], running: [], clips: [] });
  let saving: Promise<Clip> | undefined;
  /** Subtitles that are being put beside a video. */
  let finishing: Promise<void> = Promise.resolve();
  let closed = false;

  const heard = createHeardLines(clock.now, (line: HeardLine) => {
    push(recent.lines, line);
    recordings.line(line);
  });

  function publish(): void {
    const state = obs.state.get();
    const replay =
      state === undefined ? 'unknown' : state.replay === null ? 'absent' : isRunning(state.replay.state) ? 'on' : 'off';
    view.set({
      replay,
      saving: saving !== undefined,
      recordings: [...recordings.list.get()],
      running: [...recordings.runningIds()],
      clips: [...clipList.clips.get()],
    });
  }

  function mark(kind: ShowMark['kind'], title: string): void {
    push(recent.marks, { atMs: clock.now(), kind, title: title.slice(0, 300) });
    recordings.mark(kind, title);
  }

  /** Takes up what runs in OBS already, and lets go of what ended while we did not look. */
  function followOutputs(): void {
    const state = obs.state.get();
    if (state === undefined || closed) return;
    for (const kind of ['record', 'stream'] as const) {
      const { state: output, sinceMs } = state[kind];
      if (isRunning(output)) begin(kind, sinceMs ?? clock.now(), state.programScene);
      else if (output === 'stopped' && recordings.running(kind)) finish(kind, '');
      if (output === 'paused') recordings.pause(kind);
    }
  }

  function begin(kind: Recording['kind'], startedMs: number, scene: string): void {
    if (recordings.running(kind)) {
      recordings.resume(kind);
      return;
    }
    recordings.begin(kind, startedMs, scene);
    const replay = obs.state.get()?.replay;
    if (settings().replayWithShow && replay?.state === 'stopped')
      obs
        .replay('start')
        .catch((cause: unknown) => logger.warn('the replay buffer was not started', { cause: messageFromUnknown(cause) }));
  }

  function finish(kind: Recording['kind'], path: string): void {
    const ended = recordings.end(kind, path);
    finishing = finishing
      .then(async () => {
        const log = await ended;
        if (log !== undefined && path !== '' && settings().besideVideo) await subtitlesBeside(path, log);
      })
      .catch((cause: unknown) =>
        logger.warn('subtitles were not put beside the recording', { cause: messageFromUnknown(cause) }),
      );
  }

  function onNotice(notice: ObsNotice): void {
    if (notice.type === 'connected') followOutputs();
    if (notice.type === 'scene') mark('scene', notice.scene);
    if (notice.type !== 'output' || notice.output === 'replay') return;
    const { output: kind, state } = notice;
    if (state === 'active') begin(kind, clock.now(), obs.state.get()?.programScene ?? '');
    else if (state === 'paused') recordings.pause(kind);
    else if (state === 'stopped') finish(kind, notice.path ?? '');
  }

  const started = recordings.loaded.then(() => {
    if (closed) return [];
    followOutputs();
    return [obs.onNotice(onNotice)];
  });
  const unsubscribes = [
    options.performance.subscribe(heard),
    obs.state.subscribe(publish),
    recordings.list.subscribe(publish),
    clipList.clips.subscribe(publish),
  ];
  publish();

  async function save(title: string, signal: AbortSignal): Promise<Clip> {
    const state = obs.state.get();
    if (state === undefined)
      throw new StudioError('unavailable', 'OBS is not connected. Connect it on the OBS page, then clip again.');
    if (state.replay === null)
      throw new StudioError('unavailable', 'OBS has no replay buffer. Switch it on in OBS: Settings, Output, Replay Buffer.');
    if (!isRunning(state.replay.state)) {
      await obs.replay('start');
      throw new StudioError('conflict', 'The replay buffer was off. It runs from now on: clip again after the next good moment.');
    }
    const atMs = clock.now();
    const { path } = await obs.saveReplay(signal);
    const called = title.trim() || (titleOfMoment(recent, atMs - MOMENT_MS, atMs) ?? '');
    const clip: Clip = {
      id: `clip-${fileStampFromMs(atMs).toLowerCase()}`,
      atMs,
      title: called,
      path: await withTitle(path, called),
    };
    clipList.add(clip);
    mark('clip', called);
    return clip;
  }

  return {
    view,
    clip(title, signal) {
      // Several people shout "clip that" at once: it is one clip.
      saving ??= save(title, signal).finally(() => {
        saving = undefined;
        publish();
      });
      publish();
      return saving;
    },
    log: recordings.log,
    removeRecording: recordings.remove,
    removeClip: clipList.remove,
    live(event) {
      const title = titleOfEvent(event, settings().paidFromCny * 1_000_000);
      if (title !== undefined) mark(event.kind === 'raid' ? 'raid' : 'paid', title);
    },
    song: (title) => mark('song', title),
    async close() {
      closed = true;
      for (const unsubscribe of [...unsubscribes, ...(await started)]) unsubscribe();
      await Promise.allSettled([saving, finishing, recordings.close(), clipList.close()]);
    },
  };
}

const isRunning = (state: string): boolean => state === 'active' || state === 'paused' || state === 'reconnecting';

function push<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > RECENT_LIMIT) list.splice(0, list.length - RECENT_LIMIT);
}

/** Words for an event that a viewer of the recording would look for; undefined for everyday ones. `leastMicros`: of CNY. */
function titleOfEvent(event: LiveEvent, leastMicros: number): string | undefined {
  if (event.kind === 'raid') return `${event.user.name} +${event.viewers}`;
  if (event.kind !== 'gift' && event.kind !== 'superchat' && event.kind !== 'membership') return undefined;
  if (event.value === null || cnyMicrosFromMoney(event.value) < leastMicros) return undefined;
  if (event.kind === 'gift') return `${event.user.name}: ${event.gift.name} ×${event.gift.count}`;
  if (event.kind === 'membership') return `${event.user.name}: ${event.membership.tierName ?? event.membership.tier}`;
  return `${event.user.name}: ${textOfEvent(event)}`;
}
