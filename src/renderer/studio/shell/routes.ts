import {
  IconAdjustmentsHorizontal,
  IconBrain,
  IconBroadcast,
  IconBulb,
  IconCoins,
  IconCpu,
  IconDeviceGamepad2,
  IconDeviceTv,
  IconDice5,
  IconEar,
  IconFaceId,
  IconGift,
  IconHanger,
  IconKeyboard,
  IconLayersIntersect,
  IconListDetails,
  IconMasksTheater,
  IconMessageBolt,
  IconMicrophone2,
  IconMusic,
  IconPlayerRecord,
  IconPlug,
  IconPlugConnected,
  IconRobot,
  IconScissors,
  IconSettings,
  IconShieldCheck,
  IconUserScreen,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useCallback, useSyncExternalStore } from 'react';

/** The screens, in the order of the rail. A group is set off from the one before it; the last screen stands at the rail's foot. */
export const ROUTES = [
  { id: 'live', icon: IconBroadcast, group: 'show' },
  { id: 'connections', icon: IconPlugConnected, group: 'show' },
  { id: 'obs', icon: IconDeviceTv, group: 'show' },
  { id: 'overlays', icon: IconLayersIntersect, group: 'show' },
  { id: 'music', icon: IconMusic, group: 'show' },
  { id: 'clips', icon: IconScissors, group: 'show' },
  { id: 'automation', icon: IconRobot, group: 'show' },
  { id: 'ledger', icon: IconListDetails, group: 'show' },
  { id: 'brain', icon: IconBrain, group: 'mind' },
  { id: 'persona', icon: IconMasksTheater, group: 'mind' },
  { id: 'voice', icon: IconMicrophone2, group: 'mind' },
  { id: 'ears', icon: IconEar, group: 'mind' },
  { id: 'understanding', icon: IconBulb, group: 'mind' },
  { id: 'local-models', icon: IconCpu, group: 'mind' },
  { id: 'avatar', icon: IconHanger, group: 'look' },
  { id: 'stage', icon: IconUserScreen, group: 'look' },
  { id: 'items', icon: IconGift, group: 'look' },
  { id: 'hotkeys', icon: IconKeyboard, group: 'look' },
  { id: 'tracking', icon: IconFaceId, group: 'look' },
  { id: 'controls', icon: IconDeviceGamepad2, group: 'look' },
  { id: 'performances', icon: IconPlayerRecord, group: 'look' },
  { id: 'co-host', icon: IconUsersGroup, group: 'look' },
  { id: 'mapping', icon: IconAdjustmentsHorizontal, group: 'look' },
  { id: 'plugins', icon: IconPlug, group: 'look' },
  { id: 'moderation', icon: IconShieldCheck, group: 'room' },
  { id: 'commands', icon: IconMessageBolt, group: 'room' },
  { id: 'games', icon: IconDice5, group: 'room' },
  { id: 'viewers', icon: IconUsers, group: 'room' },
  { id: 'points', icon: IconCoins, group: 'room' },
  { id: 'settings', icon: IconSettings, group: 'foot' },
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
