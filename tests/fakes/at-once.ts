import type { WhenCalm } from '#main/platform/when-calm.ts';

/** A start that is calm already. */
export const atOnce: WhenCalm = (work) => {
  work();
  return () => {};
};
