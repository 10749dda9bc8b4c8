import { HEAD_CENTRE } from '../face/head-shape.ts';
import type { Part } from '../geometry/part.ts';
import type { Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { chainSkin, type Skeleton } from '../skeleton.ts';
import { addBackHair, addBob } from './back-hair.ts';
import { addBangs } from './bangs.ts';
import { addHairCap, addHairLock, type HairBuilder, longHairline, shortHairline } from './hair-builder.ts';
import { addShortHair } from './short-hair.ts';
import { addSideLocks } from './side-locks.ts';
import { addPonytail, addTwinTails } from './tails.ts';

/** All hair of a head; bones for it go into the skeleton. */
export function createHair({ hair }: AvatarOptions, skeleton: Skeleton): readonly Part[] {
  const builder: HairBuilder = { skeleton, parts: [] };
  const short = hair.style === 'short';
  addHairCap(builder.parts, short ? shortHairline : longHairline, short ? 0.011 : 0.008);
  addBangs(builder, hair.bangs);
  if (hair.style === 'twin-tails') {
    addSideLocks(builder, 0.2);
    addBob(builder, 0.165, true);
    addTwinTails(builder);
  } else if (hair.style === 'long') {
    addSideLocks(builder, 0.33);
    addBackHair(builder);
  } else if (hair.style === 'ponytail') {
    addSideLocks(builder, 0.17);
    addBob(builder, 0.1, true);
    addPonytail(builder);
  } else if (hair.style === 'bob') {
    addSideLocks(builder, 0.14);
    addBob(builder, 0.17, false);
  } else addShortHair(builder);
  if (hair.ahoge) addAhoge(builder);
  return builder.parts;
}

function addAhoge({ skeleton, parts }: HairBuilder): void {
  const y = HEAD_CENTRE;
  const path: Vec3[] = [
    [0, y + 0.162, 0.012],
    [0.006, y + 0.198, 0.03],
    [0.028, y + 0.226, 0.046],
    [0.058, y + 0.222, 0.058],
  ];
  const spring = { stiffness: 3, drag: 0.5, gravity: 0, hitRadius: 0, collides: [] };
  const chain = skeleton.addChain('ahoge', 'head', path, spring);
  const profile = (v: number): number => Math.sin(Math.PI * Math.min(1, 0.42 + v * 0.58)) ** 0.9;
  addHairLock(parts, {
    path,
    width: 0.0092,
    thickness: 0.0062,
    rows: 12,
    profile,
    out: () => [0, 0.3, 1],
    skin: (v) => chainSkin(chain, v * 3),
  });
}
