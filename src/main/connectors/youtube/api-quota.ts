import type { Clock } from '#main/platform/host.ts';

/** What YouTube gives a project for a day, in units. */
export const DAILY_UNITS = 10_000;
/** Units that calls cost: a page of chat (sources differ, 1 to 5), a search, writing anything, anything else. */
export const COST = { page: 5, search: 100, write: 50, other: 1 } as const;

/** Counts within one day of YouTube's, which begins at midnight in California. What other programs use is not known here. */
export interface DayCount {
  add(amount: number): void;
  readonly today: number;
}

const PACIFIC_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', dateStyle: 'short' });

export function createDayCount(clock: Clock): DayCount {
  let count = 0;
  let day = '';
  const turnDay = (): void => {
    const today = PACIFIC_DAY.format(clock.now());
    if (today !== day) count = 0;
    day = today;
  };
  return {
    add(amount) {
      turnDay();
      count += amount;
    },
    get today() {
      turnDay();
      return count;
    },
  };
}
