import type { ObsLink } from '#main/obs/obs.types.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';

/** As much of OBS as its volumes: it takes SetInputVolume in batches, and tells each change as OBS does. */
export interface ObsVolumes {
  readonly link: ObsLink;
  readonly state: Cell<ObsState | undefined>;
  volumeOf(source: string): number;
  /** Volumes that were asked for, in order. */
  readonly asked: readonly { readonly source: string; readonly db: number }[];
  /** A hand on OBS's own fader. */
  hand(source: string, db: number): void;
  /** OBS goes away, or comes back with what it had. */
  connect(isThere: boolean): void;
  /** False: answers and events wait for `flush`. */
  prompt: boolean;
  flush(): void;
}

const emptyState = {
  canvas: { width: 1280, height: 720, framesPerSecond: 30 },
  scenes: [{ name: 'Main', items: [], filters: [] }],
  groups: [],
  programScene: 'Main',
  previewScene: null,
  transitions: [],
  transition: { name: 'Cut', durationMs: null },
  sceneCollection: 'Test',
  sceneCollections: ['Test'],
  stream: { state: 'stopped', sinceMs: null },
  record: { state: 'stopped', sinceMs: null },
  replay: null,
  virtualCamera: null,
  stats: { cpuPercent: 1, framesPerSecond: 30, droppedFrames: 0, missedFrames: 0, freeDiskMb: 1000 },
} satisfies Omit<ObsState, 'inputs'>;

export function createObsVolumes(volumes: Readonly<Record<string, number>>): ObsVolumes {
  const held = new Map(Object.entries(volumes));
  const listeners = new Map<string, Set<(data: never) => void>>();
  const asked: { source: string; db: number }[] = [];
  const waiting: (() => void)[] = [];
  let isThere = true;
  const stateNow = (): ObsState => ({
    ...emptyState,
    inputs: [...held].map(([name, volumeDb]) => ({
      name,
      kind: 'ffmpeg_source',
      audio: { muted: false, volumeDb, monitor: 'none' },
      media: 'playing',
      filters: [],
    })),
  });
  const state = createCell<ObsState | undefined>(stateNow());
  const set = (source: string, db: number): void => {
    // OBS keeps a float32 multiplier.
    const kept = 20 * Math.log10(Math.fround(10 ** (db / 20)));
    held.set(source, kept);
    state.set(stateNow());
    for (const listener of listeners.get('InputVolumeChanged') ?? [])
      listener({ inputName: source, inputVolumeDb: kept } as never);
  };
  const volumesOf: ObsVolumes = {
    link: {
      on(type: string, listener: (data: never) => void) {
        const all = listeners.get(type) ?? new Set();
        listeners.set(type, all.add(listener));
        return () => all.delete(listener);
      },
      batch(requests) {
        if (!isThere) return Promise.reject(new StudioError('unavailable', 'OBS is not connected.'));
        const carryOut = (): { ok: true; data: unknown }[] =>
          requests.map((request) => {
            if (request.type !== 'SetInputVolume') throw new Error(`not here: ${request.type}`);
            const { inputName = '', inputVolumeDb = 0 } = request.data ?? {};
            asked.push({ source: inputName, db: inputVolumeDb });
            set(inputName, inputVolumeDb);
            return { ok: true, data: {} };
          });
        if (volumesOf.prompt) return Promise.resolve(carryOut());
        return new Promise((resolve) => waiting.push(() => resolve(carryOut())));
      },
    } as Pick<ObsLink, 'on' | 'batch'> as ObsLink,
    state,
    asked,
    volumeOf: (source) => held.get(source) ?? Number.NaN,
    hand: set,
    connect(next) {
      isThere = next;
      state.set(next ? stateNow() : undefined);
    },
    prompt: true,
    flush() {
      for (const answer of waiting.splice(0)) answer();
    },
  };
  return volumesOf;
}
