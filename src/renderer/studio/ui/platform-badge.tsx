import type { LivePlatform } from '#shared/live/live-event.ts';
import { useStrings } from '../i18n/use-strings.tsx';

/** Two letters in the platform's colour; its name for those who hover or listen. */
const LETTERS: Readonly<Record<LivePlatform, string>> = {
  bilibili: 'Bi',
  twitch: 'Tw',
  youtube: 'Yt',
  douyu: 'Dy',
  huya: 'Hy',
  douyin: 'Dn',
  kuaishou: 'Ks',
  tiktok: 'Tk',
  custom: '影',
};

export function PlatformBadge({ platform }: { readonly platform: LivePlatform }) {
  const { platforms } = useStrings();
  return (
    <span className={`platform platform-${platform}`} title={platforms[platform]} role="img" aria-label={platforms[platform]}>
      {LETTERS[platform]}
    </span>
  );
}
