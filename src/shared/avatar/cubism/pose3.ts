import { z } from 'zod';
import { parseCubismJson } from './cubism-json.ts';

/** `*.pose3.json`: groups of parts of which one shows at a time (arms down, arms crossed), and parts that follow them. */
const pose3Schema = z.object({
  FadeInTime: z.number().optional(),
  Groups: z
    .array(z.array(z.object({ Id: z.string().max(200), Link: z.array(z.string().max(200)).max(200).nullish() })).max(200))
    .max(200),
});

export interface Pose3 {
  /** Seconds. */
  readonly fade: number;
  readonly groups: readonly (readonly { readonly part: string; readonly links: readonly string[] }[])[];
}

/** Cubism's own, where the file gives none or none above zero. */
const FADE_SECONDS = 0.5;

export function readPose3(text: string, file: string): Pose3 {
  const json = parseCubismJson(pose3Schema, text, file);
  const fade = json.FadeInTime ?? FADE_SECONDS;
  return {
    fade: fade > 0 ? fade : FADE_SECONDS,
    groups: json.Groups.map((group) => group.map(({ Id, Link }) => ({ part: Id, links: Link ?? [] }))),
  };
}
