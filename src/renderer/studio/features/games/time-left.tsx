import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { clockText } from '../../ui/amounts.ts';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';

/** A clock that runs down to `until` (ms since the epoch). */
export function TimeLeft({ until }: { readonly until: number | null }) {
  const { games: words } = useStrings();
  const seconds = useSecondsUntil(until);
  if (until === null || seconds <= 0) return null;
  return <span className="tag tabular">{fill(words.left, { time: clockText(seconds * 1000) })}</span>;
}
