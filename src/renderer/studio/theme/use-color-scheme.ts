import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';

function onSystemChange(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The scheme to draw in; `auto` follows the system while the page is open. */
export function useColorScheme(setting: 'auto' | 'light' | 'dark'): 'light' | 'dark' {
  const system = useSyncExternalStore(onSystemChange, () => (matchMedia(DARK).matches ? 'dark' : 'light'));
  return setting === 'auto' ? system : setting;
}
