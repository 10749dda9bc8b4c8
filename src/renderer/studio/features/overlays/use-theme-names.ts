import { useMemo } from 'react';
import type { OwnTheme } from '#shared/contract/overlays.ts';
import { SHIPPED_THEMES } from '#shared/overlays/overlay-list.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** Every theme's name by its id, the shipped ones first. */
export function useThemeNames(themes: readonly OwnTheme[]): ReadonlyMap<string, string> {
  const { themeNames } = useStrings().overlays;
  return useMemo(
    () =>
      new Map<string, string>([
        ...SHIPPED_THEMES.map((id) => [id, themeNames[id]] as const),
        ...themes.map(({ id, name }) => [id, name] as const),
      ]),
    [themes, themeNames],
  );
}
