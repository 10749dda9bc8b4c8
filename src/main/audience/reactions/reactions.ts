import type { DialogueTurn } from '#main/dialogue/dialogue.types.ts';
import type { Occasion } from '#main/dialogue/occasion.types.ts';
import { type ReactionRule, USUAL_RULE } from '#shared/audience/reaction.ts';
import { isPaid, type ViewerEvent } from '#shared/live/live-event.ts';
import type { AudienceSettings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { KnownViewer } from '../audience.types.ts';
import { reactionLine } from './reaction-line.ts';
import { type Reacted, reactionTo, sizeOf } from './tiers.ts';

/** How she welcomes and thanks, as the streamer set it. */
export interface Reactions {
  /** Whether she shall react to it at all. Fast; likes pass once in a while only, so ask once for each event. */
  wants(event: ViewerEvent, viewerKey: string | undefined, nowMs: number): boolean;
  /** What her words for a turn should know; undefined for talk. */
  occasionOf(turn: DialogueTurn, language: Language): Occasion | undefined;
}

export interface ReactionsOptions {
  readonly settings: () => Pick<AudienceSettings, 'reactions' | 'welcome'>;
  readonly keyOf: (event: ViewerEvent) => string | undefined;
  readonly known: (viewerKey: string) => KnownViewer | undefined;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** Facts about so many viewers of a batch. */
const TOLD = 8;

export function createReactions({ settings, keyOf, known, random }: ReactionsOptions): Reactions {
  const lastLine = new Map<string, string>();
  let lastLikeMs = Number.NEGATIVE_INFINITY;

  const visitsOf = (event: ViewerEvent): number => {
    const key = keyOf(event);
    return Math.max(1, (key === undefined ? undefined : known(key))?.visits ?? 1);
  };
  const ruleOf = ({ kind, tier }: Reacted): ReactionRule => settings().reactions.rules[`${kind}.${tier}`] ?? USUAL_RULE;

  function isWelcome(event: ViewerEvent, viewerKey: string | undefined): boolean {
    const { welcome, reactions } = settings();
    if (!welcome.enabled) return false;
    const name = event.user.name.toLowerCase();
    return !reactions.notWelcomed.some((one) => one === viewerKey || one.toLowerCase() === name);
  }

  /** One of the streamer's lines, but not the one before. */
  function choose(name: string, templates: readonly string[]): string | undefined {
    const fresh = templates.filter((one) => one !== lastLine.get(name));
    const from = fresh.length > 0 ? fresh : templates;
    const line = from[Math.min(from.length - 1, Math.floor(random() * from.length))];
    if (line !== undefined) lastLine.set(name, line);
    return line;
  }

  return {
    wants(event, viewerKey, nowMs) {
      const { reactions } = settings();
      const reacted = reactionTo([event], visitsOf(event), reactions);
      if (reacted === undefined) return true;
      if (reacted.kind === 'welcome' && !isWelcome(event, viewerKey)) return false;
      if (ruleOf(reacted).mode === 'off') return false;
      if (event.kind !== 'like') return true;
      if (nowMs - lastLikeMs < reactions.likeEverySeconds * 1000) return false;
      lastLikeMs = nowMs;
      return true;
    },
    occasionOf(turn, language) {
      const { reactions, welcome } = settings();
      const events = [turn.primary, ...turn.merged];
      const visits = visitsOf(turn.primary);
      // A batch may hold different kinds; those of the first one count.
      const alike = events.filter(({ kind }) => kind === turn.primary.kind);
      const reacted = reactionTo(alike, visits, reactions);
      if (reacted === undefined) return undefined;
      const rule = ruleOf(reacted);
      const total = Math.max(turn.mergedCount, turn.merged.length) + 1;
      const template = rule.mode === 'template' ? choose(`${reacted.kind}.${reacted.tier}`, rule.templates) : undefined;
      const options = { language, names: welcome.names, total, visits };
      return {
        line: template === undefined ? undefined : reactionLine(template, events, options),
        instruction: rule.hint === '' ? undefined : rule.hint,
        facts: factsOf(reacted, alike, visitsOf),
        size: alike.some(isPaid) ? sizeOf(alike, reactions) : reacted.tier === 'large' ? 'large' : undefined,
        familiarity: reacted.kind === 'welcome' ? familiarityOf(reacted) : undefined,
        visits,
        names: welcome.names,
      };
    },
  };
}

function familiarityOf({ tier }: Reacted): Occasion['familiarity'] {
  return tier === 'returning' || tier === 'regular' ? tier : 'new';
}

/** Numbered by order, so that no viewer's name stands among facts. */
function factsOf({ kind, tier }: Reacted, events: readonly ViewerEvent[], visitsOf: (event: ViewerEvent) => number): string[] {
  if (kind === 'welcome') {
    const told = events.slice(0, TOLD).map((event, index) => `${ordinal(index + 1)} in the list: ${visitText(visitsOf(event))}`);
    return [...new Set(told)];
  }
  if (kind === 'gift' || kind === 'superchat') return [`for this stream it is a ${tier} one`];
  return kind === 'raid' && tier === 'large' ? ['for this stream it is a large raid'] : [];
}

function visitText(visits: number): string {
  return visits <= 1 ? 'here for the first time' : `here for the ${ordinal(visits)} time`;
}

function ordinal(n: number): string {
  const tail = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${tail}`;
}
