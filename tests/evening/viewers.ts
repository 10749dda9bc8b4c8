import { createSeededRandom, pickOne } from '#main/connectors/practice/seeded-random.ts';
import type { LivePlatform, LiveSource, LiveUser, Role } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { PRACTICE } from './lines.ts';

/** One account in one room. */
export interface EveningViewer {
  readonly user: LiveUser;
  readonly language: Language;
  readonly platform: LivePlatform;
  readonly source: LiveSource;
}

export interface EveningCrowd {
  readonly regulars: readonly EveningViewer[];
  /** Accounts that belong to one person, on two platforms each. */
  readonly pairs: readonly (readonly [EveningViewer, EveningViewer])[];
  readonly trolls: readonly EveningViewer[];
  readonly bots: readonly EveningViewer[];
}

interface Room {
  readonly platform: LivePlatform;
  readonly source: LiveSource;
  readonly languages: readonly Language[];
}
/** Shares of the audience: half of it on the first, and so on. */
const ROOMS: readonly Room[] = [
  { platform: 'bilibili', source: 'bilibili-open', languages: ['zh'] },
  { platform: 'twitch', source: 'twitch-irc', languages: ['en', 'en', 'ja'] },
  { platform: 'youtube', source: 'youtube-innertube', languages: ['ja', 'en'] },
  { platform: 'douyu', source: 'douyu', languages: ['zh'] },
];
const PAIRS = 60;

export function roomOf(platform: LivePlatform): string {
  return `${platform}-room`;
}
export const PLATFORMS = ROOMS.map(({ platform }) => platform);

/** Everybody who comes that evening; the same people for the same seed. About one regular in 40 moderates. */
export function eveningCrowd(seed: number, size: number): EveningCrowd {
  const random = createSeededRandom(seed ^ 0x5eed);
  let next = 0;
  const accountIn = (room: Room, name: string, roles: Role[]): EveningViewer => {
    next += 1;
    const language = pickOne(room.languages, random) ?? 'en';
    // Bilibili's web room hides who some people are: name masked, no id.
    const isHidden = room.platform === 'bilibili' && random() < 0.03;
    const id = isHidden ? null : `${room.platform[0]}${100_000 + next}`;
    const shown = isHidden ? `${name.slice(0, 1)}***` : name;
    return { language, platform: room.platform, source: room.source, user: { id, name: shown, masked: isHidden, roles } };
  };
  const account = (kind: string, roles: Role[]): EveningViewer => {
    const room = ROOMS[Math.min(ROOMS.length - 1, Math.floor(-Math.log2(1 - random() * 0.93)))] ?? ROOMS[0];
    if (room === undefined) throw new RangeError('an evening needs a room');
    const names = PRACTICE[room.languages[0] ?? 'en'].names;
    return accountIn(room, `${pickOne(names, random) ?? kind}${kind === 'regular' ? next : `_${next}`}`, roles);
  };
  const many = (count: number, kind: string): EveningViewer[] =>
    Array.from({ length: count }, () => account(kind, kind === 'regular' ? rolesFor(random()) : []));
  return {
    regulars: many(size, 'regular'),
    pairs: Array.from({ length: PAIRS }, (_, n): [EveningViewer, EveningViewer] => {
      const [a, b] = [ROOMS[n % 2], ROOMS[2 + (n % 2)]];
      if (a === undefined || b === undefined) throw new RangeError('an evening needs four rooms');
      return [accountIn(a, `两边都在${n}`, ['member']), accountIn(b, `both_${n}`, [])];
    }),
    trolls: many(Math.max(4, Math.round(size / 25)), 'troll'),
    bots: many(Math.max(8, Math.round(size / 10)), 'bot'),
  };
}

function rolesFor(chance: number): Role[] {
  if (chance < 0.025) return ['moderator'];
  if (chance < 0.15) return ['member'];
  return chance < 0.18 ? ['vip'] : [];
}
