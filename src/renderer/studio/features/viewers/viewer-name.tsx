import { livePlatformSchema } from '#shared/live/live-event.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { PlatformBadge } from '../../ui/platform-badge.tsx';

/** The platform's mark of an account "<platform>:<id>". */
export function AccountBadge({ account }: { readonly account: string }) {
  const platform = livePlatformSchema.safeParse(account.slice(0, account.indexOf(':')));
  return platform.success ? <PlatformBadge platform={platform.data} /> : null;
}

/** A viewer's name; names are always text, never markup. */
export function ViewerName({ name }: { readonly name: string }) {
  const { viewers } = useStrings();
  return name === '' ? <span className="viewer-nameless">{viewers.nameless}</span> : <span>{name}</span>;
}
