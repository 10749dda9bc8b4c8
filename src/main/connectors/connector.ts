import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/** What a connector is given. It knows nothing of the avatar, the voice or the interface. */
export interface ConnectorContext {
  /** Hands events on; never throws, never blocks. */
  readonly emit: (events: readonly LiveEvent[]) => void;
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
  /** Idempotent; ends within 2 s and emits nothing afterwards. */
  close(): Promise<void>;
}
