import { z } from 'zod';
import { parseCubismJson } from './cubism-json.ts';

/** `*.physics3.json`: pendulums that parameters push and that move other parameters. */
const vector = z.object({ X: z.number(), Y: z.number() });
const range = z.object({ Minimum: z.number(), Default: z.number(), Maximum: z.number() });
const sourceType = z.enum(['X', 'Y', 'Angle']);

const settingSchema = z.object({
  Id: z.string().max(200),
  Input: z
    .array(
      z.object({ Source: z.object({ Id: z.string().max(200) }), Weight: z.number(), Type: sourceType, Reflect: z.boolean() }),
    )
    .max(200),
  Output: z
    .array(
      z.object({
        Destination: z.object({ Id: z.string().max(200) }),
        VertexIndex: z.number().int(),
        Scale: z.number(),
        Weight: z.number(),
        Type: sourceType,
        Reflect: z.boolean(),
      }),
    )
    .max(200),
  Vertices: z
    .array(z.object({ Position: vector, Mobility: z.number(), Delay: z.number(), Acceleration: z.number(), Radius: z.number() }))
    .min(1)
    .max(200),
  Normalization: z.object({ Position: range, Angle: range }),
});

const physics3Schema = z.object({
  Meta: z.object({
    Fps: z.number().optional(),
    EffectiveForces: z.object({ Gravity: vector, Wind: vector }).optional(),
    PhysicsDictionary: z
      .array(z.object({ Id: z.string().max(200), Name: z.string().max(200) }))
      .max(400)
      .nullish(),
  }),
  PhysicsSettings: z.array(settingSchema).max(400),
});
export type Physics3 = z.infer<typeof physics3Schema>;
export type PhysicsSetting = Physics3['PhysicsSettings'][number];

export function readPhysics3(text: string, file: string): Physics3 {
  return parseCubismJson(physics3Schema, text, file);
}

/** Groups with the names that their maker gave them. */
export function physicsGroups(physics: Physics3): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map((physics.Meta.PhysicsDictionary ?? []).map(({ Id, Name }) => [Id, Name]));
  return physics.PhysicsSettings.map(({ Id }) => ({ id: Id, name: names.get(Id) ?? '' }));
}
