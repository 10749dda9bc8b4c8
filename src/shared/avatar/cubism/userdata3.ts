import { z } from 'zod';
import { parseCubismJson } from './cubism-json.ts';

/** `*.userdata3.json`: what the maker wrote beside ArtMeshes; plugins find meshes to tint by it. */
const userdata3Schema = z.object({
  UserData: z
    .array(z.object({ Target: z.string(), Id: z.string().max(200), Value: z.string().max(10_000) }))
    .max(8000)
    .nullish(),
});

/** Tags of each ArtMesh: the words of its user data, cut at white space and commas; at most 50 of 200 characters. */
export function readUserdata3(text: string, file: string): ReadonlyMap<string, readonly string[]> {
  const { UserData } = parseCubismJson(userdata3Schema, text, file);
  const tags = new Map<string, readonly string[]>();
  for (const { Target, Id, Value } of UserData ?? []) {
    if (Target !== 'ArtMesh') continue;
    const words = Value.split(/[\s,]+/u).filter((word) => word !== '');
    tags.set(
      Id,
      [...(tags.get(Id) ?? []), ...words].slice(0, 50).map((word) => word.slice(0, 200)),
    );
  }
  return tags;
}
