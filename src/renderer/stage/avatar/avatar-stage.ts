import type { ParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { PoseFrame } from '#shared/frames/pose-frame.ts';
import type { HealthReport } from '#shared/health.ts';
import type { AvatarDown, StageConfig, StageUp } from '#shared/stage/stage-protocol.ts';
import { createItemLayer } from '../items/item-layer.ts';
import { createMoment, type Moment } from '../layers/moment.ts';
import { createFrameCost, type FrameCost } from '../render/frame-cost.ts';
import { createGovernor, type Governor } from '../render/governor.ts';
import type { Rig } from '../rigs/rig.ts';
import { dropSoftwareCanvas } from '../rigs/vrm/software-renderer.ts';
import type { StageShow } from '../show/stage-show.ts';
import { createAvatarReports } from './avatar-reports.ts';
import { createAvatarSlot } from './avatar-slot.ts';
import { watchTouches } from './avatar-touch.ts';
import { rememberAvatar, rememberedAvatar } from './last-avatar.ts';
import { createPerformer } from './performer.ts';
import { rigLoaders } from './rig-loaders.ts';

/** Everything that is drawn of her: the model in use, what moves it from outside, items, and how often and how well it is drawn. */
export interface AvatarStage {
  readonly health: HealthReport;
  /** The model that is drawn; null until the first picture. */
  readonly modelId: string | null;
  configure(config: StageConfig): void;
  /** Messages of the avatar's plane, but sounds. */
  direct(message: AvatarDown): void;
  takeFrame(frame: ParameterFrame): void;
  /** The processor draws her, and a tracker has seen something that no picture shows yet: it is not to wait for the browser's next frame. */
  readonly hasNews: boolean;
  /** Pictures a second that are meant, where the processor draws them; 0: a graphics card does. */
  readonly paceHz: number;
  /** A tracked human's bones. */
  takePose(frame: PoseFrame): void;
  /** The connection to the studio ended. */
  disconnected(): void;
  /** Her first sound is on its way: where the processor draws, it has that for itself for a moment. */
  stepBack(nowMs: number): void;
  /** Whether a picture is due at this browser frame. */
  due(nowMs: number): boolean;
  /** Moves the pose by what the items do to her; before `draw`. */
  pose(moment: Moment): void;
  /** One picture, if there is anything to draw yet. */
  draw(moment: Moment): void;
  fit(): void;
  takeParameterAgeMs(): number;
  /** Writes the parameters as last applied, by id. */
  readParameters(into: Record<string, number>): void;
}

export interface AvatarStageOptions {
  readonly picture: HTMLElement;
  readonly behind: HTMLElement;
  readonly front: HTMLElement;
  readonly show: StageShow;
  readonly tell: (message: StageUp) => void;
  readonly onChange: (health: HealthReport) => void;
  /** A picture has been drawn and will be seen with the browser's next. */
  readonly onPicture: () => void;
  /** Nobody looks closely: another stage is what counts. */
  readonly isAside: () => boolean;
  /** She is hardly drawn for now, because of the tracker. */
  readonly onResting: (resting: boolean) => void;
}

const COST_POLL_MS = 3;
/** About the time from a sentence's announcement to its sound with a quick voice; one picture at fifteen a second. */
const STEP_BACK_MS = 70;
/** A small preview beside the stage that counts, while a tracker needs the processor as well. */
const RESTING_MS = 2000;

export function createAvatarStage(options: AvatarStageOptions): AvatarStage {
  const { picture, behind, front, show, tell } = options;
  const performer = createPerformer();
  let cost: FrameCost = createFrameCost(false);
  const items = createItemLayer({ behind, front, random: Math.random, tell });
  const reports = createAvatarReports(tell, () => ({ x: picture.clientWidth, y: picture.clientHeight }));
  let governor: Governor = createGovernor(false, { full: 1, plain: 1, flat: 1 });
  let config: StageConfig | undefined;
  /** A new model has drawn its first picture, and takes its place in this very task. */
  let takesPlace = false;
  let drawnModelId: string | null = null;
  // In an object: numbers in a closure are boxed anew with each change.
  const pause = { untilMs: 0, restingMs: 0 };
  /** The camera's picture that her last one knew of. */
  const drawn = { pictureMs: 0 };
  let resting = false;
  const slot = createAvatarSlot({
    place: picture,
    loader: (source, signal) => rigLoaders[source.format](source, signal),
    prepare,
    now: () => performance.now(),
    onChange() {
      options.onChange(slot.health);
      if (!takesPlace) return;
      takesPlace = false;
      options.onPicture();
    },
  });

  function prepare(rig: Rig, { modelId }: { readonly modelId: string }, loadMs: number): void {
    dropSoftwareCanvas();
    show.face.setFine(rig.fine);
    governor = createGovernor(rig.softwareRendered, rig.costs);
    cost = createFrameCost(rig.softwareRendered);
    applyLimits();
    // As well as the machine can from now on: a better first picture would wait for shaders that no second one uses.
    rig.setQuality(governor.quality);
    fitRig(rig);
    performer.take(rig, modelId);
    const still = createMoment();
    still.epochMs = performance.timeOrigin + performance.now();
    still.speaking = show.speaking;
    performer.step(still, show.pose);
    rig.resetPhysics();
    reports.loaded(rig, modelId, loadMs);
    // Before the studio has said how she is framed, nobody is to see her.
    if (config === undefined) return;
    rig.render();
    drawnModelId = modelId;
    takesPlace = true;
  }

  function applyLimits(): void {
    if (config === undefined) return;
    const { frameRateCap, quality } = config.stage;
    governor.setCap(frameRateCap === 'auto' ? 'auto' : Number(frameRateCap));
    governor.setLook(quality.look);
  }

  function takeCost(nowMs: number): void {
    if (slot.rig === undefined) return;
    if (cost.poll(nowMs, slot.rig)) governor.addCost(cost.spent, nowMs);
  }

  /** Browser frames are too rare to time the processor by. */
  function watchCost(): void {
    if (!cost.waiting) return;
    setTimeout(() => {
      takeCost(performance.now());
      watchCost();
    }, COST_POLL_MS);
  }

  /** Above 1.5 device pixels a CSS pixel nobody sees a difference, but everybody hears the fan. */
  function fitRig(rig: Rig): void {
    const ratio = Math.min(window.devicePixelRatio, 1.5) * (config?.stage.renderScale ?? 1);
    rig.resize(picture.clientWidth, picture.clientHeight, ratio);
  }

  const isTracked = (): boolean => slot.rig?.softwareRendered === true && performer.inbox.picture.ms > 0;
  const hasNews = (): boolean => isTracked() && performer.inbox.picture.ms !== drawn.pictureMs;

  /** Whether this picture is left out for the tracker's sake. */
  function rests(nowMs: number): boolean {
    const next = isTracked() && options.isAside();
    if (next !== resting) {
      resting = next;
      options.onResting(next);
    }
    if (!resting || nowMs - pause.restingMs >= RESTING_MS) {
      pause.restingMs = nowMs;
      return false;
    }
    return true;
  }

  watchTouches(picture, { rig: () => slot.rig, itemAt: items.hit, tell });
  // The avatar of last time is most likely today's: it loads while the socket connects.
  slot.show(rememberedAvatar(), 'auto');

  return {
    get health() {
      return slot.health;
    },
    get modelId() {
      return drawnModelId;
    },
    configure(next) {
      config = next;
      slot.show(next.avatar, next.stage.quality.smoothing);
      rememberAvatar(next.avatar);
      performer.setStage(next.stage);
      applyLimits();
      if (slot.rig !== undefined) fitRig(slot.rig);
    },
    direct(message) {
      switch (message.type) {
        case 'scene':
          performer.setScene(message.scene);
          break;
        case 'placement':
          performer.setPlacement(message.modelId, message.placement);
          break;
        case 'parameter-table':
          performer.inbox.setTable(message);
          break;
        case 'motion':
          if (message.modelId !== slot.source?.modelId) break;
          if (message.name === null) slot.rig?.stopMotion();
          else slot.rig?.playMotion(message.name, message.loop);
          break;
        case 'report':
          reports.want(message.parameters, message.outline);
          break;
        case 'items':
          items.setItems(message.items);
          break;
        case 'throw':
          items.throwAt(message.throw);
          break;
        case 'sound':
          break;
      }
    },
    takeFrame: performer.inbox.takeFrame,
    get hasNews() {
      return !resting && hasNews();
    },
    get paceHz() {
      return slot.rig?.softwareRendered === true ? governor.framesPerSecond : 0;
    },
    takePose({ pose, weights }) {
      slot.rig?.trackBones?.(pose, weights);
    },
    disconnected() {
      performer.inbox.clear();
      slot.rig?.trackBones?.(undefined, undefined);
    },
    stepBack(nowMs) {
      if (slot.rig?.softwareRendered === true) pause.untilMs = nowMs + STEP_BACK_MS;
    },
    due(nowMs) {
      takeCost(nowMs);
      if (nowMs < pause.untilMs || rests(nowMs)) return false;
      return governor.due(nowMs, isTracked() ? (hasNews() ? 'fresh' : 'awaited') : 'beat');
    },
    pose: (moment) => items.pose(moment, show.pose),
    draw(moment) {
      const { rig } = slot;
      if (rig === undefined || rig.lost || config === undefined) return;
      rig.setQuality(governor.quality);
      drawn.pictureMs = performer.inbox.picture.ms;
      performer.step(moment, show.pose);
      items.update(moment, rig);
      rig.render();
      drawnModelId = slot.source?.modelId ?? null;
      reports.drawn(rig, drawnModelId ?? '', performer.values, moment);
      // Only the automatic frame rate asks what a picture costs.
      if (config.stage.frameRateCap === 'auto') {
        cost.drawn(moment.nowMs, performance.now(), rig);
        if (rig.softwareRendered) watchCost();
      }
      options.onPicture();
    },
    fit() {
      if (slot.rig !== undefined) fitRig(slot.rig);
    },
    takeParameterAgeMs: performer.inbox.takeAgeMs,
    readParameters(into) {
      slot.rig?.description.parameters.forEach(({ id }, index) => {
        into[id] = performer.values[index] ?? 0;
      });
    },
  };
}
