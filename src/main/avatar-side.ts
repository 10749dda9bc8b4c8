import type { StageHub } from '#main/stage/stage-hub.ts';
import type { SettingsStore } from '#main/storage/settings-store.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { emptyDescription } from '#shared/avatar/model.ts';
import { createCell } from '#shared/cell.ts';
import type { AvatarUp } from '#shared/stage/stage-protocol.ts';
import type { ModelLibrary } from './avatar/avatar.types.ts';
import { type ConnectedDesk, createAvatarDesk } from './avatar/desk/avatar-desk.ts';
import type { Clock } from './platform/host.ts';

/** All services of the avatar beyond speaking, connected with each other and with the stages. */
export interface AvatarSide {
  readonly library: ModelLibrary;
  readonly desk: ConnectedDesk;
  receive(message: AvatarUp): void;
  close(): Promise<void>;
}

export interface AvatarSideOptions {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly stages: Pick<StageHub, 'direct' | 'directFrame' | 'refreshConfig'>;
}

export function createAvatarSide({ clock, settings, stages }: AvatarSideOptions): AvatarSide {
  const library = shippedOnly();
  const desk = createAvatarDesk({
    library,
    clock,
    stages,
    coreUrl: () => null,
    memory: () => settings.current().avatar,
    remember: (avatar) => settings.update({ avatar }),
    onModel: () => {},
  });
  return {
    library,
    desk,
    receive(message) {
      desk.receive(message);
    },
    async close() {
      desk.close();
    },
  };
}

function shippedOnly(): ModelLibrary {
  const models = createCell<readonly AvatarModel[]>([
    {
      id: DEFAULT_AVATAR.modelId,
      name: DEFAULT_AVATAR.name,
      format: DEFAULT_AVATAR.format,
      origin: 'shipped',
      entry: 'default.vrm',
      url: DEFAULT_AVATAR.url,
      thumbnailUrl: null,
      bytes: 0,
      addedAt: 0,
      meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
      description: emptyDescription,
      accepted: true,
    },
  ]);
  return {
    models,
    find: (id) => models.get().find((model) => model.id === id),
    learn: (id, description) => models.set(models.get().map((model) => (model.id === id ? { ...model, description } : model))),
  };
}
