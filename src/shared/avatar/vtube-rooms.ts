import type { Trigger, ViewerDeed } from '#shared/avatar/bindings.ts';
import type { VtubeHotkey, VtubeTwitch, VtubeYouTube } from './vtube-json.ts';
import type { VtubeReason } from './vtube-report.ts';

/** What of a hotkey's Twitch and YouTube triggers can be had here. */
export interface RoomTriggers {
  readonly triggers: readonly Trigger[];
  /** Seconds; the longest of the platforms', for a binding has one. */
  readonly cooldown: number;
  readonly left: readonly { readonly why: VtubeReason; readonly detail: string }[];
}

const MICROS = 1_000_000;
/** A bit brings the streamer about a US cent. */
const MICROS_PER_BIT = 10_000;
const LONGEST_COOLDOWN = 3600;

export function roomTriggersFrom({ TwitchTriggers: twitch, YouTubeTriggers: youTube }: VtubeHotkey): RoomTriggers {
  const left: RoomTriggers['left'][number][] = [];
  const triggers = [...(twitch.Active ? twitchTriggers(twitch, left) : []), ...(youTube.Active ? youTubeTriggers(youTube) : [])];
  if (twitch.Active && twitch.Active_ShoutoutTrigger) left.push({ why: 'room-trigger', detail: 'Shoutout' });
  if (twitch.Active && twitch.Active_AdbreakTrigger) left.push({ why: 'room-trigger', detail: 'Ad break' });
  if ((twitch.Active || youTube.Active) && triggers.length + left.length === 0) left.push({ why: 'room-trigger', detail: '' });
  const cooldowns = [twitch, youTube].map((one) => (one.Active && one.CooldownActive ? one.CooldownSeconds : 0));
  return { triggers, cooldown: Math.min(LONGEST_COOLDOWN, Math.max(0, ...cooldowns)), left };
}

const deed = (is: boolean, what: ViewerDeed, name = ''): Trigger[] =>
  is ? [{ type: 'viewer', deed: what, name: name.slice(0, 200) }] : [];
const gift = (is: boolean, micros: number, name: string): Trigger[] =>
  is ? [{ type: 'gift', minimumMicros: Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(micros))), name }] : [];

function twitchTriggers(twitch: VtubeTwitch, left: RoomTriggers['left'][number][]): Trigger[] {
  return [
    ...textCommand(twitch, left),
    ...deed(twitch.Active_RedeemTrigger, 'reward', twitch.Trigger_Redeem_Name.trim()),
    ...gift(twitch.Active_BitTrigger, twitch.Trigger_BitTrigger.Min * MICROS_PER_BIT, 'Bits'),
    ...deed(twitch.Active_SubTrigger || twitch.Active_GiftSubTrigger, 'member'),
    ...deed(twitch.Active_FollowTrigger, 'follow'),
    ...deed(twitch.Active_RaidTrigger, 'raid'),
  ];
}

function textCommand(twitch: VtubeTwitch, left: RoomTriggers['left'][number][]): Trigger[] {
  const word = twitch.Trigger_TextCommandTrigger.trim().slice(0, 100);
  if (!twitch.Active_TextCommandTrigger || word === '') return [];
  const { RestrictTextTriggerTo: only, UseTextTriggerUserTypeRestriction: isRestricted } = twitch;
  if (isRestricted && (only.Allowed_VIPs || only.Allowed_Artists || only.Allowed_UserNames || only.Allowed_UserIDs))
    left.push({ why: 'room-people-noted', detail: word });
  const who = !isRestricted ? 'everyone' : only.Allowed_Subs ? 'members' : only.Allowed_Mods ? 'moderators' : 'owner';
  return [{ type: 'chat', word, match: 'starts', who }];
}

function youTubeTriggers(youTube: VtubeYouTube): Trigger[] {
  const { Active_SuperChatTrigger: chats, Active_SuperStickerTrigger: stickers } = youTube;
  const least = Math.min(
    chats ? youTube.Trigger_SuperChat_Amount : Number.POSITIVE_INFINITY,
    stickers ? youTube.Trigger_SuperSticker_Amount : Number.POSITIVE_INFINITY,
  );
  return [
    ...gift(chats || stickers, least * MICROS, ''),
    ...deed(
      youTube.Active_NewMemberTrigger ||
        youTube.Active_MembershipGiftTrigger ||
        youTube.Active_MembershipMilestoneTrigger ||
        youTube.Active_MemberMilestoneTrigger,
      'member',
    ),
  ];
}
