import type { LiveEvent, LiveUser, Money, Role } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import { msFromIso } from '../iso-time.ts';
import { type DataApiAuthor, type DataApiSnippet, dataApiItemSchema } from './data-api.wire.ts';
import { chatText, giftedMembership, memberJoined, memberRenewed, youtubeBase } from './youtube-event-parts.ts';

/** A `youtube#liveChatMessage` as a live event; undefined for what is told elsewhere or means nothing here. Throws on one that breaks its format. */
export function eventFromItem(item: unknown, room: { readonly roomId: string; readonly nowMs: number }): LiveEvent | undefined {
  const { id, snippet, authorDetails } = dataApiItemSchema.parse(item);
  const base = youtubeBase('youtube-data-api', { id, sentMs: msFromIso(snippet.publishedAt), ...room });
  const withdrawn = withdrawalFrom(snippet);
  if (withdrawn !== undefined) return { ...base, kind: 'retract', ...withdrawn };
  if (snippet.type === 'chatEndedEvent') return { ...base, kind: 'room', action: 'live_end' };
  const deed = deedFrom(snippet);
  if (deed === undefined) return undefined;
  if (authorDetails === undefined) throw new SyntaxError('a message without its author');
  return { ...base, user: userFrom(authorDetails), ...deed };
}

type Withdrawal = { targetIds: string[] } | { targetUserId: string };

function withdrawalFrom(snippet: DataApiSnippet): Withdrawal | undefined {
  switch (snippet.type) {
    case 'messageDeletedEvent':
      return { targetIds: [`youtube:${present(snippet.messageDeletedDetails).deletedMessageId}`] };
    case 'messageRetractedEvent':
      return { targetIds: [`youtube:${present(snippet.messageRetractedDetails).retractedMessageId}`] };
    case 'userBannedEvent':
      return { targetUserId: present(snippet.userBannedDetails).bannedUserDetails.channelId };
    default:
      return undefined;
  }
}

function deedFrom(snippet: DataApiSnippet) {
  switch (snippet.type) {
    case 'textMessageEvent':
      return chatText(snippet.textMessageDetails?.messageText ?? snippet.displayMessage ?? '');
    case 'superChatEvent': {
      const details = present(snippet.superChatDetails);
      return {
        kind: 'superchat' as const,
        value: moneyFrom(details),
        ...tierOf(details),
        text: cleanText(details.userComment ?? '', MAX_EVENT_TEXT),
      };
    }
    case 'superStickerEvent': {
      const details = present(snippet.superStickerDetails);
      const { stickerId, altText } = details.superStickerMetadata ?? {};
      const sticker = {
        ...(stickerId === undefined ? {} : { id: stickerId }),
        ...(altText === undefined ? {} : { alt: cleanText(altText, 200) }),
      };
      return { kind: 'superchat' as const, value: moneyFrom(details), ...tierOf(details), text: '', sticker };
    }
    case 'newSponsorEvent': {
      const { memberLevelName, isUpgrade } = present(snippet.newSponsorDetails);
      return memberJoined(memberLevelName, isUpgrade === true);
    }
    case 'memberMilestoneChatEvent': {
      const { memberLevelName, memberMonth, userComment } = present(snippet.memberMilestoneChatDetails);
      return memberRenewed(memberLevelName, memberMonth, userComment ?? '');
    }
    case 'membershipGiftingEvent': {
      const { giftMembershipsCount, giftMembershipsLevelName } = present(snippet.membershipGiftingDetails);
      return giftedMembership(giftMembershipsLevelName, giftMembershipsCount);
    }
    default:
      return undefined;
  }
}

function present<T>(details: T | undefined): T {
  if (details === undefined) throw new SyntaxError('a message without the details of its kind');
  return details;
}

function moneyFrom({ amountMicros, currency }: { amountMicros: string; currency: string }): Money {
  return { currency, micros: Number(amountMicros), estimated: false };
}

function tierOf({ tier }: { tier?: number | undefined }): { tier?: number } {
  return tier === undefined ? {} : { tier };
}

function userFrom(author: DataApiAuthor): LiveUser {
  const roles: Role[] = [];
  if (author.isChatOwner === true) roles.push('owner');
  if (author.isChatModerator === true) roles.push('moderator');
  if (author.isChatSponsor === true) roles.push('member');
  if (author.isVerified === true) roles.push('verified');
  const avatarUrl = author.profileImageUrl ?? '';
  return {
    id: author.channelId,
    name: cleanText(author.displayName || '?', 200),
    masked: false,
    roles,
    ...(avatarUrl.startsWith('https://') && avatarUrl.length <= 2000 ? { avatarUrl } : {}),
  };
}
