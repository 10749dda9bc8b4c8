import { type Likeness, similarity } from './likeness.ts';

/** Finds what waits and says the same, or nearly, as a new line. */
export interface AlikeIndex<T> {
  add(likeness: Likeness, item: T): void;
  remove(likeness: Likeness, item: T): void;
  /** The most alike item for which `isOpen` holds; equal ones before those that only sound the same, and those before similar ones. */
  find(likeness: Likeness, isOpen: (item: T) => boolean): T | undefined;
}

/** Lines that share this much are one message; both are still shown to her. */
const ALIKE_FROM = 0.8;
/** A word in more lines than this tells nothing; bounds the work in a flood. */
const MOST_PER_TOKEN = 40;

export function createAlikeIndex<T>(): AlikeIndex<T> {
  const byKey = new Map<string, T>();
  const bySound = new Map<string, T>();
  const byToken = new Map<string, Map<T, Likeness>>();

  const nearest = (likeness: Likeness, isOpen: (item: T) => boolean): T | undefined => {
    const near = likeness.near();
    const shared = new Map<T, { count: number; likeness: Likeness }>();
    for (const token of near.tokens) {
      for (const [item, other] of byToken.get(tokenKey(near.digits, token)) ?? []) {
        const found = shared.get(item);
        if (found === undefined) shared.set(item, { count: 1, likeness: other });
        else found.count += 1;
      }
    }
    let best: T | undefined;
    let bestShare = ALIKE_FROM;
    for (const [item, { count, likeness: other }] of shared) {
      if (count * 2 < near.tokens.length || !isOpen(item)) continue;
      const share = similarity(near, other.near());
      if (share < bestShare || (share === bestShare && best !== undefined)) continue;
      best = item;
      bestShare = share;
    }
    return best;
  };
  return {
    add(likeness, item) {
      byKey.set(likeness.key, item);
      const { sound, tokens, digits } = likeness.near();
      if (sound !== '') bySound.set(sound, item);
      for (const token of tokens) {
        const key = tokenKey(digits, token);
        const items = byToken.get(key);
        if (items === undefined) byToken.set(key, new Map([[item, likeness]]));
        else if (items.size < MOST_PER_TOKEN) items.set(item, likeness);
      }
    },
    remove(likeness, item) {
      if (byKey.get(likeness.key) === item) byKey.delete(likeness.key);
      const { sound, tokens, digits } = likeness.near();
      if (bySound.get(sound) === item) bySound.delete(sound);
      for (const token of tokens) {
        const key = tokenKey(digits, token);
        const items = byToken.get(key);
        items?.delete(item);
        if (items?.size === 0) byToken.delete(key);
      }
    },
    find(likeness, isOpen) {
      const equal = byKey.get(likeness.key);
      if (equal !== undefined && isOpen(equal)) return equal;
      const { sound } = likeness.near();
      const heard = sound === '' ? undefined : bySound.get(sound);
      if (heard !== undefined && isOpen(heard)) return heard;
      return nearest(likeness, isOpen);
    },
  };
}

/** Only lines with the same numbers are looked at. */
function tokenKey(digits: string, token: string): string {
  return `${digits}|${token}`;
}
