import { describe, expect, it } from 'vitest';
import { type Binding, bindingSchema } from './bindings.ts';
import { standardInput } from './input-parameters.ts';
import { importVtube } from './vtube-import.ts';

/** A hotkey as VTube Studio keeps it, with these platform triggers. */
function imported(platforms: object, more: object = {}) {
  let made = 0;
  const hotkey = { Action: 'RemoveAllItems', Name: 'Tidy up', ...platforms, ...more };
  const { bindings, report } = importVtube(JSON.stringify({ Hotkeys: [hotkey] }), 'x.vtube.json', {
    modelId: '1'.repeat(32),
    newId: () => (++made).toString(16).padStart(32, 'f'),
    parameters: undefined,
    isInput: (name) => standardInput(name) !== undefined,
    modelByFile: () => undefined,
  });
  return { binding: bindingSchema.parse(bindings[0]), report };
}
const twitch = (triggers: object) => imported({ TwitchTriggers: { Active: true, ...triggers } });
const triggersOf = ({ binding }: { binding: Binding }) => binding.triggers;

describe('a hotkey that rooms fire', () => {
  it('obeys a chat command, and whom it obeyed', () => {
    const command = { Active_TextCommandTrigger: true, Trigger_TextCommandTrigger: ' !tidy ' };
    expect(triggersOf(twitch(command))).toEqual([{ type: 'chat', word: '!tidy', match: 'starts', who: 'everyone' }]);
    const who = (allowed: object) => {
      const { binding, report } = twitch({
        ...command,
        UseTextTriggerUserTypeRestriction: true,
        RestrictTextTriggerTo: allowed,
      });
      return [binding.triggers[0], report.left.map(({ why }) => why)];
    };
    expect(who({ Allowed_You: true })).toMatchObject([{ who: 'owner' }, []]);
    expect(who({ Allowed_Mods: true })).toMatchObject([{ who: 'moderators' }, []]);
    expect(who({ Allowed_Subs: true, Allowed_Mods: true })).toMatchObject([{ who: 'members' }, []]);
    expect(who({ Allowed_VIPs: true })).toMatchObject([{ who: 'owner' }, ['room-people-noted']]);
  });

  it('fires on rewards by name, on bits from the amount on, on members, follows and raids', () => {
    const found = twitch({
      Active_RedeemTrigger: true,
      Trigger_Redeem_Name: 'Hydrate!',
      Active_BitTrigger: true,
      Trigger_BitTrigger: { Min: 100, Max: 500 },
      Active_SubTrigger: true,
      Active_GiftSubTrigger: true,
      Active_FollowTrigger: true,
      Active_RaidTrigger: true,
    });
    expect(triggersOf(found)).toEqual([
      { type: 'viewer', deed: 'reward', name: 'Hydrate!' },
      { type: 'gift', minimumMicros: 1_000_000, name: 'Bits' },
      { type: 'viewer', deed: 'member', name: '' },
      { type: 'viewer', deed: 'follow', name: '' },
      { type: 'viewer', deed: 'raid', name: '' },
    ]);
    expect(found.report.taken).toContainEqual({ what: 'room-triggers', count: 5 });
    expect(found.report.left).toEqual([]);
  });

  it('takes YouTube’s super chats from the smaller amount on, and members', () => {
    const found = imported({
      YouTubeTriggers: {
        Active: true,
        Active_SuperChatTrigger: true,
        Trigger_SuperChat_Amount: 5,
        Active_SuperStickerTrigger: true,
        Trigger_SuperSticker_Amount: 2.5,
        Active_NewMemberTrigger: true,
      },
    });
    expect(triggersOf(found)).toEqual([
      { type: 'gift', minimumMicros: 2_500_000, name: '' },
      { type: 'viewer', deed: 'member', name: '' },
    ]);
  });

  it('keeps its cooldown, the longer of two', () => {
    const cooldown = (seconds: number, on = true) => ({
      Active: true,
      Active_FollowTrigger: true,
      CooldownActive: on,
      CooldownSeconds: seconds,
    });
    expect(imported({ TwitchTriggers: cooldown(30) }).binding.cooldown).toBe(30);
    expect(imported({ TwitchTriggers: cooldown(30, false) }).binding.cooldown).toBe(0);
    expect(imported({ TwitchTriggers: cooldown(30), YouTubeTriggers: cooldown(90) }).binding.cooldown).toBe(90);
    expect(imported({ TwitchTriggers: cooldown(1e9) }).binding.cooldown).toBe(3600);
  });

  it('says what has no counterpart, and nothing where the streamer had switched it off', () => {
    expect(twitch({ Active_ShoutoutTrigger: true, Active_AdbreakTrigger: true }).report.left).toMatchObject([
      { why: 'room-trigger', detail: 'Shoutout' },
      { why: 'room-trigger', detail: 'Ad break' },
    ]);
    expect(twitch({}).report.left).toMatchObject([{ why: 'room-trigger', detail: '' }]);
    const off = imported({
      TwitchTriggers: { Active: false, Active_FollowTrigger: true, CooldownActive: true, CooldownSeconds: 9 },
    });
    expect(off).toMatchObject({ binding: { triggers: [{ type: 'api' }], cooldown: 0 }, report: { left: [] } });
  });
});
