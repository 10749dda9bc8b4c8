import { useStrings } from '../i18n/use-strings.tsx';
import { useMirror } from '../session/session-context.tsx';
import { Mark } from './mark.tsx';
import { ROUTES, type RouteId } from './routes.ts';

/** Parts whose trouble is mended on a page of this name. */
const PARTS_OF_ROUTE: Readonly<Partial<Record<RouteId, readonly string[]>>> = {
  connections: ['twitch', 'practice', 'replay', 'recording', 'api'],
  brain: ['brain'],
  voice: ['voice'],
  stage: ['avatar'],
  settings: ['storage', 'server', 'settings', 'hotkeys'],
};

/** The left rail. A dot marks the page on which a failed part is mended. */
export function NavRail({ route, go }: { readonly route: RouteId; readonly go: (route: RouteId) => void }) {
  const { nav, health } = useStrings();
  const parts = useMirror('health').value?.parts ?? [];
  const failed = (id: RouteId): boolean =>
    parts.some((part) => part.status === 'failed' && PARTS_OF_ROUTE[id]?.includes(part.id));
  return (
    <nav className="rail" aria-label={nav.label}>
      <div className="rail-brand">
        <Mark size="1.875rem" />
        <span className="rail-name">
          影戏 <small>Yingxi</small>
        </span>
      </div>
      <ul>
        {ROUTES.map(({ id, icon: Icon }) => (
          <li key={id}>
            <button type="button" className="rail-item" aria-current={route === id ? 'page' : undefined} onClick={() => go(id)}>
              <Icon size="1.25rem" stroke={1.7} aria-hidden />
              <span>{nav[id]}</span>
              {failed(id) ? <i className="rail-alarm" role="img" aria-label={health.failed} /> : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
