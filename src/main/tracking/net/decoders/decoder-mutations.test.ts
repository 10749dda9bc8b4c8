import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import { createDice, type Dice, mutateBytes, mutateJson } from '../../../../../tests/fakes/mutations.ts';
import { decoderOf } from './decoder-of.ts';

/** Packets of each protocol. All of them take minutes: YINGXI_MUTATIONS=1000000. */
const COUNT = Number(process.env.YINGXI_MUTATIONS ?? 800);
const TIMEOUT_MS = Math.max(60_000, COUNT * 2);
const FOLDER = new URL('../../../../../tests/fixtures/motion/', import.meta.url);
const KINDS: readonly MotionIn['kind'][] = ['ifacialmocap', 'facemotion3d', 'vts-phone', 'meowface', 'openseeface', 'vmc'];
const PACKETS = readdirSync(FOLDER)
  .filter((name) => !name.endsWith('.md'))
  .map((name) => ({ name, kind: KINDS.findIndex((kind) => name.startsWith(kind)), bytes: readFileSync(new URL(name, FOLDER)) }));
type Packet = (typeof PACKETS)[number];

/** Bytes, words and numbers of a packet changed; sometimes two packets joined. */
function mutated({ name, bytes }: Packet, dice: Dice): Buffer {
  if (name.endsWith('.json') && dice.roll(2) === 0)
    return Buffer.from(JSON.stringify(mutateJson(JSON.parse(bytes.toString()), dice)));
  const once = mutateBytes(bytes, dice);
  if (dice.roll(8) === 0) return Buffer.concat([once, dice.pick(PACKETS).bytes]);
  return Buffer.from(dice.roll(3) === 0 ? mutateBytes(once, dice) : once);
}

/** What is wrong with a sample; '' for nothing. NaN is "not told". */
function fault({ face, pose, hands, atMs }: MotionSample): string {
  if (!Number.isFinite(atMs)) return 'no time';
  for (let i = 0; i < 52; i++) if ((face?.[i] ?? 0) < 0 || (face?.[i] ?? 0) > 1) return `shape ${i} is ${face?.[i]}`;
  for (let i = 52; i < (face?.length ?? 0); i++) if (Math.abs(face?.[i] ?? 0) > 400) return `channel ${i} is ${face?.[i]}`;
  for (let i = 0; i < 3; i++) if (Math.abs(pose?.[i] ?? 0) > 10) return `the hips are at ${pose?.[i]}`;
  for (let at = 3; at < (pose?.length ?? 0); at += 4) {
    let square = 0;
    for (let i = at; i < at + 4; i++) square += (pose?.[i] ?? 0) ** 2;
    if (!Number.isNaN(square) && !(Math.abs(square - 1) < 1e-3)) return `a rotation is ${Math.sqrt(square)} long`;
  }
  return hands === undefined ? '' : 'hands out of nowhere';
}

it.each(KINDS.map((kind, at) => ({ kind, at })))(
  `${COUNT} mutated packets of $kind, each to its own decoder and to another one, become samples within their ranges or nothing`,
  ({ at }) => {
    const dice = createDice(71 + at);
    const decoders = KINDS.map((kind) => decoderOf(kind));
    const own = PACKETS.filter(({ kind }) => kind === at);
    let samples = 0;
    for (let n = 0; n < COUNT; n += 1) {
      const bytes = mutated(dice.pick(own), dice);
      for (const i of [at, dice.roll(KINDS.length)]) {
        const sample = decoders[i]?.decode(bytes, n);
        if (sample === undefined) continue;
        samples += 1;
        const problem = fault(sample);
        if (problem !== '') expect.fail(`${KINDS[i]}: ${problem} from ${bytes.toString('base64').slice(0, 4000)}`);
      }
    }
    expect(samples).toBeGreaterThan(COUNT / 10);
    for (const { seen } of decoders) expect(seen.device.length).toBeLessThanOrEqual(100);
  },
  TIMEOUT_MS,
);
