import type { LiveEvent } from '#shared/live/live-event.ts';

/** What an event is in truth, whatever the program makes of it. */
export const LABELS = [
  'talk',
  'question',
  'money',
  'arrival',
  'room',
  'retraction',
  'redelivery',
  'pasta',
  'spam',
  'slur',
  'disguised-slur',
  'injection',
  'personal-data',
  'foul-name',
  'impostor',
  'foul-money',
] as const;
export type Label = (typeof LABELS)[number];

/** Those that must not be shown or spoken as they are. */
export const ATTACKS: readonly Label[] = [
  'spam',
  'slur',
  'disguised-slur',
  'injection',
  'personal-data',
  'foul-name',
  'impostor',
  'foul-money',
];

/** One event of an evening, `t` ms after its start. */
export interface EveningEvent {
  readonly t: number;
  readonly event: LiveEvent;
  readonly label: Label;
}

export interface EveningPlan {
  readonly seed: number;
  readonly events: number;
  readonly hours: number;
}
/** The whole of it: what a well-visited evening looks like. */
export const WHOLE_EVENING: EveningPlan = { seed: 20261122, events: 60_000, hours: 3 };

/** When every evening starts, ms since the epoch: the same in every run. */
export const EVENING_STARTS_AT = 1_790_000_000_000;
