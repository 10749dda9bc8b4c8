import type { PluginRecord } from '../access/token-book.ts';
import type { EventKind, OpenEvent } from './event-kind.ts';

/** One connection, as the handlers see it. What it holds (tints, values, items, subscriptions) goes when it ends. */
export interface PluginSession {
  /** Owner of everything that the connection holds; unique in this run. */
  readonly id: string;
  /** Web page that opened it; null for programs. */
  readonly origin: string | null;
  /** Whose token it showed; undefined before that, and after access was taken back. */
  plugin(): PluginRecord | undefined;
  authenticate(plugin: PluginRecord): void;
  /** Aborts when the connection ends or its access is taken back. */
  readonly signal: AbortSignal;
  /** Aborts when the connection ends. */
  readonly ended: AbortSignal;
  /** Replaces an earlier subscription to the same event. Its first message follows the answer to the present request. */
  subscribe(event: EventKind, open: OpenEvent): void;
  unsubscribe(eventName: string): void;
  unsubscribeAll(): void;
  subscribed(): readonly string[];
}
