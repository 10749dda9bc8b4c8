import { z } from 'zod';

/** Bodies of EventSub notifications, by subscription; fields that are not used are left out. */
const text = z.string();
const id = z.string().max(200);
const name = z.string().max(200);
const count = z.number().int().nonnegative().max(1_000_000_000);
const room = { broadcaster_user_login: name };
const viewer = { user_id: id, user_login: name, user_name: name };
/** Of deeds whose doer may stay unnamed. */
const maybeViewer = {
  is_anonymous: z.boolean().nullish(),
  user_id: id.nullish(),
  user_login: name.nullish(),
  user_name: name.nullish(),
};
const months = z.number().int().nonnegative().max(10_000);

export const followSchema = z.object({ ...room, ...viewer, followed_at: text });
export const cheerSchema = z.object({ ...room, ...maybeViewer, message: text, bits: count.min(1) });
export const subscribeSchema = z.object({ ...room, ...viewer, tier: z.string().max(40), is_gift: z.boolean() });
export const subscriptionGiftSchema = z.object({ ...room, ...maybeViewer, total: count.min(1), tier: z.string().max(40) });
export const subscriptionMessageSchema = z.object({
  ...room,
  ...viewer,
  tier: z.string().max(40),
  message: z.object({ text }),
  cumulative_months: months,
  duration_months: months.nullish(),
});
export const redemptionSchema = z.object({
  ...room,
  ...viewer,
  id,
  user_input: text,
  reward: z.object({ id, title: z.string(), cost: count }),
  redeemed_at: text,
});
export const raidSchema = z.object({
  from_broadcaster_user_id: id,
  from_broadcaster_user_login: name,
  from_broadcaster_user_name: name,
  to_broadcaster_user_login: name,
  viewers: count,
});
export const streamSchema = z.object({ ...room, id: id.nullish(), started_at: text.nullish() });

const fragmentSchema = z.object({
  type: z.string(),
  text,
  emote: z.object({ id }).nullish(),
  mention: z.object({ user_id: id }).nullish(),
});
export type ChatFragment = z.infer<typeof fragmentSchema>;
export const chatMessageSchema = z.object({
  ...room,
  broadcaster_user_id: id,
  source_broadcaster_user_id: id.nullish(),
  chatter_user_id: id,
  chatter_user_login: name,
  chatter_user_name: name,
  message_id: z.string().min(1).max(280),
  message: z.object({ text, fragments: z.array(fragmentSchema).max(1000) }),
  color: z.string().max(32),
  badges: z.array(z.object({ set_id: z.string().max(100), id: z.string().max(100) })).max(100),
  message_type: z.string().max(100),
  cheer: z.object({ bits: count.min(1) }).nullish(),
  reply: z.object({ parent_message_id: id, parent_user_id: id.nullish(), parent_user_name: name.nullish() }).nullish(),
  channel_points_custom_reward_id: id.nullish(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;
export const messageDeleteSchema = z.object({ ...room, message_id: z.string().min(1).max(280) });
export const clearUserSchema = z.object({ ...room, target_user_id: id.min(1) });
export const clearSchema = z.object(room);
