import type { LiveEvent } from '#shared/live/live-event.ts';
import type { PracticeAudienceMember } from './practice-audience.ts';
import type { PracticeEvents } from './practice-events.ts';
import { pickOne } from './seeded-random.ts';

/** What happens in a scene: each step makes its event when its time comes, `afterMs` from the scene's start. */
export interface Step {
  readonly afterMs: number;
  readonly make: () => LiveEvent;
}

export type SceneName =
  | 'smallTalk'
  | 'question'
  | 'greeting'
  | 'fragments'
  | 'cheers'
  | 'copied'
  | 'gift'
  | 'combo'
  | 'superChat'
  | 'membership'
  | 'spam'
  | 'join'
  | 'likes'
  | 'follow';

/** How often each happens beside the others on a normal evening. */
export const SCENES: readonly { readonly name: SceneName; readonly weight: number; readonly isBurst: boolean }[] = [
  { name: 'smallTalk', weight: 34, isBurst: false },
  { name: 'question', weight: 22, isBurst: false },
  { name: 'greeting', weight: 7, isBurst: false },
  { name: 'fragments', weight: 4, isBurst: false },
  { name: 'cheers', weight: 8, isBurst: true },
  { name: 'copied', weight: 3, isBurst: true },
  { name: 'gift', weight: 6, isBurst: true },
  { name: 'combo', weight: 2, isBurst: true },
  { name: 'superChat', weight: 2, isBurst: false },
  { name: 'membership', weight: 1.2, isBurst: false },
  { name: 'spam', weight: 3, isBurst: true },
  { name: 'join', weight: 10, isBurst: true },
  { name: 'likes', weight: 6, isBurst: false },
  { name: 'follow', weight: 2, isBurst: false },
];

export interface SceneTools {
  readonly audience: readonly PracticeAudienceMember[];
  readonly events: PracticeEvents;
  readonly random: () => number;
  /** How many take part where many do: 1 on a normal evening. */
  readonly crowd: number;
}

/** The steps of one scene, with people and lines chosen by `random`. */
export function sceneSteps(name: SceneName, tools: SceneTools): Step[] {
  const { events, random } = tools;
  const someone = pickOne(tools.audience, random);
  if (someone === undefined) return [];
  const { user, lines } = someone;
  const oneOf = (texts: readonly string[]): string => pickOne(texts, random) ?? '…';
  switch (name) {
    case 'smallTalk':
      return [at(0, () => events.chat(user, oneOf(lines.smallTalk)))];
    case 'question':
      return [at(0, () => events.chat(user, oneOf(lines.questions)))];
    case 'greeting':
      return [at(0, () => events.plain(user, 'join')), at(1500, () => events.chat(user, oneOf(lines.greetings)))];
    case 'fragments':
      return [
        at(0, () => events.chat(user, oneOf(lines.greetings))),
        at(1800, () => events.chat(user, oneOf(lines.smallTalk))),
        at(4200, () => events.chat(user, oneOf(lines.questions))),
      ];
    case 'cheers':
      return crowd(tools, 6, 3000, (one) => events.chat(one.user, oneOf(one.lines.cheers)));
    case 'copied': {
      const line = oneOf(lines.copied);
      return crowd(tools, 8, 5000, (one) =>
        events.chat(one.user, random() < 0.3 ? `${line}${oneOf(['!', '！', '~', ' 2'])}` : line),
      );
    }
    case 'gift': {
      const gift = pickOne(lines.gifts, random);
      return gift === undefined ? [] : [at(0, () => events.gift(user, gift, 1 + Math.floor(random() * 3), lines.currency, null))];
    }
    case 'combo': {
      const gift = lines.gifts[2];
      return gift === undefined
        ? []
        : Array.from({ length: 4 }, (_, index) =>
            at(index * 700, () => events.gift(user, gift, 1 + index, lines.currency, `combo-${user.id}`)),
          );
    }
    case 'superChat': {
      const micros = Math.round(30 * (1 + 9 * random() ** 3)) * (lines.currency === 'JPY' ? 20_000_000 : 1_000_000);
      return [at(0, () => events.superChat(user, oneOf(lines.superChats), micros, lines.currency))];
    }
    case 'membership':
      return [at(0, () => events.membership(user, lines.memberTier, 1 + Math.floor(random() * 14)))];
    case 'spam':
      return spamSteps(tools, someone);
    case 'join':
      return crowd(tools, 1, 2000, (one) => events.plain(one.user, 'join'));
    case 'likes':
      return [at(0, () => events.like(user, 1 + Math.floor(random() * 20)))];
    case 'follow':
      return [at(0, () => events.plain(user, random() < 0.8 ? 'follow' : 'share'))];
  }
}

function at(afterMs: number, make: () => LiveEvent): Step {
  return { afterMs, make };
}

/** The same line three times, of which a moderator deletes the first. */
function spamSteps({ events, random }: SceneTools, { user, lines }: PracticeAudienceMember): Step[] {
  const text = pickOne(lines.spam, random) ?? '…';
  let firstId = '';
  const first = at(0, () => {
    const event = events.chat(user, text);
    firstId = event.id;
    return event;
  });
  return [
    first,
    at(900, () => events.chat(user, text)),
    at(1600, () => events.chat(user, text)),
    at(2600, () => events.deletion(firstId)),
  ];
}

function crowd(
  { audience, random, crowd: size }: SceneTools,
  people: number,
  spreadMs: number,
  make: (one: PracticeAudienceMember) => LiveEvent,
): Step[] {
  const count = Math.max(1, Math.round(people * size * (0.5 + random())));
  return Array.from({ length: count }, () => {
    const one = pickOne(audience, random);
    return one === undefined ? undefined : at(random() * spreadMs, () => make(one));
  }).filter((step) => step !== undefined);
}
