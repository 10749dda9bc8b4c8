import type { AvatarDesk, AvatarView, DeskAnswer, ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarModel, AvatarSource, ModelParameter } from '#shared/avatar/model.ts';
import type { AvatarScene, PhysicsState, Placement } from '#shared/avatar/scene.ts';
import { AUTHOR_PHYSICS, HOME_PLACEMENT } from '#shared/avatar/scene-start.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { AvatarDown, AvatarUp } from '#shared/stage/stage-protocol.ts';
import type { ModelLook } from '../mapping.types.ts';
import { createExpressionBoard } from './expression-board.ts';
import { createPlacementTween } from './placement-tween.ts';
import { createTintBoard } from './tint-board.ts';

/** What is remembered of each model, by its id, from one start to the next. Changes are merged in. */
export interface DeskMemory {
  readonly modelId: string;
  readonly placements: Readonly<Record<string, Placement>>;
  readonly idleMotions: Readonly<Record<string, readonly string[]>>;
}

export interface AvatarDeskOptions {
  readonly library: ModelLibrary;
  readonly clock: Clock;
  readonly stages: {
    direct(message: AvatarDown): void;
    /** Sends every stage the config anew: another model. */
    refreshConfig(): void;
  };
  /** Address of the user's Cubism Core, for Live2D models. */
  readonly coreUrl: () => string | null;
  readonly memory: () => DeskMemory;
  readonly remember: (change: {
    modelId?: string;
    placements?: Record<string, Placement>;
    idleMotions?: Record<string, string[]>;
  }) => void;
  /** How the streamer set the model in use up: beneath what plugins do to it. */
  readonly look: Pick<Cell<ModelLook>, 'get' | 'subscribe'>;
  /** The model in use or what is known of it changed. */
  readonly onModel: (model: AvatarModel) => void;
}

/** As many as a scene holds; the latest stay. */
const TINT_LIMIT = 200;

/** The desk with the side that stages talk to. */
export interface ConnectedDesk extends AvatarDesk {
  /** All that a stage which comes must know. */
  state(): readonly AvatarDown[];
  receive(message: AvatarUp): void;
}

