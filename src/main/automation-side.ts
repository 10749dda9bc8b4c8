import type { Cell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { MusicView } from '#shared/music/music.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { createAutomation } from './automation/automation.ts';
import type { AutomationDesk } from './automation/automation.types.ts';
import { listPrograms } from './automation/program-list.ts';
import { createHeardReader } from './avatar/bindings/heard-reader.ts';
import type { PerformAction } from './avatar/bindings.types.ts';
import type { Appraised } from './director/appraise.types.ts';
import type { ObsControl } from './obs/obs.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { shownOf } from './room-side.ts';

/** Automation with all that it listens to. */
export interface AutomationSide {
  readonly desk: AutomationDesk;
  /** Fresh events of the rooms with what is known of them. Returns at once. */
  live(fresh: readonly Appraised[]): void;
  close(): Promise<void>;
}

export interface AutomationSideOptions {
  readonly host: Host;
  readonly board: HealthBoardStore;
  readonly settings: () => Settings;
  readonly perform: PerformAction;
  readonly performance: Cell<Performance>;
  readonly panic: { readonly view: Pick<Cell<unknown>, 'subscribe'>; readonly isOn: boolean };
  readonly obs: { readonly status: Cell<ObsStatus>; readonly control: Pick<ObsControl, 'state' | 'onNotice'> };
  /** Undefined: there is no music. */
  readonly music: Cell<MusicView> | undefined;
}

export function createAutomationSide(options: AutomationSideOptions): AutomationSide {
  const { host, performance, obs, music, panic } = options;
  const isReady = (): boolean => obs.status.get().state === 'ready';
  let connects = 0;
  const desk = createAutomation({
    dataDir: host.paths.data,
    clock: host.clock,
    logger: host.logger.child('automation'),
    report: (health) => options.board.report('automation', health),
    settings: () => options.settings().automation,
    perform: options.perform,
    isPaused: () => panic.isOn,
    obs: { isReady, connects: () => connects },
    offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
    seed: Math.floor(Math.random() * 2 ** 32),
    listPrograms: () => listPrograms(process.platform),
  });
  const heard = createHeardReader((sentence) => desk.input({ type: 'heard', ...sentence }));

  let wasReady = false;
  /** The link tells of coming and going: it is ready only when the mirror is whole, so that deeds work from then on. */
  function linkChanged(): void {
    if (isReady() === wasReady) return;
    wasReady = isReady();
    if (!wasReady) {
      desk.input({ type: 'obs', notice: { type: 'lost' } });
      return;
    }
    connects += 1;
    const found = obs.control.state.get();
    if (found !== undefined) {
      const { programScene: scene, stream, record, replay } = found;
      const outputs = { stream: stream.state, record: record.state, replay: replay?.state ?? 'stopped' } as const;
      desk.input({ type: 'obs-state', scene, outputs });
    }
    desk.input({ type: 'obs', notice: { type: 'connected' } });
  }

  let wasSpeaking = false;
  function performed(now: Performance): void {
    const speaks = now.state === 'speaking';
    if (speaks !== wasSpeaking) {
      wasSpeaking = speaks;
      desk.input({ type: 'speech', on: speaks });
    }
    if (speaks) heard(now);
  }
  const played = ({ state, track }: MusicView): void =>
    desk.input({ type: 'music', song: state === 'stopped' ? '' : (track?.title ?? ''), playing: state === 'playing' });

  const unsubscribes = [
    obs.status.subscribe(linkChanged),
    obs.control.onNotice((notice) => {
      if (notice.type !== 'connected' && notice.type !== 'lost') desk.input({ type: 'obs', notice });
    }),
    performance.subscribe(performed),
    panic.view.subscribe(() => {
      if (panic.isOn) desk.stop();
    }),
    ...(music === undefined ? [] : [music.subscribe(played)]),
  ];
  linkChanged();

  return {
    desk,
    live(fresh) {
      for (const one of fresh) {
        const { appraisal } = one;
        for (const event of shownOf(one))
          desk.input({ type: 'live', event, viewerKey: appraisal?.viewerKey, reading: appraisal?.reading });
      }
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await desk.close();
    },
  };
}
