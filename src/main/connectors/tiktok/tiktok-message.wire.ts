import { z } from 'zod';
import { countSchema, idSchema, textSchema } from '../loose-fields.ts';

/** Messages as tiktok-live-connector 2.1.0 hands them over: protobuf as objects, 64-bit numbers as text. Only what is read is named. */
const imageSchema = z
  .object({ url: z.array(z.string()).optional(), urls: z.array(z.string()).optional() })
  .transform(({ url, urls }) => url?.[0] ?? urls?.[0])
  .nullish();
const commonSchema = z.object({ msgId: idSchema, roomId: idSchema, createTime: textSchema }).nullish();
export const tiktokUserSchema = z
  .object({
    userId: idSchema,
    uniqueId: textSchema,
    nickname: textSchema,
    profilePicture: imageSchema,
    verified: z.boolean().nullish(),
  })
  .nullish();
const identitySchema = z
  .object({
    isAnchor: z.boolean().nullish(),
    isModeratorOfAnchor: z.boolean().nullish(),
    isSubscriberOfAnchor: z.boolean().nullish(),
  })
  .nullish();

export const tiktokMessageSchema = z.object({
  common: commonSchema,
  user: tiktokUserSchema,
  userIdentity: identitySchema,
  /** chat */
  comment: textSchema,
  /** like */
  likeCount: countSchema,
  totalLikeCount: countSchema,
  /** roomUser */
  viewerCount: countSchema,
  totalUser: countSchema,
  /** gift */
  giftId: idSchema,
  groupId: idSchema,
  repeatCount: countSchema,
  repeatEnd: z.union([z.boolean(), z.number()]).nullish(),
  giftDetails: z
    .object({ giftName: textSchema, giftType: countSchema, diamondCount: countSchema, giftImage: imageSchema })
    .nullish(),
});
export type TiktokMessage = z.infer<typeof tiktokMessageSchema>;
