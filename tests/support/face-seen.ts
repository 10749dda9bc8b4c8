import type { StudioApi } from '#renderer/shared/client/client.ts';

/** The furthest that a channel of the webcam went, both ways. */
export interface Reach {
  readonly least: number;
  readonly most: number;
}

/** Reads the meters until `enough` is content with how far each channel went, as the source told them; fails after `withinMs`. */
export async function reachOfFace(
  api: StudioApi,
  enough: (of: (channel: string) => Reach) => boolean,
  withinMs: number,
): Promise<ReadonlyMap<string, Reach>> {
  const reach = new Map<string, Reach>();
  const of = (channel: string): Reach => reach.get(channel) ?? { least: 0, most: 0 };
  const late = AbortSignal.timeout(withinMs);
  for await (const { channels } of await api.tracking.watchMeters(undefined, { signal: late })) {
    for (const { name, raw, source } of channels) {
      if (source !== 'webcam' || !Number.isFinite(raw)) continue;
      const before = of(name);
      reach.set(name, { least: Math.min(before.least, raw), most: Math.max(before.most, raw) });
    }
    if (enough(of)) return reach;
  }
  throw new Error(`the face did not move enough: ${JSON.stringify([...reach])}`);
}

/** What one round of the fixture's video does to a face: turns, nods, tilts, opens the mouth, blinks. */
export const movesAsFixture = (of: (channel: string) => Reach): boolean =>
  of('headYaw').most - of('headYaw').least > 16 &&
  of('headPitch').most - of('headPitch').least > 12 &&
  of('headRoll').most - of('headRoll').least > 16 &&
  of('jawOpen').most > 0.4 &&
  of('eyeBlinkLeft').most > 0.6 &&
  of('eyeBlinkRight').most > 0.6;
