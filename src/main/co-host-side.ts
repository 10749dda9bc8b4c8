import type { StageHub } from '#main/stage/stage-hub.ts';
import type { SettingsStore } from '#main/storage/settings-store.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { AvatarDown, AvatarUp, StageConfig } from '#shared/stage/stage-protocol.ts';
import type { AvatarDesk } from './avatar/avatar.types.ts';
import { type ConnectedDesk, createAvatarDesk } from './avatar/desk/avatar-desk.ts';
import type { ModelLook } from './avatar/mapping.types.ts';
import type { AvatarSide } from './avatar-side.ts';
import type { Clock } from './platform/host.ts';

/**
 * The AI's own avatar beside the human's: a second model with a place, expressions and idle motions of its own, on the pages that ask for it. Her voice and her
 * moods move it; trackers, plugins and hotkeys move the other one. Nothing of it exists before it is switched on.
 */
export interface CoHostSide {
  /** Throws `unavailable` while it is switched off. */
  desk(): AvatarDesk;
  /** What differs for the stages of the shared avatar, and for her own. */
  mainConfig(config: StageConfig): StageConfig;
  ownConfig(config: StageConfig): StageConfig;
  /** What a stage of hers that comes must know. */
  state(): readonly AvatarDown[];
  receive(message: AvatarUp): void;
  /** It was switched on or off, or another model was chosen. */
  settingsChanged(): void;
  close(): void;
}

export interface CoHostSideOptions {
  readonly avatar: {
    readonly library: Pick<AvatarSide['library'], 'models' | 'find' | 'learn'>;
    readonly cubism: Pick<AvatarSide['cubism'], 'url'>;
  };
  readonly settings: Pick<SettingsStore, 'current' | 'update'>;
  readonly stages: Pick<StageHub, 'directCoHost' | 'refreshConfig'>;
  readonly clock: Clock;
}

export function createCoHostSide(options: CoHostSideOptions): CoHostSide {
  const { avatar, settings, stages } = options;
  const chosen = () => settings.current().driving.coHost;
  let made: ConnectedDesk | undefined;
  let closed = false;

  /** The first one that is asked for makes it; undefined while she has none. */
  function wanted(): ConnectedDesk | undefined {
    if (!chosen().enabled || closed) return undefined;
    made ??= createAvatarDesk({
      library: avatar.library,
      clock: options.clock,
      stages: { direct: stages.directCoHost, refreshConfig: stages.refreshConfig },
      coreUrl: avatar.cubism.url,
      memory: chosen,
      // Which model it is, is the setting itself.
      remember: ({ modelId: _, ...coHost }) => settings.update({ driving: { coHost } }),
      look: createCell<ModelLook>({ physics: undefined, tints: [] }),
      onModel: () => undefined,
    });
    return made;
  }

  return {
    desk() {
      const desk = wanted();
      if (desk === undefined)
        throw new StudioError('unavailable', 'The AI has no avatar of her own. Switch the co-host on, on the page "AI co-host".');
      return desk;
    },
    mainConfig: (config) => (chosen().enabled ? { ...config, speaks: false } : config),
    ownConfig: (config) => ({
      ...config,
      avatar: wanted()?.source() ?? DEFAULT_AVATAR,
      expression: 'neutral',
      // Switched off, its pages show nothing at all.
      hidden: config.hidden === true || !chosen().enabled,
      speaks: chosen().enabled,
    }),
    state: () => wanted()?.state() ?? [],
    receive: (message) => wanted()?.receive(message),
    settingsChanged() {
      const { modelId } = chosen();
      // Pages that came while it was switched off know nothing yet.
      const isNew = made === undefined;
      const desk = wanted();
      desk?.load(modelId === '' ? DEFAULT_AVATAR.modelId : modelId);
      stages.refreshConfig();
      if (isNew) for (const message of desk?.state() ?? []) stages.directCoHost(message);
    },
    close() {
      closed = true;
      made?.close();
      made = undefined;
    },
  };
}
