import type { ReactNode } from 'react';
import { SaveMark } from './save-mark.tsx';

interface PageProps {
  readonly title: string;
  readonly intro: string;
  readonly right?: ReactNode;
  /** Pages of forms keep a reading width; tables take all there is. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One screen besides the live view: a title, the save mark, and a body that scrolls. */
export function Page({ title, intro, right, wide = false, children }: PageProps) {
  return (
    <div className="page">
      <div className={wide ? 'page-body page-wide' : 'page-body'}>
        <header className="page-head">
          <div>
            <h1>{title}</h1>
            <p>{intro}</p>
          </div>
          <div className="page-head-right">
            <SaveMark />
            {right}
          </div>
        </header>
        {children}
      </div>
    </div>
  );
}

interface PanelProps {
  readonly title?: ReactNode;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  readonly right?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A card with a heading; the unit of every page. */
export function Panel({ title, hint, icon, right, className, children }: PanelProps) {
  return (
    <section className={className === undefined ? 'panel' : `panel ${className}`}>
      {title === undefined ? null : (
        <div className="panel-head">
          {icon === undefined ? null : <span className="panel-icon">{icon}</span>}
          <div className="panel-title">
            <h2>{title}</h2>
            {hint === undefined ? null : <p>{hint}</p>}
          </div>
          {right === undefined ? null : <div className="panel-right">{right}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
