import { z } from 'zod';

/** Answers of YouTube's Data API v3, as far as they are used. 64-bit numbers come as text. */
const id = z.string().min(1).max(300);
const micros = z.string().regex(/^\d{1,15}$/u);
const paid = { amountMicros: micros, currency: z.string().length(3), tier: z.number().int().optional() };
const snippetSchema = z.object({
  type: z.string().max(100),
  publishedAt: z.string().max(60).optional(),
  displayMessage: z.string().optional(),
  textMessageDetails: z.object({ messageText: z.string() }).optional(),
  superChatDetails: z.object({ ...paid, userComment: z.string().optional() }).optional(),
  superStickerDetails: z
    .object({
      ...paid,
      superStickerMetadata: z.object({ stickerId: z.string().optional(), altText: z.string().optional() }).optional(),
    })
    .optional(),
  newSponsorDetails: z.object({ memberLevelName: z.string().optional(), isUpgrade: z.boolean().optional() }).optional(),
  memberMilestoneChatDetails: z
    .object({
      userComment: z.string().optional(),
      memberMonth: z.number().int().min(0).max(10_000),
      memberLevelName: z.string().optional(),
    })
    .optional(),
  membershipGiftingDetails: z
    .object({
      giftMembershipsCount: z.number().int().min(1).max(100_000),
      giftMembershipsLevelName: z.string().optional(),
    })
    .optional(),
  messageDeletedDetails: z.object({ deletedMessageId: id }).optional(),
  messageRetractedDetails: z.object({ retractedMessageId: id }).optional(),
  userBannedDetails: z.object({ bannedUserDetails: z.object({ channelId: id }) }).optional(),
});
export type DataApiSnippet = z.infer<typeof snippetSchema>;
const authorSchema = z.object({
  channelId: id,
  displayName: z.string(),
  profileImageUrl: z.string().optional(),
  isVerified: z.boolean().optional(),
  isChatOwner: z.boolean().optional(),
  isChatSponsor: z.boolean().optional(),
  isChatModerator: z.boolean().optional(),
});
export type DataApiAuthor = z.infer<typeof authorSchema>;
export const dataApiItemSchema = z.object({ id, snippet: snippetSchema, authorDetails: authorSchema.optional() });

/** Items stay unread until each is looked at by itself: one bad message must not cost a page. */
export const chatPageSchema = z.object({
  nextPageToken: z.string().max(2000).optional(),
  pollingIntervalMillis: z.number().min(0).max(3_600_000).optional(),
  offlineAt: z.string().max(60).optional(),
  items: z.array(z.unknown()).max(5000).default([]),
});
export const videosSchema = z.object({
  items: z.array(z.object({ id, liveStreamingDetails: z.object({ activeLiveChatId: id.optional() }).optional() })).default([]),
});
export const channelsSchema = z.object({ items: z.array(z.object({ id })).default([]) });
export const searchSchema = z.object({ items: z.array(z.object({ id: z.object({ videoId: id }) })).default([]) });

const errorSchema = z.object({
  error: z.object({ message: z.string().optional(), errors: z.array(z.object({ reason: z.string() })).optional() }),
});
/** 'quotaExceeded', 'liveChatEnded', …; '' when the answer does not say. */
export function errorReasonFrom(body: unknown): string {
  const error = errorSchema.safeParse(body);
  return error.success ? (error.data.error.errors?.[0]?.reason ?? '') : '';
}
