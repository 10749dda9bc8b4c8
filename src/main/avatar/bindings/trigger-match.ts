import { mayUse } from '#shared/audience/may-use.ts';
import type { Trigger, ViewerDeed } from '#shared/avatar/bindings.ts';
import type { GiftEvent, LiveEvent, LiveUser, MembershipEvent, SuperChatEvent } from '#shared/live/live-event.ts';
import { isViewerEvent, textOfEvent } from '#shared/live/live-event.ts';
import { containsWord, plainText, standsAt } from './words.ts';

type ChatTrigger = Extract<Trigger, { type: 'chat' }>;
type GiftTrigger = Extract<Trigger, { type: 'gift' }>;
type ViewerTrigger = Extract<Trigger, { type: 'viewer' }>;

/** What of an event the chat triggers look at; made once an event, however many triggers there are. */
export interface ChatLine {
  readonly text: string;
  readonly user: LiveUser;
}

/** Undefined for what viewers did not write in this room. */
export function chatLineOf(event: LiveEvent): ChatLine | undefined {
  if (!isViewerEvent(event) || !['chat', 'superchat', 'redemption'].includes(event.kind)) return undefined;
  if (event.kind === 'chat' && event.mirrored === true) return undefined;
  const text = plainText(textOfEvent(event));
  return text === '' ? undefined : { text, user: event.user };
}

/** `wanted`: the trigger's word as `plainText`. */
export function matchesChat({ match, who }: ChatTrigger, wanted: string, { text, user }: ChatLine): boolean {
  if (wanted === '' || !mayUse(who, user)) return false;
  switch (match) {
    case 'exact':
      return text === wanted;
    case 'starts':
      return text.startsWith(wanted) && standsAt(text, wanted, 0);
    case 'contains':
      return containsWord(text, wanted);
  }
}

export interface GiftFact {
  readonly micros: number;
  /** Plain text; '' for super chats. */
  readonly name: string;
}

/** Undefined for what is no gift, and for a streak that still runs: its money is not final. */
export function giftFactOf(event: LiveEvent): GiftFact | undefined {
  switch (event.kind) {
    case 'gift':
      return giftOf(event);
    case 'superchat':
      return superChatOf(event);
    case 'membership':
      return membershipOf(event);
    default:
      return undefined;
  }
}

/** `wanted`: the trigger's name as `plainText`; '' for any. */
export function matchesGift({ minimumMicros }: GiftTrigger, wanted: string, fact: GiftFact): boolean {
  return fact.micros >= minimumMicros && (wanted === '' || wanted === fact.name);
}

export interface DeedFact {
  readonly deed: ViewerDeed;
  /** Of the reward, as plain text; '' for all else. */
  readonly name: string;
}

/** Undefined for what is none of the deeds that a trigger can wait for. */
export function deedFactOf(event: LiveEvent): DeedFact | undefined {
  switch (event.kind) {
    case 'follow':
    case 'raid':
      return { deed: event.kind, name: '' };
    case 'membership':
      return { deed: 'member', name: '' };
    case 'redemption':
      return { deed: 'reward', name: plainText(event.rewardTitle ?? '') };
    default:
      return undefined;
  }
}

/** `wanted`: the reward's name as `plainText`; '' for any. */
export function matchesDeed({ deed }: ViewerTrigger, wanted: string, fact: DeedFact): boolean {
  return deed === fact.deed && (deed !== 'reward' || wanted === '' || wanted === fact.name);
}

const giftOf = ({ final, value, gift }: GiftEvent): GiftFact | undefined =>
  final ? { micros: value?.micros ?? 0, name: plainText(gift.name) } : undefined;
const superChatOf = ({ value }: SuperChatEvent): GiftFact => ({ micros: value.micros, name: '' });
const membershipOf = ({ value, membership }: MembershipEvent): GiftFact | undefined =>
  membership.action === 'join' || membership.action === 'level_up'
    ? undefined
    : { micros: value?.micros ?? 0, name: plainText(membership.tierName ?? membership.tier) };
