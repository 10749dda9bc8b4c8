import { join } from 'node:path';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { AvatarDown } from '#shared/stage/stage-protocol.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import type { MeasuredBus } from './avatar/parameter-bus.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createLate } from './platform/late.ts';
import type { Pause } from './platform/watch-cell.ts';
import type { TrackingRouteServices } from './routes/tracking-routes.ts';
import { lanAddresses } from './server/lan-addresses.ts';
import type { UploadIntake } from './server/uploads.types.ts';
import type { UserFiles } from './server/user-files.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import { createDrivingDesk } from './tracking/driving/driving-desk.ts';
import type { DrivingDesk } from './tracking/driving.types.ts';
import type { VoiceMouth } from './tracking/hub/hub.types.ts';
import type { OpenTracking } from './tracking/open-tracking.ts';
import { stagePace } from './tracking/stage-pace.ts';
import type { MergedMotion, MotionSourceInfo, MotionSourcePort, TrackingHub } from './tracking/tracking.types.ts';
import { createTrackingDoor } from './tracking/tracking-door.ts';
import type { AttachTracking } from './tracking/tracking-door.types.ts';

/** Everything that sees a human, and who drives. Only the weights are there from the start; what sees is loaded when it is first used. */
export interface TrackingSide {
  readonly driving: DrivingDesk;
  readonly load: () => Promise<OpenTracking>;
  /** For pages on this computer. */
  readonly attach: AttachTracking;
  /** For every other source; it may be called before anything is loaded. */
  readonly attachSource: TrackingHub['attach'];
  /** "I look straight now", for every tracker that sees a face. Why it could not be done; undefined: it is. */
  lookStraight(): string | undefined;
  readonly routes: TrackingRouteServices;
  /** A face model that is sent in. */
  readonly uploads: UploadIntake;
  /** What a stage that comes must know. */
  state(): readonly AvatarDown[];
  settingsChanged(): void;
  close(): Promise<void>;
}

export interface TrackingSideOptions {
  readonly host: Host;
  readonly board: HealthBoardStore;
  readonly pause: Pause;
  readonly settings: SettingsStore;
  readonly bus: MeasuredBus;
  readonly stages: Pick<StageHub, 'direct' | 'directFrame' | 'view'>;
  readonly userFiles: Pick<UserFiles, 'url'>;
  /** The streamer's own voice as a mouth. */
  readonly voice: VoiceMouth;
  /** With each tick of what is tracked; its values are written anew with the next. */
  readonly onMotion: (motion: MergedMotion) => void;
  /** Where the plugin API listens; undefined: nowhere. */
  readonly apiPort: () => number | undefined;
  /** She may answer the chat again. */
  readonly resume: () => void;
}

