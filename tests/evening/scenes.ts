import { pickOne } from '#main/connectors/practice/seeded-random.ts';
import { DISGUISED, FOUL_NAMES, INJECTIONS, PERSONAL, SLURS, SPAM } from './attack-lines.ts';
import type { EveningEvent } from './evening.types.ts';
import type { EventMaker } from './event-maker.ts';
import { PRACTICE, questionLine, talkLine } from './lines.ts';
import type { EveningCrowd, EveningViewer } from './viewers.ts';

export interface SceneTools {
  readonly make: EventMaker;
  readonly crowd: EveningCrowd;
  readonly random: () => number;
  /** A viewer who comes for this alone. */
  readonly stranger: (like: EveningViewer, name: string) => EveningViewer;
}
/** The events of one scene that begins at `t` ms. */
export type Scene = (t: number, tools: SceneTools) => EveningEvent[];

const one = <T>(items: readonly T[], random: () => number): T => {
  const found = pickOne(items, random);
  if (found === undefined) throw new RangeError('nothing to choose from');
  return found;
};
const times = <T>(count: number, task: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => task(n));

/** How often each scene happens in an evening of 60,000 events; shorter ones have their share, but each at least once. */
export const SCENES: readonly { readonly name: string; readonly count: number; readonly play: Scene }[] = [
  { name: 'raid', count: 3, play: raid },
  { name: 'pasta', count: 14, play: pasta },
  { name: 'cheers', count: 60, play: cheers },
  { name: 'spam', count: 14, play: spam },
  { name: 'slurs', count: 30, play: slurs },
  { name: 'injections', count: 24, play: injections },
  { name: 'personal', count: 20, play: personal },
  { name: 'foul names', count: 16, play: foulNames },
  { name: 'impostors', count: 16, play: impostors },
  { name: 'foul money', count: 16, play: foulMoney },
  { name: 'money bomb', count: 8, play: moneyBomb },
  { name: 'combo', count: 160, play: combo },
  { name: 'gift', count: 900, play: gift },
  { name: 'super chat', count: 170, play: superChat },
  { name: 'membership', count: 70, play: membership },
  { name: 'two platforms', count: 200, play: twoPlatforms },
  { name: 'taken back', count: 60, play: takenBack },
];

function raid(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const leader = one(crowd.regulars, random);
  const viewers = 80 + Math.floor(random() * 300);
  const cry =
    leader.language === 'ja' ? 'レイドから来ました！' : leader.language === 'zh' ? '隔壁直播间来串门啦' : 'RAID RAID RAID';
  return [
    make.raid(t, leader, viewers),
    ...times(viewers, () => make.plain(t + random() * 60_000, one(crowd.regulars, random), 'join')),
    ...times(Math.round(viewers / 3), () => make.chat(t + random() * 40_000, one(crowd.regulars, random), cry, 'pasta')),
  ];
}

function pasta(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const line = one(PRACTICE[one(['zh', 'en', 'ja'] as const, random)].copied, random);
  return times(100 + Math.floor(random() * 120), () => {
    const tail = random() < 0.4 ? one(['!', '！！', ' ~', '呀', ' lol', '。'], random) : '';
    return make.chat(t + random() * 45_000, one(crowd.regulars, random), `${line}${tail}`, 'pasta');
  });
}

function cheers(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  return times(20 + Math.floor(random() * 60), () => {
    const who = one(crowd.regulars, random);
    return make.chat(t + random() * 8000, who, one(PRACTICE[who.language].cheers, random), 'pasta');
  });
}

function spam(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const bots = times(6, () => one(crowd.bots, random));
  return times(60, () => {
    const bot = one(bots, random);
    return make.chat(t + random() * 60_000, bot, one(SPAM[bot.language], random), 'spam');
  });
}

/** A troll writes until a moderator takes all of it away. */
function slurs(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const troll = one(crowd.trolls, random);
  const lines = times(5 + Math.floor(random() * 6), (n) =>
    n % 2 === 0
      ? make.chat(t + n * 3000, troll, one(SLURS[troll.language], random), 'slur')
      : make.chat(t + n * 3000, troll, one(DISGUISED[troll.language], random), 'disguised-slur'),
  );
  if (troll.user.id === null || random() < 0.5) return lines;
  return [...lines, make.retract(t + 40_000, troll, { targetUserId: troll.user.id })];
}

function injections(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const troll = one(crowd.trolls, random);
  return times(5, (n) => make.chat(t + n * 4000, troll, one(INJECTIONS[troll.language], random), 'injection'));
}

function personal(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const troll = one(crowd.trolls, random);
  return times(3, (n) => make.chat(t + n * 5000, troll, one(PERSONAL[troll.language], random), 'personal-data'));
}

function foulNames(t: number, { make, crowd, random, stranger }: SceneTools): EveningEvent[] {
  const who = stranger(one(crowd.trolls, random), one(FOUL_NAMES, random));
  return [
    make.plain(t, who, 'join'),
    ...times(3, (n) => make.chat(t + 2000 + n * 4000, who, talkLine(who.language, random), 'foul-name')),
  ];
}

/** A stranger takes the name of a moderator, with a letter that looks the same. */
function impostors(t: number, { make, crowd, random, stranger }: SceneTools): EveningEvent[] {
  const moderator = one(
    crowd.regulars.filter(({ user }) => user.roles.includes('moderator') && user.id !== null),
    random,
  );
  const name = random() < 0.5 ? moderator.user.name : moderator.user.name.replace(/o/u, 'о').replace(/e/u, 'е');
  const who = stranger(moderator, name);
  return times(3, (n) => make.chat(t + n * 4000, who, talkLine(who.language, random), 'impostor'));
}

function foulMoney(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const troll = one(crowd.trolls, random);
  return times(2, (n) => make.superChat(t + n * 9000, troll, 30 + n * 100, one(SLURS[troll.language], random), 'foul-money'));
}

function moneyBomb(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const whale = one(crowd.regulars, random);
  return times(60, () => make.gift(t + random() * 12_000, whale, 0.1 + random() * 500));
}

/** The sum grows with each message; only the last counts. */
function combo(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const who = one(crowd.regulars, random);
  const steps = 2 + Math.floor(random() * 6);
  const comboId = `combo-${who.platform}-${Math.floor(t)}`;
  return times(steps, (n) => make.gift(t + n * 700, who, (n + 1) * 2, { comboId, count: n + 1, final: n === steps - 1 }));
}

function gift(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  return [make.gift(t, one(crowd.regulars, random), random() < 0.4 ? 0 : 0.1 + 60 * random() ** 3)];
}

function superChat(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const who = one(crowd.regulars, random);
  const text = random() < 0.4 ? questionLine(who.language, random) : one(PRACTICE[who.language].superChats, random);
  return [make.superChat(t, who, 30 * (1 + 9 * random() ** 3), text)];
}

function membership(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  return [make.membership(t, one(crowd.regulars, random), 1 + Math.floor(random() * 12))];
}

/** One person writes a thought half here, half there. */
function twoPlatforms(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const [here, there] = one(crowd.pairs, random);
  return [
    make.chat(t, here, talkLine(here.language, random), 'talk'),
    make.chat(t + 3000, there, questionLine(there.language, random), 'question'),
  ];
}

function takenBack(t: number, { make, crowd, random }: SceneTools): EveningEvent[] {
  const who = one(crowd.regulars, random);
  const line = make.chat(t, who, talkLine(who.language, random), 'talk');
  return [line, make.retract(t + 1000 + random() * 15_000, who, { targetIds: [line.event.id] })];
}