export function createAvatarDesk(options: AvatarDeskOptions): ConnectedDesk {
  const { library, clock, stages } = options;
  let model: AvatarModel | undefined;
  let loadedAt = 0;
  let loadMs = 0;
  let physics: PhysicsState | undefined;
  let motion: string | undefined;
  let idlePlaylist: readonly string[] = [];
  let idleMotion: string | undefined;
  let values = new Float32Array(0);
  const tints = createTintBoard();
  const expressions = createExpressionBoard(clock, sceneChanged);
  const tween = createPlacementTween(HOME_PLACEMENT, {
    clock,
    onStep(placement, settled) {
      if (model === undefined) return;
      stages.direct({ type: 'placement', modelId: model.id, placement });
      if (settled) options.remember({ placements: { [model.id]: placement } });
      publish();
    },
  });
  const view = createCell<AvatarView>(look());
  const unsubscribe = library.models.subscribe(libraryChanged);
  const unwatchLook = options.look.subscribe(sceneChanged);
  begin(library.find(options.memory().modelId) ?? library.find(DEFAULT_AVATAR.modelId));

  function look(): AvatarView {
    return {
      model,
      loadedAt,
      loadMs,
      placement: tween.placement,
      expressions: expressions.states(),
      motion,
      idleMotion,
      idlePlaylist,
    };
  }

  function publish(): void {
    view.set(look());
  }

  function scene(): AvatarScene {
    return {
      modelId: model?.id ?? DEFAULT_AVATAR.modelId,
      expressions: expressions.active(),
      tints: [...options.look.get().tints, ...tints.tints()].slice(-TINT_LIMIT),
      physics: physics ?? options.look.get().physics ?? AUTHOR_PHYSICS,
      idleMotion: idleMotion ?? null,
    };
  }

  function sceneChanged(): void {
    if (model !== undefined) stages.direct({ type: 'scene', scene: scene() });
    publish();
  }

  function begin(next: AvatarModel | undefined): void {
    model = next;
    loadedAt = clock.now();
    loadMs = 0;
    motion = undefined;
    physics = undefined;
    tints.clear();
    expressions.setModel(next?.description.expressions ?? []);
    values = defaultsOf(next?.description.parameters ?? []);
    const { placements, idleMotions } = options.memory();
    tween.reset((next && placements[next.id]) ?? HOME_PLACEMENT);
    idlePlaylist = (next && idleMotions[next.id]) ?? [];
    idleMotion = idlePlaylist[0];
    publish();
    if (next !== undefined) options.onModel(next);
  }

  /** Models come late from the disk, learn of themselves and go. */
  function libraryChanged(): void {
    const present = model && library.find(model.id);
    if (present === undefined) {
      const next = library.find(options.memory().modelId) ?? library.find(DEFAULT_AVATAR.modelId);
      if (next !== undefined && next.id !== model?.id) {
        begin(next);
        announce();
      }
      return;
    }
    if (present === model) return;
    const learned = present.description !== model?.description;
    const otherFiles = present.url !== model?.url;
    model = present;
    if (otherFiles) {
      // Stages load it anew: what it was in the middle of is over.
      motion = undefined;
      stages.refreshConfig();
    }
    if (learned) {
      expressions.learn(present.description.expressions);
      values = defaultsOf(present.description.parameters);
      options.onModel(present);
    }
    sceneChanged();
  }

  function announce(): void {
    stages.refreshConfig();
    for (const message of state()) stages.direct(message);
  }

  function state(): readonly AvatarDown[] {
    if (model === undefined) return [];
    return [
      { type: 'placement', modelId: model.id, placement: tween.placement },
      { type: 'scene', scene: scene() },
    ];
  }

  function setIdlePlaylist(names: readonly string[]): DeskAnswer {
    return withModel((present) => {
      if (!names.every((name) => present.description.motions.some((known) => known.name === name))) return 'unknown';
      idlePlaylist = names;
      idleMotion = names[0];
      options.remember({ idleMotions: { [present.id]: [...names] } });
      sceneChanged();
      return 'done';
    });
  }

  /** Each of the playlist is played once through, then it is the next one's turn. */
  function takeTurns(ended: string): void {
    if (ended !== idleMotion || idlePlaylist.length < 2) return;
    idleMotion = idlePlaylist[(idlePlaylist.indexOf(ended) + 1) % idlePlaylist.length];
    sceneChanged();
  }

  function withModel(act: (present: AvatarModel) => DeskAnswer): DeskAnswer {
    return model === undefined ? 'no-model' : act(model);
  }

  return {
    view,
    state,
    scene,
    source() {
      if (model === undefined) return DEFAULT_AVATAR;
      const { id, name, format, url } = model;
      return { modelId: id, name, format, url, coreUrl: format === 'live2d' ? options.coreUrl() : null } satisfies AvatarSource;
    },
    load(modelId) {
      const next = library.find(modelId);
      if (next === undefined) return 'unknown';
      if (next.id === model?.id) return 'done';
      options.remember({ modelId });
      begin(next);
      announce();
      return 'done';
    },
    move: (target, seconds) =>
      withModel(() => {
        tween.move(target, seconds);
        return 'done';
      }),
    setExpression: (name, request) => withModel(() => (expressions.set(name, request) ? 'done' : 'unknown')),
    clearExpressions: expressions.clear,
    playMotion: (name, loop) =>
      withModel((present) => {
        if (name !== undefined && !present.description.motions.some((known) => known.name === name)) return 'unknown';
        motion = name;
        stages.direct({ type: 'motion', modelId: present.id, name: name ?? null, loop });
        publish();
        return 'done';
      }),
    setIdleMotion: (name) => setIdlePlaylist(name === undefined ? [] : [name]),
    setIdlePlaylist,
    tint(owner, tint) {
      if (model === undefined) return 0;
      tints.set(owner, tint);
      sceneChanged();
      return tint.meshes?.length ?? model.description.meshes.length;
    },
    setPhysics(next) {
      physics = next;
      sceneChanged();
    },
    parameterValues: () => values,
    dropOwner(owner) {
      if (tints.drop(owner)) sceneChanged();
    },
    receive(message) {
      if ('modelId' in message && message.modelId !== model?.id) return;
      if (message.type === 'model') {
        loadMs = message.loadMs;
        library.learn(message.modelId, message.description);
        publish();
      } else if (message.type === 'parameter-values') {
        if (message.values.length === values.length) values.set(message.values);
      } else if (message.type === 'motion' && message.idle) {
        if (message.state === 'end') takeTurns(message.name);
      } else if (message.type === 'motion') {
        motion = message.state === 'start' ? message.name : motion === message.name ? undefined : motion;
        publish();
      }
    },
    close() {
      unsubscribe();
      unwatchLook();
      tween.close();
      expressions.clear();
    },
  };
}

function defaultsOf(parameters: readonly ModelParameter[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(parameters, (parameter) => parameter.default);
}
