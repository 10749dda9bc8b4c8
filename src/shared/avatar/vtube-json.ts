import { z } from 'zod';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/**
 * `*.vtube.json`: how VTube Studio keeps a model's settings. The form has grown over years and is documented nowhere, so nothing in it is required: what is
 * missing or odd gets the value that changes nothing, and entries that are no objects are counted.
 */
const loose = <T>(schema: z.ZodType<T>, fallback: T, read: (value: unknown) => unknown = (value) => value) =>
  z.preprocess(read, schema).catch(fallback);
const asNumber = (value: unknown): unknown => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
const asFlag = (value: unknown): unknown =>
  value === 1 || value === 'true' ? true : value === 0 || value === 'false' ? false : value;
const number = (fallback: number) => loose(z.number(), fallback, asNumber);
const flag = (fallback: boolean) => loose(z.boolean(), fallback, asFlag);
const text = loose(
  z.string().transform((value) => value.slice(0, 300)),
  '',
);
const part = <S extends z.ZodRawShape>(shape: S) => z.preprocess((value) => (isRecord(value) ? value : {}), z.object(shape));
/** Entries that are objects; others are left out. */
const entries = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => (Array.isArray(value) ? value.filter(isRecord) : []), z.array(z.object(shape)));
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** NaN: the field is missing or no number. */
const orNothing = number(Number.NaN);

export const vtubeRowSchema = {
  Name: text,
  Input: text,
  InputRangeLower: orNothing,
  InputRangeUpper: orNothing,
  OutputRangeLower: orNothing,
  OutputRangeUpper: orNothing,
  ClampInput: flag(false),
  ClampOutput: flag(false),
  UseBlinking: flag(false),
  UseBreathing: flag(false),
  OutputLive2D: text,
  Smoothing: number(0),
};

/** Whom a trigger obeys. Only circles that the platforms tell are read; lists of names are not. */
const circle = part({
  Allowed_You: flag(true),
  Allowed_Subs: flag(false),
  Allowed_Mods: flag(false),
  Allowed_VIPs: flag(false),
  Allowed_Artists: flag(false),
  Allowed_UserNames: flag(false),
  Allowed_UserIDs: flag(false),
});
const bounds = part({ Min: number(0), Max: number(0) });
const twitchSchema = {
  Active: flag(false),
  CooldownActive: flag(false),
  CooldownSeconds: number(0),
  Active_TextCommandTrigger: flag(false),
  Trigger_TextCommandTrigger: text,
  UseTextTriggerUserTypeRestriction: flag(false),
  RestrictTextTriggerTo: circle,
  Active_RedeemTrigger: flag(false),
  Trigger_Redeem_Name: text,
  Active_BitTrigger: flag(false),
  Trigger_BitTrigger: bounds,
  Active_SubTrigger: flag(false),
  Active_GiftSubTrigger: flag(false),
  Active_FollowTrigger: flag(false),
  Active_RaidTrigger: flag(false),
  Active_ShoutoutTrigger: flag(false),
  Active_AdbreakTrigger: flag(false),
};
const youTubeSchema = {
  Active: flag(false),
  CooldownActive: flag(false),
  CooldownSeconds: number(0),
  Active_SuperChatTrigger: flag(false),
  Trigger_SuperChat_Amount: number(0),
  Active_SuperStickerTrigger: flag(false),
  Trigger_SuperSticker_Amount: number(0),
  Active_NewMemberTrigger: flag(false),
  Active_MembershipGiftTrigger: flag(false),
  Active_MembershipMilestoneTrigger: flag(false),
  Active_MemberMilestoneTrigger: flag(false),
};

const hotkeySchema = {
  HotkeyID: text,
  Name: text,
  Action: text,
  File: text,
  Position: part({ X: number(0), Y: number(0), Z: number(0), Rotation: number(0) }),
  HandGestureSettings: part({
    GestureLeft: text,
    GestureRight: text,
    GestureCombinator: text,
    AllowMirroredGesture: flag(false),
    DeactivateExpWhenGestureNotDetected: flag(false),
    SecondsUntilDetection: number(0.5),
  }),
  TwitchTriggers: part(twitchSchema),
  YouTubeTriggers: part(youTubeSchema),
  Triggers: part({ Trigger1: text, Trigger2: text, Trigger3: text, ScreenButton: number(-1) }),
  IsGlobal: flag(false),
  IsActive: flag(true),
  StopsOnLastFrame: flag(false),
  DeactivateAfterKeyUp: flag(false),
  DeactivateAfterSeconds: flag(false),
  DeactivateAfterSecondsAmount: number(5),
  FadeSecondsAmount: number(0.5),
};

const multiplier = { ID: text, Value: number(1) };
const vtubeSchema = z.object({
  Version: number(0),
  Name: text,
  ModelID: text,
  FileReferences: part({ Model: text, IdleAnimation: text, IdleAnimationWhenTrackingLost: text }),
  SavedModelPosition: part({
    Position: part({ x: number(0), y: number(0) }),
    Rotation: part({ x: number(0), y: number(0), z: number(0), w: number(1) }),
    Scale: part({ x: number(1), y: number(1) }),
  }),
  ModelPositionMovement: part({ Use: flag(false) }),
  PhysicsSettings: part({
    Use: flag(true),
    PhysicsStrength: number(50),
    WindStrength: number(0),
    DraggingPhysicsStrength: number(0),
    Live2DPhysicsFPS: number(0),
  }),
  ParameterSettings: entries(vtubeRowSchema),
  Hotkeys: entries(hotkeySchema),
  ArtMeshDetails: part({ ArtMeshMultiplyAndScreenColors: entries({ ID: text, Value: text }) }),
  PhysicsCustomizationSettings: part({
    PhysicsMultipliersPerPhysicsGroup: entries(multiplier),
    WindMultipliersPerPhysicsGroup: entries(multiplier),
  }),
});
export type VtubeFile = z.infer<typeof vtubeSchema>;
export type VtubeRow = VtubeFile['ParameterSettings'][number];
export type VtubeHotkey = VtubeFile['Hotkeys'][number];
export type VtubeTwitch = VtubeHotkey['TwitchTriggers'];
export type VtubeYouTube = VtubeHotkey['YouTubeTriggers'];

/** Sections that no other file of a model has; Cubism's own files share the rest. */
const MARKS = [
  'ParameterSettings',
  'Hotkeys',
  'ModelID',
  'ModelSaveMetadata',
  'SavedModelPosition',
  'ArtMeshDetails',
  'PhysicsCustomizationSettings',
];

/** Throws `invalid-input` for what is no JSON object or has nothing of a model's settings. */
export function readVtubeFile(json: string, fileName: string): VtubeFile {
  let raw: unknown;
  try {
    raw = JSON.parse(json.replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new StudioError(
      'invalid-input',
      `${fileName} is no readable JSON (${messageFromUnknown(error)}). Choose the .vtube.json file in the model’s folder.`,
    );
  }
  if (!isRecord(raw) || !MARKS.some((key) => Object.hasOwn(raw, key)))
    throw new StudioError(
      'invalid-input',
      `${fileName} holds no settings of VTube Studio. Choose the .vtube.json file in the model’s folder.`,
    );
  return vtubeSchema.parse(raw);
}
