import type { Clock } from '#main/platform/host.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { fieldMapSchema } from '#shared/settings/settings.ts';
import type { BridgeEntrance, WebhookReply } from './bridge-door.types.ts';
import { createEventAllowance, type EventAllowance } from './event-allowance.ts';
import type { FeedReader } from './feed-reader.ts';

type Post = (events: readonly LiveEvent[]) => Promise<{ accepted: number; duplicates: number; ids: readonly string[] }>;

/** The webhook of the program's own form; `post` resolves when paid events are on disk. Clients are few: one for each kind of token. */
export function createWebhookIntake(clock: Clock, post: Post): BridgeEntrance['webhook'] {
  let reader: Promise<FeedReader> | undefined;
  const allowances = new Map<string, EventAllowance>();
  return async (text, client): Promise<WebhookReply> => {
    const allowance = allowances.get(client) ?? createEventAllowance(clock);
    allowances.set(client, allowance);
    const waitMs = allowance.debtMs();
    if (waitMs > 0) return { outcome: 'too-fast', waitMs };
    reader ??= readerOfOwnForm();
    const { events, fault } = (await reader).read(text, clock.now());
    allowance.take(Math.max(1, events.length));
    if (fault !== undefined) return { outcome: 'refused', message: fault.message };
    return { outcome: 'taken', ...(await post(events)) };
  };
}

async function readerOfOwnForm(): Promise<FeedReader> {
  const { createFeedReader } = await import('./feed-reader.ts');
  const fields = fieldMapSchema.parse({});
  return createFeedReader({ id: 'webhook', platform: 'custom', dialect: 'webhook', fields, onUnknown() {} });
}
