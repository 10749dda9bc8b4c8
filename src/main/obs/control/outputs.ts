import type { ObsControl, ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsOutput, ObsState } from '#shared/obs/obs-state.ts';
import type { Until } from './until.ts';

export interface OutputVerbs extends Pick<ObsControl, 'record' | 'replay' | 'saveReplay' | 'stream'> {
  virtualCamera(verb: 'start' | 'stop'): Promise<void>;
}
export interface OutputOptions {
  readonly link: ObsLink;
  readonly clock: Clock;
  readonly until: Until;
  readonly present: () => ObsState;
}

/** Hardware encoders and slow disks begin late. */
const START_MS = 20_000;
/** Buffered frames are still encoded and written. */
const STOP_MS = 30_000;
const PAUSE_MS = 4000;
const SAVE_MS = 30_000;

type OutputName = 'stream' | 'record' | 'replay' | 'virtualCamera';
/** What people call it, and what to look at when it does not begin. */
const WORDS: Readonly<Record<OutputName, { readonly name: string; readonly look: string }>> = {
  stream: { name: 'The stream', look: 'Check the server and the stream key under Settings → Stream in OBS, and the network.' },
  record: {
    name: 'The recording',
    look: 'Check the folder and the encoder under Settings → Output in OBS, and free disk space.',
  },
  replay: { name: 'The replay buffer', look: 'Check the encoder under Settings → Output in OBS.' },
  virtualCamera: { name: 'The virtual camera', look: 'Restart OBS; another program may hold the camera.' },
};
const NO_REPLAY = 'The replay buffer is off in OBS. Switch it on there: Settings → Output → Replay Buffer, then OK.';

/** Begins and ends outputs. OBS answers "done" to each request at once; what counts is what it says of the output afterwards. */
export function createOutputVerbs({ link, clock, until, present }: OutputOptions): OutputVerbs {
  function stateOf(state: ObsState, output: OutputName): ObsOutput['state'] {
    const found = state[output];
    if (found !== null) return found.state;
    if (output === 'replay') throw new StudioError('unavailable', NO_REPLAY);
    throw new StudioError('unavailable', 'This OBS has no virtual camera. Install OBS with it, then restart it.');
  }

  async function start(output: OutputName, request: () => Promise<unknown>): Promise<void> {
    const { name, look } = WORDS[output];
    if (isRunning(stateOf(present(), output))) return;
    let began = false;
    const isUp = (state: ObsState): boolean => {
      const now = stateOf(state, output);
      if (now === 'starting') began = true;
      if (now === 'stopped' && began) throw new StudioError('unavailable', `${name} did not begin. ${look}`);
      return isRunning(now);
    };
    await both(
      request(),
      until(isUp, { timeoutMs: START_MS, late: `${name} did not begin within ${START_MS / 1000} s. ${look}` }),
    );
  }

  async function stop(output: OutputName, request: () => Promise<unknown>): Promise<void> {
    if (stateOf(present(), output) === 'stopped') return;
    const late = `${WORDS[output].name} did not end within ${STOP_MS / 1000} s. Look at OBS: it may still be writing.`;
    await both(
      request(),
      until((state) => stateOf(state, output) === 'stopped', { timeoutMs: STOP_MS, late }),
    );
  }

  async function pause(verb: 'pause' | 'resume'): Promise<void> {
    const wanted = verb === 'pause' ? 'paused' : 'active';
    const now = stateOf(present(), 'record');
    if (now === wanted) return;
    if (!isRunning(now))
      throw new StudioError('conflict', `Nothing is being recorded, so it cannot ${verb}. Start a recording first.`);
    const late =
      verb === 'pause'
        ? 'OBS did not pause the recording. It cannot while the recording shares the encoder of the stream: choose a quality other than "Same as stream" under Settings → Output in OBS.'
        : 'OBS did not go on with the recording. Look at OBS.';
    await both(
      link.call(verb === 'pause' ? 'PauseRecord' : 'ResumeRecord'),
      until((state) => stateOf(state, 'record') === wanted, { timeoutMs: PAUSE_MS, late }),
    );
  }

  /** The path that OBS tells with the end of the recording, when the file is whole. */
  async function stopRecord(): Promise<string | undefined> {
    let path: string | undefined;
    const unlisten = link.on('RecordStateChanged', ({ outputPath }) => {
      path = outputPath ?? path;
    });
    try {
      await stop('record', async () => {
        path ??= (await link.call('StopRecord')).outputPath;
      });
      return path;
    } finally {
      unlisten();
    }
  }

  function saved(signal: AbortSignal | undefined): { readonly path: Promise<string>; release(): void } {
    let release = (): void => {};
    const path = new Promise<string>((resolve, reject) => {
      const onAbort = (): void => reject(new StudioError('cancelled', 'Saving the replay was stopped.'));
      const stops = [
        link.on('ReplayBufferSaved', ({ savedReplayPath }) => resolve(savedReplayPath)),
        clock.after(SAVE_MS, () =>
          reject(
            new StudioError('timeout', 'OBS did not save the replay. It may have only just begun: try again in some seconds.'),
          ),
        ),
        link.status.subscribe(({ state }) => {
          if (state !== 'ready')
            reject(new StudioError('unavailable', 'OBS went away while it saved the replay. Look into its folder.'));
        }),
        () => signal?.removeEventListener('abort', onAbort),
      ];
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
      release = () => {
        for (const end of stops) end();
      };
    });
    return { path, release };
  }

  return {
    async record(verb) {
      if (verb === 'stop') return { path: await stopRecord() };
      if (verb === 'start') await start('record', () => link.call('StartRecord'));
      else await pause(verb);
      return { path: undefined };
    },
    replay: (verb) =>
      verb === 'start'
        ? start('replay', () => link.call('StartReplayBuffer'))
        : stop('replay', () => link.call('StopReplayBuffer')),
    stream: (verb) =>
      verb === 'start' ? start('stream', () => link.call('StartStream')) : stop('stream', () => link.call('StopStream')),
    virtualCamera: (verb) =>
      verb === 'start'
        ? start('virtualCamera', () => link.call('StartVirtualCam'))
        : stop('virtualCamera', () => link.call('StopVirtualCam')),
    async saveReplay(signal) {
      if (!isRunning(stateOf(present(), 'replay')))
        throw new StudioError(
          'conflict',
          'The replay buffer is not running. Start it, and it keeps the last moments from then on.',
        );
      const waiting = saved(signal);
      try {
        await both(link.call('SaveReplayBuffer', undefined, { ...(signal && { signal }) }), waiting.path);
        return { path: await waiting.path };
      } finally {
        waiting.release();
      }
    },
  };
}

const isRunning = (state: ObsOutput['state']): boolean => state === 'active' || state === 'paused' || state === 'reconnecting';

/** Both, or the first failure; that of the other one is no news then. */
export async function both(request: Promise<unknown>, outcome: Promise<unknown>): Promise<void> {
  outcome.catch(() => {});
  await request;
  await outcome;
}
