import type { SetupPage } from '#shared/obs/setup/template.ts';

/** Address of a page for OBS's browser source. */
export function obsPageUrl(origin: string, token: string, page: SetupPage): string {
  if (page === 'avatar') return `${origin}/stage/?token=${token}`;
  if (page === 'cohost') return `${origin}/stage/?token=${token}&avatar=cohost`;
  if (page === 'music') return `${origin}/music/?token=${token}`;
  return `${origin}/overlays/?token=${token}&show=${page}`;
}