export function createTrackingSide(options: TrackingSideOptions): TrackingSide {
  const { host, settings, bus, stages } = options;
  const { clock } = host;
  const logger = host.logger.child('tracking');
  const driving = createDrivingDesk({
    settings: () => settings.current().driving,
    remember: (patch) => void settings.update({ driving: patch }),
    onAnswers: () => {
      if (driving.aiAnswers) options.resume();
    },
    clock,
  });
  const teller = createDrivingTeller(stages);
  let pace = stagePace(stages.view.get().stages);
  const late = createLate(async () => {
    const { openTracking } = await import('./tracking/open-tracking.ts');
    const opened = openTracking({
      settings: () => settings.current().tracking,
      bus,
      shares: driving.shares,
      poseFrame: stages.directFrame,
      onWeights: (weights) => teller.tell(weights, clock.now()),
      voice: options.voice,
      stagePeriodMs: () => pace.periodMs,
      modelFolder: join(host.paths.data, 'tracking'),
      modelUrl: (file) => options.userFiles.url('tracking', file),
      addresses: lanAddresses,
      secrets: host.secrets,
      apiPort: options.apiPort,
      clock,
      logger,
      report: options.board.report,
      onFace: driving.faceFound,
      onMoved: driving.moved,
    });
    opened.hub.follow(options.onMotion);
    return opened;
  });
  let closed = false;
  const load = late.get;
  const failed = (cause: unknown): void => logger.error('tracking could not be loaded', { cause: messageFromUnknown(cause) });
  const attachSource: TrackingHub['attach'] = (info) => late.made?.hub.attach(info) ?? lateSource(info, load, failed);
  const door = createTrackingDoor({ attach: attachSource });
  const unwatchStages = stages.view.subscribe((view) => {
    pace = stagePace(view.stages);
    door.setPace(pace.picturesHz);
  });
  const wanted = ({ tracking }: Settings): boolean => [...tracking.inputs, ...tracking.outputs].some(({ enabled }) => enabled);

  return {
    driving,
    load,
    attachSource,
    attach: door.attach,
    routes: { driving, load, pause: options.pause, metersEveryMs: () => pace.metersEveryMs },
    uploads: {
      async write(id, index, offset, bytes) {
        // Nothing is awaited before it was asked for.
        if (late.made === undefined) throw new StudioError('not-found', 'no such upload is awaited; add the file again');
        await late.made.modelIntake.write(id, index, offset, bytes);
      },
    },
    lookStraight() {
      const hub = late.made?.hub;
      const seeing = (hub?.sources.get() ?? []).filter(({ kind, report }) => !isHand(kind) && SEES.includes(report.state));
      if (seeing.length === 0) return 'No camera or phone sees you now. Switch one on first, on the tracking page.';
      for (const { id } of seeing) hub?.recenter(id);
      return undefined;
    },
    state: () => teller.state(),
    settingsChanged() {
      if (closed) return;
      driving.settingsChanged();
      if (late.made !== undefined) late.made.settingsChanged();
      else if (wanted(settings.current())) load().catch(failed);
    },
    async close() {
      closed = true;
      unwatchStages();
      driving.close();
      await late.made?.close();
    },
  };
}

/** States in which a source sees a person. */
const SEES: readonly SourceReport['state'][] = ['tracking', 'several'];
/** Moved by hand or by a file: nobody sits before it. */
const isHand = (kind: MotionSourceInfo['kind']): boolean => kind === 'controls' || kind === 'replay';

/** A source before and after the code is there that takes it in: what it sees meanwhile is not missed, for the next is newer. */
function lateSource(
  info: MotionSourceInfo,
  load: () => Promise<OpenTracking>,
  onFailure: (cause: unknown) => void,
): MotionSourcePort {
  let port: MotionSourcePort | undefined;
  let told: SourceReport | undefined;
  let gone = false;
  load().then(({ hub }) => {
    if (gone) return;
    port = hub.attach(info);
    if (told !== undefined) port.report(told);
  }, onFailure);
  return {
    push: (sample) => port?.push(sample),
    report(report) {
      told = report;
      port?.report(report);
    },
    close() {
      gone = true;
      port?.close();
    },
  };
}

/** Tells the stages how much of each part the human rules, so that her own mood and idle motion make room; they do the smoothing between. */
function createDrivingTeller(stages: Pick<StageHub, 'direct'>) {
  const EVERY_MS = 50;
  const STEP = 0.01;
  const sent = new Float64Array(BODY_PARTS.length);
  let sentMs = 0;
  const message = (): Extract<AvatarDown, { type: 'driving' }> => ({
    type: 'driving',
    human: Object.fromEntries(BODY_PARTS.map((part, at) => [part, Math.round((sent[at] ?? 0) * 1000) / 1000])),
  });
  return {
    tell(weights: Float64Array, nowMs: number): void {
      let ended = false;
      let moved = false;
      for (let at = 0; at < sent.length; at++) {
        const now = weights[at] ?? 0;
        const before = sent[at] ?? 0;
        if (Math.abs(now - before) >= STEP) moved = true;
        if (now !== before && (now === 0 || now === 1)) ended = true;
      }
      if (!ended && !(moved && nowMs - sentMs >= EVERY_MS)) return;
      sentMs = nowMs;
      sent.set(weights);
      stages.direct(message());
    },
    state: () => (sent.some((weight) => weight > 0) ? [message()] : []),
  };
}
