import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Cell } from '#shared/cell.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { SecretName, Settings } from '#shared/settings/settings.ts';
import type { BridgeDoor } from './bridges/bridge-door.types.ts';

/** Whether more events wait than the program takes in in a moment. */
export type Behind = Pick<Cell<boolean>, 'get' | 'subscribe'>;

/** What a connector is given. It knows nothing of the avatar, the voice or the interface. */
export interface ConnectorContext {
  /** Hands events on; never throws, never blocks. */
  readonly emit: (events: readonly LiveEvent[]) => void;
  /** While this is true, who reads from a network or a file reads no further, where that is possible without a loss. */
  readonly behind: Behind;
  readonly report: (health: HealthReport) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One live source. `start` returns at once; state is told through `report`. */
export interface Connector {
  start(): void;
  /** Messages that could not be understood, by error code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of sources that come to an end: events handed on, and where in the show they lie. */
  readonly progress?: { readonly events: number; readonly showMs: number };
  /** Of platforms that count what is asked of them: units used today, as far as is known here, of so many. */
  readonly quota?: { readonly used: number; readonly daily: number };
  /** The way back into the room; absent: the platform, or the present sign-in, has none. */
  readonly chat?: RoomChat | undefined;
  /** Where a program knocks that connects to us; absent: we connect to it. */
  readonly door?: BridgeDoor;
  /** Idempotent; ends within 2 s and emits nothing afterwards. */
  close(): Promise<void>;
}

/** Writing into a room and keeping order there. Every call has a time-out, respects the platform's rate limit, and rejects with a StudioError. */
export interface RoomChat {
  /** UTF-16 units that one line may have. */
  readonly maxLength: number;
  /** The platform's id of the account that writes: what it wrote comes back from the room as a line of this user. */
  readonly authorId: string;
  send(text: string, options: { readonly replyToEventId?: string | undefined; readonly signal: AbortSignal }): Promise<void>;
  /** Silences a viewer for so many seconds. */
  timeOut?(userId: string, seconds: number, reason: string, signal: AbortSignal): Promise<void>;
}

/** A source as the settings want it now. The desk starts it when its key is new and ends it when its key is gone. */
export interface SourcePlan {
  /** Unique, kebab-case: 'twitch', 'bilibili-open', 'bridge-1'. Also its name on the health board. */
  readonly id: string;
  /** All that it depends on, secrets included, as one text that is compared and never shown: a change starts it anew. */
  readonly key: string;
  /** Room, channel or address, for people. */
  readonly target: string;
  /** Loads the platform's code: most streamers need one of them. Not started yet. */
  create(context: ConnectorContext): Promise<Connector>;
}

/** What a planner may look at. */
export interface SourceWishes {
  readonly settings: Settings;
  /** From the environment, else from the secret store. */
  readonly secret: (name: SecretName) => string | undefined;
  /** Keeps what a sign-in renewed. */
  readonly keepSecret: (name: SecretName, value: string) => void;
  /** Folder of the user's data, for optional components. */
  readonly dataDir: string;
}

/** The sources of one platform that the settings ask for; none when it is off or not filled in. Must not throw. */
export type SourcePlanner = (wishes: SourceWishes) => readonly SourcePlan[];
