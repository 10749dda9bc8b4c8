import { useStrings } from '../i18n/use-strings.tsx';
import { useMirror } from '../session/session-context.tsx';
import { Mark } from './mark.tsx';
import { ROUTES, type RouteId } from './routes.ts';

/** The page on which a part's trouble is mended, by the part's id. */
function routeOfPart(id: string): RouteId | undefined {
  if (id.startsWith('voice')) return 'voice';
  if (id === 'microphone' || id === 'hearing') return 'ears';
  if (['twitch', 'practice', 'replay', 'recorder', 'api'].includes(id)) return 'connections';
  if (['storage', 'server', 'settings', 'hotkeys'].includes(id)) return 'settings';
  if (id === 'audience') return 'points';
  if (id === 'intent') return 'understanding';
  return id === 'brain' || id === 'stage' ? id : undefined;
}

/** The left rail. A dot marks the page on which a failed part is mended. */
export function NavRail({ route, go }: { readonly route: RouteId; readonly go: (route: RouteId) => void }) {
  const { nav, health } = useStrings();
  const parts = useMirror('health').value?.parts ?? [];
  const failed = (id: RouteId): boolean => parts.some((part) => part.status === 'failed' && routeOfPart(part.id) === id);
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
