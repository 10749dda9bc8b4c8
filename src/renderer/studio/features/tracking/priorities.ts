import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import type { TrackingSettings } from '#shared/tracking/tracking-settings.ts';

export type Priorities = TrackingSettings['priorities'];

/** All parts at once, or one. */
export type PartChoice = BodyPart | 'all';

/** Ids in the order in which they are asked: those that the settings name, then the others as they come. Ids of sources that are not there are left out. */
export function orderOf(named: readonly string[], known: readonly string[]): readonly string[] {
  const there = named.filter((id, at) => known.includes(id) && named.indexOf(id) === at);
  return [...there, ...known.filter((id) => !there.includes(id))];
}

/** The order of `choice`; for all parts that of the head, from which others may differ. */
export const orderOfChoice = (priorities: Priorities, choice: PartChoice, known: readonly string[]): readonly string[] =>
  orderOf(priorities[choice === 'all' ? 'head' : choice], known);

export function partsDiffer(priorities: Priorities, known: readonly string[]): boolean {
  const first = orderOf(priorities.head, known).join();
  return BODY_PARTS.some((part) => orderOf(priorities[part], known).join() !== first);
}

/** `id` at the place `to`, the others in their order. */
export function movedTo(order: readonly string[], id: string, to: number): readonly string[] {
  const rest = order.filter((other) => other !== id);
  const at = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** The patch that gives `choice` this order. Sources that are away keep their places behind. */
export function withOrder(priorities: Priorities, choice: PartChoice, order: readonly string[]): Partial<Priorities> {
  const parts = choice === 'all' ? BODY_PARTS : [choice];
  return Object.fromEntries(
    parts.map((part) => [part, [...order, ...priorities[part].filter((id) => !order.includes(id))].slice(0, 30)]),
  );
}
