import type { Abilities, StudioInfo } from '#shared/contract/studio.ts';
import type { Strings } from '../i18n/strings.ts';

/** Why an ability of the host is missing, or `undefined` when it is there. Before the host has told, it counts as missing. */
export function missingAbility({ common }: Strings, info: StudioInfo | undefined, name: keyof Abilities): string | undefined {
  const ability = info?.abilities[name];
  if (ability?.available === true) return undefined;
  return info?.host === 'headless' ? common.headless : (ability?.reason ?? common.unavailable);
}
