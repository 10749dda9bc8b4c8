import type { AvatarDesk, ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { BindingDesk } from '#main/avatar/bindings.types.ts';
import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Cell } from '#shared/cell.ts';
import type { PluginLogEntry, PluginPrompt, PluginsView } from '#shared/contract/plugins.ts';
import type { HealthReport } from '#shared/health.ts';
import type { PluginSettings } from '#shared/settings/settings.ts';
import type { StageReports } from './stage-reports.types.ts';

export interface VtsServerOptions {
  readonly avatar: AvatarDesk;
  readonly models: ModelLibrary;
  readonly bus: ParameterBus;
  readonly items: ItemDesk;
  readonly bindings: BindingDesk;
  readonly stage: StageReports;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Part of the health board. */
  readonly report: (health: HealthReport) => void;
  /** Plugins with access; mode 0600. */
  readonly tokenFile: string;
  /** Where discovery goes; tests keep it on this computer. */
  readonly discovery?: { readonly address: string; readonly port: number };
}

/** VTube Studio's public API, for the plugins that streamers already have. Listens only while the settings say so. */
export interface VtsServer {
  readonly view: Cell<PluginsView>;
  readonly prompts: Cell<readonly PluginPrompt[]>;
  /** Rises with each entry of the log. */
  readonly logVersion: Cell<number>;
  log(): readonly PluginLogEntry[];
  /** Brings the server to these settings. `background`: name of what is behind the avatar. */
  apply(settings: PluginSettings, background: string): void;
  /** Resolves when the last `apply` has taken effect. */
  settled(): Promise<void>;
  /** False: that question is gone. */
  decide(promptId: string, allow: boolean): boolean;
  /** False: there is no such plugin (any more). */
  revoke(pluginId: string): boolean;
  withdrawPermission(pluginId: string, permission: string): boolean;
  disconnect(sessionId: string): boolean;
  close(): Promise<void>;
}
