import type { LivePlatform } from '#shared/live/live-event.ts';

const REMEMBERED = 2000;
const VEILED = '***';

/** Names of rankings and wheels come from the book, where they stand as they were: here they are looked at again before anybody sees them. */
export function createNameVeil(
  shownText: (text: string, platform: LivePlatform) => string | undefined,
): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const shown = (shownText(name, 'custom') ?? VEILED).slice(0, 60);
    known.set(name, shown);
    return shown;
  };
}
