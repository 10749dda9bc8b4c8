import type { StageHub } from '#main/stage/stage-hub.ts';
import type { SettingsStore } from '#main/storage/settings-store.ts';
import { createCell } from '#shared/cell.ts';
import type { AvatarDown, AvatarUp, StageConfig } from '#shared/stage/stage-protocol.ts';
import { createAvatarDesk } from './avatar/desk/avatar-desk.ts';
import type { ModelLook } from './avatar/mapping.types.ts';
import type { AvatarSide } from './avatar-side.ts';
import type { Clock } from './platform/host.ts';

/**
 * The AI's own avatar beside the human's: a second model with a place, expressions and idle motions of its own, on the pages that ask for it. Her voice and her
 * moods move it; trackers, plugins and hotkeys move the other one.
 */
export interface CoHostSide {
  /** What differs for the stages of the shared avatar, and for her own. */
  mainConfig(config: StageConfig): StageConfig;
  ownConfig(config: StageConfig): StageConfig;
  /** What a stage of hers that comes must know. */
  state(): readonly AvatarDown[];
  receive(message: AvatarUp): void;
  settingsChanged(): void;
  close(): void;
}

export interface CoHostSideOptions {
  readonly avatar: Pick<AvatarSide, 'library' | 'cubism'>;
  readonly settings: SettingsStore;
  readonly stages: Pick<StageHub, 'directCoHost' | 'refreshConfig'>;
  readonly clock: Clock;
}

export function createCoHostSide(options: CoHostSideOptions): CoHostSide {
  const { avatar, settings, stages } = options;
  const chosen = () => settings.current().driving.coHost;
  const desk = createAvatarDesk({
    library: avatar.library,
    clock: options.clock,
    stages: { direct: stages.directCoHost, refreshConfig: stages.refreshConfig },
    coreUrl: avatar.cubism.url,
    memory: () => ({ ...settings.current().avatar, modelId: chosen().modelId }),
    // Which model it is, is the setting itself.
    remember: ({ modelId: _, ...avatarPatch }) => settings.update({ avatar: avatarPatch }),
    look: createCell<ModelLook>({ physics: undefined, tints: [] }),
    onModel: () => undefined,
  });

  return {
    mainConfig: (config) => (chosen().enabled ? { ...config, speaks: false } : config),
    ownConfig: (config) => ({
      ...config,
      avatar: desk.source(),
      expression: 'neutral',
      // Switched off, its pages show nothing at all.
      hidden: config.hidden === true || !chosen().enabled,
      speaks: chosen().enabled,
    }),
    state: desk.state,
    receive: desk.receive,
    settingsChanged() {
      const { modelId } = chosen();
      if (modelId !== '') desk.load(modelId);
      stages.refreshConfig();
    },
    close: desk.close,
  };
}
