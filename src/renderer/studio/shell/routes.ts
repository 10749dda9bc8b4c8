import {
  IconAdjustmentsHorizontal,
  IconBrain,
  IconBroadcast,
  IconBulb,
  IconCoins,
  IconCpu,
  IconDice5,
  IconEar,
  IconGift,
  IconHanger,
  IconKeyboard,
  IconListDetails,
  IconMasksTheater,
  IconMessageBolt,
  IconMicrophone2,
  IconPlug,
  IconPlugConnected,
  IconSettings,
  IconShieldCheck,
  IconUserScreen,
  IconUsers,
} from '@tabler/icons-react';
import { useCallback, useSyncExternalStore } from 'react';

/** The screens, in the order of the rail. */
export const ROUTES = [
  { id: 'live', icon: IconBroadcast },
  { id: 'connections', icon: IconPlugConnected },
  { id: 'brain', icon: IconBrain },
  { id: 'persona', icon: IconMasksTheater },
  { id: 'voice', icon: IconMicrophone2 },
  { id: 'ears', icon: IconEar },
  { id: 'understanding', icon: IconBulb },
  { id: 'local-models', icon: IconCpu },
  { id: 'avatar', icon: IconHanger },
  { id: 'stage', icon: IconUserScreen },
  { id: 'items', icon: IconGift },
  { id: 'hotkeys', icon: IconKeyboard },
  { id: 'mapping', icon: IconAdjustmentsHorizontal },
  { id: 'plugins', icon: IconPlug },
  { id: 'moderation', icon: IconShieldCheck },
  { id: 'commands', icon: IconMessageBolt },
  { id: 'games', icon: IconDice5 },
  { id: 'viewers', icon: IconUsers },
  { id: 'points', icon: IconCoins },
  { id: 'ledger', icon: IconListDetails },
  { id: 'settings', icon: IconSettings },
] as const;
export type RouteId = (typeof ROUTES)[number]['id'];

const routeFromHash = (): RouteId => ROUTES.find(({ id }) => location.hash.split('?', 1)[0] === `#/${id}`)?.id ?? 'live';

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The present screen, kept in the address's hash: back and reload work, and the token in the query stays untouched. */
export function useRoute(): { readonly route: RouteId; readonly go: (route: RouteId) => void } {
  const route = useSyncExternalStore(onHashChange, routeFromHash);
  const go = useCallback((next: RouteId) => {
    location.hash = `/${next}`;
  }, []);
  return { route, go };
}

/** The address of a screen with what it should show; see `parameterOfAddress`. */
export const addressOf = (route: RouteId, parameters: Readonly<Record<string, string>>): string =>
  `#/${route}?${new URLSearchParams(parameters)}`;

/** What the present address asks its screen to show. */
export const parameterOfAddress = (name: string): string | undefined =>
  new URLSearchParams(location.hash.split('?')[1] ?? '').get(name) ?? undefined;
