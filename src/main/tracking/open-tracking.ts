import { createFileIntake, type FileIntake } from '#main/platform/file-intake.ts';
import type { Clock, SecretStore } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { TrackingView } from '#shared/contract/tracking.ts';
import type { HealthReport } from '#shared/health.ts';
import { FACE_AT } from '#shared/tracking/face-channels.ts';
import type { TrackingSettings } from '#shared/tracking/tracking-settings.ts';
import type { MeasuredHub, TrackingHubOptions } from './hub/hub.types.ts';
import { createTrackingHub } from './hub/tracking-hub.ts';
import { createMotionInputs } from './net/motion-inputs.ts';
import { createMotionOutputs } from './net/motion-outputs.ts';
import { createOfficialModel, modelSource, type OfficialModel } from './official-model.ts';
import type { MergedMotion } from './tracking.types.ts';
import { healthOfTracking } from './tracking-health.ts';

/** All of tracking that is loaded when it is first used. */
export interface OpenTracking {
  readonly hub: MeasuredHub;
  readonly model: OfficialModel;
  /** A model's file that is sent in. */
  readonly modelIntake: FileIntake;
  readonly view: Cell<TrackingView>;
  settingsChanged(): void;
  close(): Promise<void>;
}

export interface OpenTrackingOptions extends Omit<TrackingHubOptions, 'settings' | 'logger' | 'clock'> {
  readonly settings: () => TrackingSettings;
  /** Where the official model is kept, and its address for pages. */
  readonly modelFolder: string;
  readonly modelUrl: (file: string) => string;
  readonly addresses: () => readonly string[];
  readonly secrets: SecretStore;
  /** Of this program's own plugin API; undefined: it does not listen. */
  readonly apiPort: () => number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (part: string, health: HealthReport) => void;
  readonly onFace: (found: boolean) => void;
  /** The human who is seen moves. */
  readonly onMoved: () => void;
}

export function openTracking(options: OpenTrackingOptions): OpenTracking {
  const { settings, clock, logger, report } = options;
  const hub = createTrackingHub({ ...options, logger: logger.child('tracking') });
  const inputs = createMotionInputs({ hub, clock, logger: logger.child('motion-in') });
  const outputs = createMotionOutputs({
    hub,
    clock,
    logger: logger.child('motion-out'),
    secrets: options.secrets,
    ownPorts: inputs.ports,
    apiPort: options.apiPort,
    mirrored: () => settings().mirror,
  });
  const model = createOfficialModel({
    folder: options.modelFolder,
    urlOf: options.modelUrl,
    source: modelSource(process.env),
    clock,
    report: (health) => report('face-model', health),
  });
  const modelIntake = createFileIntake(options.modelFolder, clock);
  const view = createCell<TrackingView>(viewNow());
  const unfollow = hub.follow(movementOf(options.onMoved));
  const unsubscribes = [
    hub.sources.subscribe(publish),
    hub.faceFound.subscribe((found) => {
      options.onFace(found);
      publish();
    }),
    outputs.views.subscribe(publish),
    model.cell.subscribe(publish),
  ];
  void model.restore();
  inputs.apply(settings().inputs);
  outputs.apply(settings().outputs);

  function viewNow(): TrackingView {
    return {
      sources: hub.sources
        .get()
        .map(({ id, kind, name, report: told, drives }) => ({ id, kind, name, report: told, drives: [...drives] })),
      faceFound: hub.faceFound.get(),
      addresses: [...options.addresses()],
      outputs: outputs.views.get().map((one) => ({ ...one })),
      officialModel: { ...model.cell.get() },
    };
  }

  function publish(): void {
    view.set(viewNow());
    report('tracking', healthOfTracking(hub.sources.get(), settings().webcam.model === 'official'));
  }

  return {
    hub,
    model,
    modelIntake,
    view,
    settingsChanged() {
      hub.refresh();
      inputs.apply(settings().inputs);
      outputs.apply(settings().outputs);
      publish();
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      unfollow();
      await Promise.allSettled([inputs.close(), outputs.close(), model.close(), modelIntake.close()]);
      hub.close();
    },
  };
}

/** Degrees, and shares of a full movement, below which a face rests. */
const MOVED_DEGREES = 4;
const MOVED_SHARE = 0.2;
const WATCHED = [
  [FACE_AT.headYaw, MOVED_DEGREES],
  [FACE_AT.headPitch, MOVED_DEGREES],
  [FACE_AT.headRoll, MOVED_DEGREES],
  [FACE_AT.jawOpen, MOVED_SHARE],
  [FACE_AT.mouthSmileLeft, MOVED_SHARE],
] as const;

/** Tells when the human has moved from where movement was told last. */
function movementOf(onMoved: () => void): (motion: MergedMotion) => void {
  const last = new Float32Array(WATCHED.length).fill(Number.NaN);
  return ({ face }) => {
    let moved = false;
    for (let i = 0; i < WATCHED.length; i++) {
      const [at, least] = WATCHED[i] ?? [0, 0];
      const now = face[at] ?? Number.NaN;
      if (Math.abs(now - (last[i] ?? 0)) < least || Number.isNaN(now)) continue;
      last[i] = now;
      moved = true;
    }
    if (moved) onMoved();
  };
}
