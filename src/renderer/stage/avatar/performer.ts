import type { AvatarScene, Placement } from '#shared/avatar/scene.ts';
import { AUTHOR_PHYSICS, HOME_PLACEMENT, placementScale } from '#shared/avatar/scene-start.ts';
import type { StageConfig } from '#shared/stage/stage-protocol.ts';
import type { Moment } from '../layers/moment.ts';
import type { Pose } from '../layers/pose.ts';
import type { Rig, View } from '../rigs/rig.ts';
import { createExpressionMixer } from './expression-mixer.ts';
import { createParameterInbox, type ParameterInbox } from './parameter-inbox.ts';

/** Of a rig, what a performance needs. */
export type PerformingRig = Pick<
  Rig,
  'description' | 'pose' | 'motion' | 'apply' | 'setView' | 'setTints' | 'setPhysics' | 'setIdleMotion'
>;

/** Leads the rig in use through its frames and keeps it in the state that the studio asks for; a rig that comes later starts in that state. */
export interface Performer {
  readonly inbox: ParameterInbox;
  /** Final values of the last frame, in the order of the rig's description. */
  readonly values: Float32Array;
  setScene(scene: AvatarScene): void;
  setPlacement(modelId: string, placement: Placement): void;
  setStage(stage: StageConfig['stage']): void;
  /** Makes `rig` the one that performs. */
  take(rig: PerformingRig, modelId: string): void;
  /** One step of everything but the picture. */
  step(moment: Moment, pose: Pose): void;
}

export function createPerformer(): Performer {
  const inbox = createParameterInbox();
  const expressions = createExpressionMixer();
  const placements = new Map<string, Placement>();
  let rig: PerformingRig | undefined;
  let modelId = '';
  let values = new Float32Array(0);
  let scene: AvatarScene | undefined;
  let stage: StageConfig['stage'] | undefined;

  function applyScene(): void {
    // Of another model: what it says means nothing here.
    const own = scene?.modelId === modelId ? scene : undefined;
    expressions.setActive(own?.expressions ?? []);
    rig?.setTints(own?.tints ?? []);
    const physics = own?.physics ?? AUTHOR_PHYSICS;
    rig?.setPhysics(stage?.quality.physics === false ? { ...physics, strength: 0, wind: 0 } : physics);
    rig?.setIdleMotion(own?.idleMotion ?? null);
  }

  function applyView(): void {
    if (stage !== undefined) rig?.setView(viewFrom(stage, placements.get(modelId) ?? HOME_PLACEMENT));
  }

  return {
    inbox,
    get values() {
      return values;
    },
    setScene(next) {
      scene = next;
      applyScene();
    },
    setPlacement(id, placement) {
      placements.set(id, placement);
      if (id === modelId) applyView();
    },
    setStage(next) {
      const physicsChanged = stage?.quality.physics !== next.quality.physics;
      stage = next;
      if (physicsChanged) applyScene();
      applyView();
    },
    take(next, id) {
      rig = next;
      modelId = id;
      values = Float32Array.from(next.description.parameters, (parameter) => parameter.default);
      inbox.setModel(id, next.description.parameters);
      expressions.setModel(next.description);
      applyScene();
      applyView();
    },
    step(moment, pose) {
      if (rig === undefined) return;
      rig.pose(moment, pose, values);
      inbox.blend(moment, values);
      rig.motion(moment, values);
      expressions.apply(moment, values);
      rig.apply(moment, values);
    },
  };
}

/** The streamer's framing with the model's own placement on top; window coordinates span 2, shares of the picture 1. */
function viewFrom(stage: StageConfig['stage'], placement: Placement): View {
  return {
    framing: stage.framing,
    zoom: stage.zoom * placementScale(placement.size),
    offsetX: stage.offsetX + placement.x / 2,
    offsetY: stage.offsetY + placement.y / 2,
    rotation: placement.rotation,
    // The page itself has the background: items may stand between it and the avatar.
    background: 'transparent',
  };
}
