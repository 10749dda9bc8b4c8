import type { SetupPage } from '#shared/obs/setup/template.ts';

/** Address of a page for OBS's browser source; undefined: there is no such page. */
export function obsPageUrl(origin: string, token: string, page: SetupPage): string | undefined {
  if (page === 'avatar') return `${origin}/stage/?token=${token}`;
  // The music's page comes with the player.
  if (page === 'music') return undefined;
  return `${origin}/overlays/?token=${token}&show=${page}`;
}
