import type { AvatarDesk, ModelLibrary } from '#main/avatar/avatar.types.ts';
import type { BindingDesk, FireAnswer } from '#main/avatar/bindings.types.ts';
import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Cell } from '#shared/cell.ts';
import type { Prompts } from '../access/prompts.ts';
import type { TokenBook } from '../access/token-book.ts';
import type { StageReports } from '../stage-reports.types.ts';
import type { HotkeyQueue } from './hotkey-queue.ts';
import type { ItemNotes } from './item-notes.ts';
import type { PhysicsHold } from './physics-hold.ts';

/** Everything that a request can be answered from. */
export interface World {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly avatar: AvatarDesk;
  readonly models: ModelLibrary;
  readonly bus: ParameterBus;
  readonly items: ItemDesk;
  readonly bindings: BindingDesk;
  readonly stage: StageReports;
  readonly book: TokenBook;
  readonly prompts: Prompts;
  readonly hotkeys: HotkeyQueue<FireAnswer>;
  readonly physics: PhysicsHold;
  readonly itemNotes: ItemNotes;
  /** Name of what is behind the avatar. */
  readonly background: Cell<string>;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** Last model load and last NDI change that a plugin asked for, ms since the epoch; cooldowns hold for all plugins together. */
  readonly cooldowns: { modelLoad: number; ndi: number };
  /** Until when a plugin that was turned down need not ask again, by name and developer. */
  readonly turnedDown: Map<string, number>;
  connectedPlugins(): number;
}
