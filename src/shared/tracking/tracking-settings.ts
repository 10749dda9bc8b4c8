import { z } from 'zod';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { placementSchema } from '#shared/avatar/scene.ts';
import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { controlSettingsSchema } from '#shared/tracking/controls/control-settings.ts';
import { DRIVERS, drivingModeSchema } from '#shared/tracking/driving.ts';
import { sourceKindSchema } from '#shared/tracking/source-state.ts';

const group = <S extends z.ZodRawShape>(shape: S) => z.object(shape).prefault({} as z.input<z.ZodObject<S>>);
const host = z.string().max(253);
const gain = z.number().min(0).max(4).default(1);
const perPart = <S extends z.ZodType>(value: S) =>
  group(Object.fromEntries(BODY_PARTS.map((part) => [part, value])) as Record<BodyPart, S>);

/** The person's own measures, from the guided calibration; null: the tracker's averages. Ratios are those of `shared/tracking/solver`. */
export const calibrationSchema = z.object({
  /** ms since the epoch. */
  atMs: z.number(),
  /** Head at rest: yaw, pitch, roll (degrees), x, y, z (cm). */
  rest: z.array(z.number()).length(6),
  /** Named measures of the face: at rest, and at the end of each movement that the guide asked for. */
  measures: z.record(z.string().max(40), z.object({ rest: z.number(), end: z.number() })),
});
export type Calibration = z.infer<typeof calibrationSchema>;

export const webcamSettingsSchema = group({
  enabled: z.boolean().default(false),
  /** `deviceId` of the browser; '' = its first. */
  device: z.string().max(300).default(''),
  width: z.number().int().min(160).max(1920).default(640),
  height: z.number().int().min(120).max(1080).default(480),
  framesPerSecond: z.number().int().min(5).max(60).default(30),
  /** bundled: comes with the program, 478 points; official: with 52 shapes, once the user had it fetched. */
  model: z.enum(['bundled', 'official']).default('bundled'),
  hands: z.boolean().default(false),
  /** Shoulders and arms, for avatars with a humanoid's bones. */
  upperBody: z.boolean().default(false),
  /** auto: graphics card where it is faster. */
  delegate: z.enum(['auto', 'cpu', 'gpu']).default('auto'),
  preview: z.boolean().default(false),
  calibration: calibrationSchema.nullable().default(null),
  /** One lid follows the other unless they differ clearly: for glasses. */
  linkedBlink: z.boolean().default(true),
  winks: z.boolean().default(true),
  gains: group({ yaw: gain, pitch: gain, roll: gain, position: gain, gaze: gain, mouth: gain, smile: gain, brows: gain }),
});

export type WebcamSettings = z.infer<typeof webcamSettingsSchema>;

/** A phone or another program that sends motion over the network. */
export const motionInSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,30}$/),
  kind: sourceKindSchema.extract(['ifacialmocap', 'facemotion3d', 'vts-phone', 'meowface', 'openseeface', 'vmc']),
  name: z.string().max(60).default(''),
  enabled: z.boolean().default(true),
  /** Where we listen. */
  port: z.number().int().min(1).max(65_535),
  /** Of the phone, for those that have to be asked (`host` or `host:port`): only it is heard then. '' for those that send by themselves. */
  address: host.default(''),
  /** iFacialMocap alone: over TCP, where a network loses too many datagrams. `port` is a TCP port then. */
  tcp: z.boolean().default(false),
  /** Also from other computers of the local network; off: this one only. */
  fromNetwork: z.boolean().default(true),
  /** Other programs that want to hear the same phone (`host:port`): whatever comes is sent on to them unchanged. */
  passOn: z
    .array(z.string().regex(/^[^\s:/]{1,253}:\d{1,5}$/))
    .max(8)
    .default([]),
});
export type MotionIn = z.infer<typeof motionInSchema>;

export const motionOutSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,30}$/),
  kind: z.enum(['vmc', 'ifacialmocap', 'vts']),
  name: z.string().max(60).default(''),
  enabled: z.boolean().default(true),
  address: host.default('127.0.0.1'),
  port: z.number().int().min(1).max(65_535),
  /** VMC: some receivers cannot read bundles. */
  bundles: z.boolean().default(true),
  framesPerSecond: z.number().int().min(5).max(120).default(60),
  /** Left and right as in a mirror. Off: the person's own sides, which other programs expect of a tracker and mirror themselves where wanted. */
  mirror: z.boolean().default(false),
});
export type MotionOut = z.infer<typeof motionOutSchema>;

export const trackingSettingsSchema = group({
  webcam: webcamSettingsSchema,
  controls: controlSettingsSchema,
  inputs: z.array(motionInSchema).max(20).default([]),
  outputs: z.array(motionOutSchema).max(20).default([]),
  /** Who wins each part when several see it, the first wins; ids of sources (`webcam`, `controls`, `replay`, or an input's id). Sources that are not named come after those that are. */
  priorities: perPart(z.array(z.string().max(30)).max(30).default([])),
  /** Parts that are taken from nobody. */
  ignored: z.array(z.enum(BODY_PARTS)).max(BODY_PARTS.length).default([]),
  /** The avatar is the person's mirror picture: what the person's left does, the avatar's right does. */
  mirror: z.boolean().default(true),
  /** 0 raw … 1 calm; on top of what the sources smooth themselves. */
  smoothing: z.number().min(0).max(1).default(0.3),
  /** Seconds that the last face is kept when it is lost, before the avatar goes back to idle. */
  lostHoldSeconds: z.number().min(0).max(10).default(0.5),
});
export type TrackingSettings = z.infer<typeof trackingSettingsSchema>;

export const drivingSettingsSchema = group({
  mode: drivingModeSchema.default('ai'),
  fader: z.number().min(0).max(1).default(1),
  /** In mode `both`: who has which part. */
  parts: group(
    Object.fromEntries(
      BODY_PARTS.map((part) => [part, z.enum(DRIVERS).default(part === 'expression' || part === 'hands' ? 'ai' : 'human')]),
    ) as Record<BodyPart, z.ZodDefault<z.ZodEnum<{ human: 'human'; ai: 'ai' }>>>,
  ),
  /** Seconds from one driver to the other. */
  fadeSeconds: z.number().min(0).max(10).default(0.8),
  /** In mode `human`: she goes on answering chat. */
  aiAnswers: z.boolean().default(false),
  automatic: group({
    /** The AI takes over when the face is gone for so long, and gives back when it is there again. */
    faceLost: z.boolean().default(true),
    faceLostSeconds: z.number().min(0.5).max(600).default(3),
    /** The human takes over when heard. */
    voice: z.boolean().default(false),
    /** The AI takes over when the human neither moves nor speaks for so long. */
    idle: z.boolean().default(false),
    idleSeconds: z.number().min(5).max(3600).default(120),
  }),
  /** A second avatar for the AI, beside the human's. Where it stands and how it idles is its own, also where both use one model. */
  coHost: group({
    enabled: z.boolean().default(false),
    modelId: z.string().max(64).default(''),
    placements: z.record(modelIdSchema, placementSchema).default({}),
    idleMotions: z.record(modelIdSchema, z.array(z.string().max(200)).max(50)).default({}),
  }),
});
export type DrivingSettings = z.infer<typeof drivingSettingsSchema>;
