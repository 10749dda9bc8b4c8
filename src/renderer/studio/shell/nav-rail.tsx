import { useEffect, useRef } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { useMirror } from '../session/session-context.tsx';
import { Mark } from './mark.tsx';
import { pageOfPart } from './page-of-part.ts';
import { ROUTES, type RouteId } from './routes.ts';

/** The left rail: its pages scroll where the window is low, its foot stays. A dot marks the page on which a failed part is mended. */
export function NavRail({ route, go }: { readonly route: RouteId; readonly go: (route: RouteId) => void }) {
  const { nav, health } = useStrings();
  const parts = useMirror('health').value?.parts ?? [];
  const failed = (id: RouteId): boolean => parts.some((part) => part.status === 'failed' && pageOfPart(part.id) === id);
  const pages = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is shown decides which item is current
  useEffect(() => {
    pages.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [route]);
  const item = ({ id, icon: Icon, group }: (typeof ROUTES)[number], index: number) => (
    <li key={id} className={index > 0 && ROUTES[index - 1]?.group !== group ? 'rail-group' : undefined}>
      <button type="button" className="rail-item" aria-current={route === id ? 'page' : undefined} onClick={() => go(id)}>
        <Icon size="1.25rem" stroke={1.7} aria-hidden />
        <span>{nav[id]}</span>
        {failed(id) ? <i className="rail-alarm" role="img" aria-label={health.failed} /> : null}
      </button>
    </li>
  );
  return (
    <nav className="rail" aria-label={nav.label}>
      <div className="rail-brand">
        <Mark size="1.875rem" />
        <span className="rail-name">
          影戏 <small>Yingxi</small>
        </span>
      </div>
      <ul className="rail-pages" ref={pages}>
        {ROUTES.slice(0, -1).map(item)}
      </ul>
      <ul className={route === 'live' ? 'rail-foot' : 'rail-foot rail-under-preview'}>
        {ROUTES.slice(-1).map((last) => item(last, 0))}
      </ul>
    </nav>
  );
}
