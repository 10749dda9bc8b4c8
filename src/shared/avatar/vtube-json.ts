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

const hotkeySchema = {
  HotkeyID: text,
  Name: text,
  Action: text,
  File: text,
  Position: part({ X: number(0), Y: number(0), Z: number(0), Rotation: number(0) }),
  HandGestureSettings: part({ GestureLeft: text, GestureRight: text }),
  TwitchTriggers: part({ Active: flag(false) }),
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
