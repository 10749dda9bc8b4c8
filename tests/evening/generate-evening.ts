import { createSeededRandom, pickOne } from '#main/connectors/practice/seeded-random.ts';
import { type EveningEvent, type EveningPlan, WHOLE_EVENING } from './evening.types.ts';
import { createEventMaker } from './event-maker.ts';
import { PRACTICE, questionLine, talkLine } from './lines.ts';
import { SCENES, type SceneTools } from './scenes.ts';
import { type EveningViewer, eveningCrowd, PLATFORMS } from './viewers.ts';

/** One in so many events is sent again by a connection that was cut. */
const REDELIVERED_PER_CUT = 80;
const CUTS = 12;
const STATS_EVERY_MS = 60_000;

/**
 * A whole evening in four rooms: talk, questions, arrivals, money, raids, waves of spam and of copied lines, attacks, withdrawals and what cut
 * connections send twice. Exactly `plan.events` events in order of time; the same ones for the same plan, on any machine.
 */
export function generateEvening(plan: EveningPlan): readonly EveningEvent[] {
  const random = createSeededRandom(plan.seed);
  const share = plan.events / WHOLE_EVENING.events;
  const lengthMs = plan.hours * 3_600_000;
  const crowd = eveningCrowd(plan.seed, Math.max(40, Math.round(1600 * Math.sqrt(share))));
  let strangers = 0;
  const tools: SceneTools = {
    make: createEventMaker(),
    crowd,
    random,
    stranger(like, name) {
      strangers += 1;
      return { ...like, user: { id: `stranger-${strangers}`, name, masked: false, roles: [] } };
    },
  };
  const cuts = Math.max(1, Math.round(CUTS * share));
  const again = Math.min(REDELIVERED_PER_CUT, Math.floor(plan.events / 20));
  const planned = SCENES.flatMap(({ count, play }) =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, () => play(startOf(lengthMs, random), tools)).flat(),
  );
  const stats = statsOf(lengthMs, crowd.regulars, tools);
  const room = plan.events - cuts * again - stats.length;
  const scenes = planned.slice(0, Math.max(0, room));
  const ambient = Array.from({ length: room - scenes.length }, () => ambientEvent(startOf(lengthMs, random), tools));
  const once = inOrder([...scenes, ...stats, ...ambient], lengthMs);
  return inOrder([...once, ...redelivered(once, { cuts, again, lengthMs }, tools)], lengthMs);
}

/** Rooms fill until the middle of the evening and empty towards its end. */
function startOf(lengthMs: number, random: () => number): number {
  for (;;) {
    const at = random();
    if (random() < 0.35 + 0.65 * Math.sin(Math.PI * at)) return at * lengthMs * 0.98;
  }
}

function ambientEvent(t: number, { make, crowd, random }: SceneTools): EveningEvent {
  const who = favourite(crowd.regulars, random);
  const chance = random();
  if (chance < 0.5) return make.chat(t, who, talkLine(who.language, random), 'talk');
  if (chance < 0.66) return make.chat(t, who, questionLine(who.language, random), 'question');
  if (chance < 0.71) return make.chat(t, who, pickOne(PRACTICE[who.language].greetings, random) ?? '…', 'talk');
  if (chance < 0.88) return make.plain(t, who, 'join');
  if (chance < 0.96) return make.like(t, who, 1 + Math.floor(random() * 30));
  return make.plain(t, who, random() < 0.8 ? 'follow' : 'share');
}

/** A few write most of it. */
function favourite(viewers: readonly EveningViewer[], random: () => number): EveningViewer {
  const who = viewers[Math.floor(viewers.length * random() ** 2.2)];
  if (who === undefined) throw new RangeError('nobody came');
  return who;
}

function statsOf(lengthMs: number, viewers: readonly EveningViewer[], { make, random }: SceneTools): EveningEvent[] {
  return PLATFORMS.flatMap((platform) => {
    const any = viewers.find((viewer) => viewer.platform === platform);
    if (any === undefined) return [];
    return Array.from({ length: Math.floor(lengthMs / STATS_EVERY_MS) }, (_, n) =>
      make.stats(n * STATS_EVERY_MS, any, 200 + Math.floor(800 * random())),
    );
  });
}

function redelivered(
  once: readonly EveningEvent[],
  { cuts, again, lengthMs }: { readonly cuts: number; readonly again: number; readonly lengthMs: number },
  { make, random }: SceneTools,
): EveningEvent[] {
  return Array.from({ length: cuts }, () => {
    const t = (0.2 + 0.75 * random()) * lengthMs;
    const platform = pickOne(PLATFORMS, random);
    const before = once.filter(({ t: at, event }) => at < t && event.platform === platform).slice(-again);
    const padded = before.length < again ? once.filter(({ t: at }) => at < t).slice(-again) : before;
    return padded.map(({ event }) => make.again(t, event));
  }).flat();
}

function inOrder(events: readonly EveningEvent[], lengthMs: number): EveningEvent[] {
  return events
    .map((one) => ({ ...one, t: Math.round(Math.min(one.t, lengthMs)) }))
    .map((one, index) => ({ one, index }))
    .sort((a, b) => a.one.t - b.one.t || a.index - b.index)
    .map(({ one }) => one);
}
