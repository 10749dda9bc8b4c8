import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { StudioInfo } from '#shared/contract/studio.ts';
import { StudioError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { RoomFeed } from './room-feed.ts';
import type { LinkState, Mirrored, StudioSession } from './studio-session.ts';

const SessionContext = createContext<StudioSession | undefined>(undefined);

export function SessionProvider({ session, children }: { readonly session: StudioSession; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): StudioSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new StudioError('internal', 'useSession outside of SessionProvider');
  return session;
}
export const useClient = () => useSession().client;

type MirrorName = 'performance' | 'stages' | 'health' | 'brain' | 'connections' | 'info';
type MirrorValue<N extends MirrorName> = StudioSession[N] extends { getState(): Mirrored<infer T> } ? T : never;

/** The last value of a watch, or `undefined` before the first. */
export function useMirror<N extends MirrorName>(name: N): Mirrored<MirrorValue<N>> {
  // The store of this name holds this type; the map of types is written once, in StudioSession.
  return useStore(useSession()[name]) as Mirrored<MirrorValue<N>>;
}
export const useInfo = (): StudioInfo | undefined => useMirror('info').value;
export const useLinkState = (): LinkState => useStore(useSession().link, ({ state }) => state);
export function useRoom<T>(select: (room: RoomFeed) => T): T {
  return useStore(useSession().room, select);
}
/** The settings, which the shell waits for before it renders any page. */
export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(useSession().settings, ({ view }) => {
    if (view === undefined) throw new StudioError('internal', 'settings are read before they came');
    return select(view.settings);
  });
}
/** True when a YINGXI_… variable fixes the field at this dotted path, or a group above it. */
export function useFixedByEnvironment(path: string): boolean {
  return useStore(
    useSession().settings,
    ({ view }) => view?.fixedByEnvironment.some((fixed) => path === fixed || path.startsWith(`${fixed}.`)) ?? false,
  );
}
