import type { Part } from '../geometry/part.ts';
import type { AvatarOptions } from '../options.ts';
import type { Skeleton } from '../skeleton.ts';
import { addBlazer } from './blazer.ts';
import { addDress } from './dress.ts';
import { addLegs } from './footwear.ts';
import { addTrunk, type Wardrobe } from './garment.ts';
import { addHoodie } from './hoodie.ts';
import { addSailor } from './sailor.ts';

const BUILDERS = { sailor: addSailor, hoodie: addHoodie, dress: addDress, blazer: addBlazer } as const;

/** Clothes, and the skin of the legs where they leave it free. */
export function createOutfit({ outfit }: AvatarOptions, skeleton: Skeleton): { cloth: readonly Part[]; skin: readonly Part[] } {
  const wardrobe: Wardrobe = { skeleton, parts: [] };
  const skin: Part[] = [];
  BUILDERS[outfit.style](wardrobe, outfit.legwear === 'trousers');
  addLegs(
    wardrobe.parts,
    skin,
    outfit.legwear,
    outfit.legwear !== 'trousers' && (outfit.style === 'blazer' || outfit.style === 'dress'),
  );
  // What is under a skirt: shorts, or the trousers' seat.
  const seat = outfit.legwear === 'trousers' || outfit.legwear === 'stockings' ? 'legs' : 'secondFold';
  const loose = outfit.legwear === 'trousers' ? 0.0055 : 0.001;
  addTrunk(wardrobe.parts, { from: 0.625, to: 0.748, swatch: seat, rows: 8, loose: (v) => (v < 0.05 ? -0.045 : loose) });
  return { cloth: wardrobe.parts, skin };
}
