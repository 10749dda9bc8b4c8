import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { HealthReport } from '#shared/health.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import type { ObsSettings } from '#shared/settings/settings.ts';
import { createFaders } from './obs/control/faders.ts';
import { createObsControl } from './obs/control/obs-control.ts';
import { createObsDesk } from './obs/control/obs-desk.ts';
import type { ObsDesk } from './obs/control/obs-desk.types.ts';
import { createObsSight, type Look } from './obs/control/obs-sight.ts';
import { createObsDucking, type ObsDucking } from './obs/ducking/obs-ducking.ts';
import { createObsFinder } from './obs/finder/obs-finder.ts';
import { createObsLink } from './obs/link/obs-link.ts';
import { createObsMirror } from './obs/mirror/obs-mirror.ts';
import type { ObsControl, ObsLink } from './obs/obs.types.ts';
import { createObsSetup, type ObsSetupOptions } from './obs/setup/obs-setup.ts';
import type { ObsSetup } from './obs/setup/setup.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import type { Pause } from './platform/watch-cell.ts';
import type { WhenCalm } from './platform/when-calm.ts';
import type { ObsRouteServices } from './routes/obs-routes.ts';

export interface ObsSideOptions {
  readonly host: Host;
  readonly settings: () => ObsSettings;
  readonly board: HealthBoardStore;
  readonly pause: Pause;
  /** OBS waits for the avatar's first picture. */
  readonly whenCalm: WhenCalm;
  readonly performance: Cell<Performance>;
  /** What the set-up needs of the rest of the program. */
  readonly setup: Pick<ObsSetupOptions, 'language' | 'stage' | 'setStage' | 'pageUrl'>;
}

/** Titles of the stage's window in the program's languages, and of the stage page in a browser. */
const STAGE_TITLES = ['影戏 舞台', 'Yingxi Stage', '影戯 ステージ', 'Yingxi stage'];

/** OBS Studio: the connection and all that works over it. */
export interface ObsSide {
  readonly link: ObsLink;
  readonly control: ObsControl;
  /** What the streamer does on the studio's own pages. */
  readonly desk: ObsDesk;
  readonly ducking: ObsDucking;
  /** See `createObsSight`. */
  readonly look: Look;
  readonly setup: ObsSetup;
  readonly routes: ObsRouteServices;
  /** The settings or the password changed. */
  refresh(): void;
  close(): Promise<void>;
}

export function createObsSide({ host, settings, board, pause, whenCalm, performance, setup: needs }: ObsSideOptions): ObsSide {
  const { clock, environment, secrets } = host;
  const finder = createObsFinder({
    settings,
    password: () => secrets.get('obs.password'),
    computer: { platform: process.platform, home: environment.HOME ?? homedir(), environment },
    clock,
  });
  let isCalm = false;
  const link = createObsLink({
    enabled: () => isCalm && settings().enabled,
    finder,
    clock,
    logger: host.logger.child('obs'),
    random: Math.random,
    load: () => import('./obs/link/obs-connection.ts'),
  });
  const mirror = createObsMirror({ link, clock, logger: host.logger.child('obs') });
  const lowered = createCell<ReadonlyMap<string, number>>(new Map());
  const faders = createFaders({ link, state: mirror.state, clock, lowered });
  const control = createObsControl({ link, mirror, faders, clock });
  const desk = createObsDesk({ control, link, clock });
  const ducking = createObsDucking({
    link,
    state: mirror.state,
    faders,
    performance,
    settings: () => settings().ducking,
    file: join(host.paths.data, 'obs-lowered.json'),
    clock,
    logger: host.logger.child('obs'),
  });
  const setup = createObsSetup({
    ...needs,
    link,
    file: join(host.paths.data, 'obs-setup.json'),
    clock,
    logger: host.logger.child('obs-setup'),
    report: (health) => board.report('obs-setup', health),
    windowTitles: STAGE_TITLES,
  });
  const report = (status: ObsStatus): void => board.report('obs', healthOf(status));
  const stopReporting = link.status.subscribe(report);
  report(link.status.get());

  const cancelStart = whenCalm(() => {
    isCalm = true;
    link.refresh();
  });

  return {
    link,
    control,
    desk,
    ducking,
    look: createObsSight({ control, settings: () => settings().vision, clock, logger: host.logger.child('obs') }),
    setup,
    routes: { link, look: finder.look, pause },
    refresh: link.refresh,
    async close() {
      cancelStart();
      stopReporting();
      desk.close();
      await ducking.close();
      faders.close();
      mirror.close();
      await setup.close();
      await link.close();
    },
  };
}

/** An OBS that is not open yet is nothing to worry about. */
const PATIENT_REASONS: readonly string[] = ['closed', 'not-running'];

function healthOf({ state, reason, message }: ObsStatus): HealthReport {
  if (state === 'off' || state === 'ready') return { status: state };
  if (state === 'refused') return { status: 'failed', reason: `obs-${reason}`, message };
  if (state === 'waiting' && !PATIENT_REASONS.includes(reason)) return { status: 'degraded', reason: `obs-${reason}`, message };
  return { status: 'connecting', reason: `obs-${reason}`, message };
}
