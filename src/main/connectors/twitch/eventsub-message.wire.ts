import { z } from 'zod';
import { msFromIso } from '../iso-time.ts';

/** One message of Twitch's EventSub WebSocket, as far as it matters here. */
export type EventSubMessage =
  | { readonly type: 'welcome'; readonly sessionId: string; readonly keepaliveSeconds: number }
  | { readonly type: 'keepalive' }
  | { readonly type: 'reconnect'; readonly url: string }
  | { readonly type: 'revocation'; readonly messageId: string; readonly subscription: string; readonly status: string }
  | EventSubNotification;

export interface EventSubNotification {
  readonly type: 'notification';
  /** The same again when Twitch sends it again. */
  readonly messageId: string;
  /** ms; undefined when the message does not say. */
  readonly sentMs: number | undefined;
  /** 'channel.follow' and the like. */
  readonly subscription: string;
  /** Unread; its shape depends on the subscription. */
  readonly event: unknown;
}

/** Twitch's own, where a welcome names none. */
const KEEPALIVE_SECONDS = 10;
const id = z.string().min(1).max(200);
const envelopeSchema = z.object({
  metadata: z.object({
    message_id: id,
    message_type: z.string().max(100),
    message_timestamp: z.string().max(60).optional(),
    subscription_type: z.string().max(100).optional(),
  }),
  payload: z.object({ session: z.unknown(), subscription: z.unknown(), event: z.unknown() }).partial(),
});
const welcomeSchema = z.object({ id, keepalive_timeout_seconds: z.number().min(1).max(600).nullish() });
const reconnectSchema = z.object({ reconnect_url: z.string().min(1).max(2000) });
const revokedSchema = z.object({ type: z.string().max(100), status: z.string().max(100) });

/** Undefined for kinds that are not known here; throws on what breaks the format. */
export function eventSubMessageFrom(json: unknown): EventSubMessage | undefined {
  const { metadata, payload } = envelopeSchema.parse(json);
  switch (metadata.message_type) {
    case 'session_welcome': {
      const session = welcomeSchema.parse(payload.session);
      const keepaliveSeconds = session.keepalive_timeout_seconds ?? KEEPALIVE_SECONDS;
      return { type: 'welcome', sessionId: session.id, keepaliveSeconds };
    }
    case 'session_keepalive':
      return { type: 'keepalive' };
    case 'session_reconnect':
      return { type: 'reconnect', url: reconnectSchema.parse(payload.session).reconnect_url };
    case 'revocation': {
      const { type, status } = revokedSchema.parse(payload.subscription);
      return { type: 'revocation', messageId: metadata.message_id, subscription: type, status };
    }
    case 'notification':
      return {
        type: 'notification',
        messageId: metadata.message_id,
        sentMs: msFromIso(metadata.message_timestamp),
        subscription: z.string().parse(metadata.subscription_type),
        event: payload.event,
      };
    default:
      return undefined;
  }
}
