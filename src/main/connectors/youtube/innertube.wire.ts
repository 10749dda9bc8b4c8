import { z } from 'zod';

/** youtubei.js's parsed nodes, as far as they are used; `type` is the node's class. They are read as plain data: a new version may shape them otherwise. */
const id = z.string().min(1).max(300);
const usec = z.string().regex(/^\d{1,17}$/u);
const thumbnails = z.array(z.object({ url: z.string().max(4000) }));
const runSchema = z.object({
  text: z.string(),
  emoji: z
    .object({
      emoji_id: z.string().optional(),
      shortcuts: z.array(z.string()).default([]),
      image: thumbnails.default([]),
      is_custom: z.boolean().default(false),
    })
    .optional(),
});
const textSchema = z.object({ text: z.string().optional(), runs: z.array(runSchema).max(2000).optional() });
export type InnertubeText = z.infer<typeof textSchema>;
const badgeSchema = z.object({ icon_type: z.string().optional(), custom_thumbnail: thumbnails.default([]) });
const badges = z.array(badgeSchema).default([]);
export type AuthorBadge = z.infer<typeof badgeSchema>;
const authorSchema = z.object({ id, name: z.string(), thumbnails: thumbnails.default([]), badges });
export type InnertubeAuthor = z.infer<typeof authorSchema>;
const base = { id, timestamp_usec: usec };
const argb = z.number().int().min(0).max(0xffff_ffff).optional();

export const itemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LiveChatTextMessage'), ...base, author: authorSchema, message: textSchema }),
  z.object({
    type: z.literal('LiveChatPaidMessage'),
    ...base,
    author: authorSchema,
    message: textSchema,
    purchase_amount: z.string().max(100),
    body_background_color: argb,
  }),
  z.object({
    type: z.literal('LiveChatPaidSticker'),
    ...base,
    author: authorSchema,
    purchase_amount: z.string().max(100),
    sticker: thumbnails,
    sticker_accessibility_label: z.string().max(1000).optional(),
    background_color: argb,
  }),
  z.object({
    type: z.literal('LiveChatMembershipItem'),
    ...base,
    author: authorSchema,
    header_primary_text: textSchema.optional(),
    header_subtext: textSchema.optional(),
    message: textSchema.optional(),
  }),
  z.object({
    type: z.literal('LiveChatSponsorshipsGiftPurchaseAnnouncement'),
    ...base,
    author_external_channel_id: id,
    header: z.object({
      author_name: textSchema,
      author_photo: thumbnails.default([]),
      author_badges: badges,
      primary_text: textSchema,
    }),
  }),
]);
export type InnertubeItem = z.infer<typeof itemSchema>;

export const actionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AddChatItemAction'), item: z.unknown() }),
  z.object({ type: z.literal('ReplaceChatItemAction'), replacement_item: z.unknown() }),
  z.object({ type: z.literal('MarkChatItemAsDeletedAction'), target_item_id: id }),
  z.object({ type: z.literal('RemoveChatItemAction'), target_item_id: id }),
  z.object({ type: z.literal('MarkChatItemsByAuthorAsDeletedAction'), external_channel_id: id }),
  z.object({ type: z.literal('RemoveChatItemByAuthorAction'), external_channel_id: id }),
]);

export const continuationSchema = z.object({
  type: z.literal('liveChatContinuation'),
  actions: z.array(z.unknown()).max(20_000),
  continuation: z.object({ token: z.string().max(20_000).optional(), timeout_ms: z.number().optional() }),
  header: z
    .object({
      view_selector: z
        .object({
          sub_menu_items: z
            .array(z.object({ selected: z.boolean().optional(), continuation: z.string().max(20_000).optional() }))
            .optional(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Raw answer of `next`: only where a broadcast's chat begins. */
export const watchPageSchema = z.object({
  contents: z
    .object({
      twoColumnWatchNextResults: z
        .object({
          conversationBar: z
            .object({
              liveChatRenderer: z
                .object({
                  isReplay: z.boolean().optional(),
                  continuations: z.array(
                    z.object({ reloadContinuationData: z.object({ continuation: z.string().max(20_000) }).optional() }),
                  ),
                })
                .optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});
/** Raw answer of `navigation/resolve_url`. */
export const resolvedSchema = z.object({
  endpoint: z
    .object({
      watchEndpoint: z.object({ videoId: z.string().max(40) }).optional(),
      browseEndpoint: z.object({ browseId: z.string().max(100) }).optional(),
    })
    .optional(),
});
