import { join } from 'node:path';
import type { StageHub } from '#main/stage/stage-hub.ts';
import type { SettingsStore } from '#main/storage/settings-store.ts';
import { HOME_PLACEMENT } from '#shared/avatar/scene-start.ts';
import type { HealthReport } from '#shared/health.ts';
import type { AvatarDown, AvatarUp } from '#shared/stage/stage-protocol.ts';
import { createParameterBus } from './avatar/bus/parameter-bus.ts';
import { createCoreStore } from './avatar/cubism/core-store.ts';
import type { CubismCoreStore } from './avatar/cubism-core.types.ts';
import { type ConnectedDesk, createAvatarDesk } from './avatar/desk/avatar-desk.ts';
import { createItemDesk } from './avatar/items/item-desk.ts';
import { createItemLibrary } from './avatar/items/item-library.ts';
import type { ConnectedItemDesk, ItemLibrary } from './avatar/items.types.ts';
import { createModelLibrary } from './avatar/library/model-library.ts';
import type { OpenModelLibrary } from './avatar/library.types.ts';
import { createMappingDesk } from './avatar/mapping/mapping-desk.ts';
import type { MappingDesk, VtubeTargets } from './avatar/mapping.types.ts';
import type { MeasuredBus } from './avatar/parameter-bus.types.ts';
import type { Clock, Host } from './platform/host.ts';
import type { Logger } from './platform/logger.ts';
import type { WhenCalm } from './platform/when-calm.ts';
import type { UserFiles } from './server/user-files.ts';

/** All services of the avatar beyond speaking, connected with each other and with the stages. */
export interface AvatarSide {
  readonly library: OpenModelLibrary;
  readonly cubism: CubismCoreStore;
  readonly desk: ConnectedDesk;
  readonly items: ConnectedItemDesk;
  readonly itemLibrary: ItemLibrary;
  readonly bus: MeasuredBus;
  readonly mapping: MappingDesk;
  /** What a stage that comes must know. */
  state(): readonly AvatarDown[];
  receive(message: AvatarUp): void;
  close(): Promise<void>;
}

export interface AvatarSideOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly paths: Host['paths'];
  readonly userFiles: UserFiles;
  readonly spawnWorker: Host['spawnWorker'];
  readonly whenCalm: WhenCalm;
  readonly settings: SettingsStore;
  readonly report: (part: string, health: HealthReport) => void;
  readonly stages: Pick<StageHub, 'direct' | 'directFrame' | 'refreshConfig'>;
  /** Where hotkeys go that came with a model of VTube Studio. */
  readonly hotkeys: Pick<VtubeTargets, 'hasBinding' | 'takeBindings'>;
}

export function createAvatarSide(options: AvatarSideOptions): AvatarSide {
  const { clock, logger, paths, userFiles, settings, report, stages } = options;
  const library = createModelLibrary({
    dataDir: paths.data,
    resources: paths.resources,
    url: (path) => userFiles.url('models', path),
    spawnWorker: options.spawnWorker,
    whenCalm: options.whenCalm,
    clock,
    logger: logger.child('models'),
    textureLimit: () => settings.current().avatar.textureLimit,
    takeVtube: (model, fileName, json) => mapping.importVtube(fileName, json, model),
    onErased: (id) => mapping.forget(id),
  });
  const cubism = createCoreStore({
    folder: join(paths.data, 'cubism'),
    urlOf: (file) => userFiles.url('cubism', file),
    now: clock.now,
    logger: logger.child('cubism'),
    changed: stages.refreshConfig,
  });
  let table: AvatarDown | undefined;
  const bus = createParameterBus({
    file: join(paths.data, 'custom-parameters.json'),
    sink: {
      table(message) {
        table = message;
        stages.direct(message);
      },
      frame: stages.directFrame,
    },
    random: Math.random,
    clock,
    logger: logger.child('parameters'),
    report: (health) => report('parameters', health),
  });
  const mapping = createMappingDesk({
    folder: join(paths.data, 'mappings'),
    bus,
    targets: {
      ...options.hotkeys,
      setIdleMotion(modelId, name) {
        if (desk.view.get().model?.id === modelId) desk.setIdleMotion(name);
        else settings.update({ avatar: { idleMotions: { [modelId]: [name] } } });
      },
      setPlacement(modelId, placement) {
        if (desk.view.get().model?.id === modelId) desk.move(placement, 0);
        else settings.update({ avatar: { placements: { [modelId]: { ...HOME_PLACEMENT, ...placement } } } });
      },
      modelByVtubeFile: library.modelByVtubeFile,
    },
    clock,
    logger: logger.child('mapping'),
    report: (health) => report('mapping', health),
  });
  const desk = createAvatarDesk({
    library,
    clock,
    stages,
    coreUrl: cubism.url,
    memory: () => settings.current().avatar,
    remember: (avatar) => settings.update({ avatar }),
    look: mapping.look,
    onModel: mapping.setModel,
  });
  const itemLibrary = createItemLibrary({
    folder: join(paths.data, 'items'),
    shippedFolder: join(paths.resources, 'avatars', 'items'),
    urlOf: (path) => userFiles.url('items', path),
    shippedUrlOf: (path) => `/avatars/items/${encodeURIComponent(path)}`,
    logger: logger.child('items'),
  });
  const items = createItemDesk({ library: itemLibrary, direct: stages.direct, now: clock.now });
  return {
    library,
    cubism,
    desk,
    bus,
    items,
    itemLibrary,
    mapping,
    state: () => [...desk.state(), ...items.state(), ...(table === undefined ? [] : [table])],
    receive(message) {
      desk.receive(message);
    },
    async close() {
      desk.close();
      items.close();
      await Promise.all([bus.close(), mapping.close(), library.close()]);
    },
  };
}
