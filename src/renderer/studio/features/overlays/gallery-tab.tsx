import { useState } from 'react';
import type { OverlaysView } from '#shared/contract/overlays.ts';
import { WIDGETS, type WidgetId } from '#shared/overlays/overlay-list.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { LookPanel } from './look-panel.tsx';
import { OptionsPanel } from './options-panel.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SeveralPanel } from './several-panel.tsx';
import { WIDGET_ICONS } from './widget-icons.ts';

const WIDGET_KEY = 'yingxi.overlays.widget';

/** The list of overlays; beside it the chosen one as it is, with its address and all that can be changed. */
export function GalleryTab({ view }: { readonly view: OverlaysView }) {
  const { overlays: words } = useStrings();
  const [chosen, setChosen] = useState<WidgetId>(() => WIDGETS.find((id) => id === localStorage.getItem(WIDGET_KEY)) ?? 'chat');
  const choose = (id: WidgetId): void => {
    localStorage.setItem(WIDGET_KEY, id);
    setChosen(id);
  };
  return (
    <div className="overlay-gallery">
      <nav className="panel overlay-list" aria-label={words.list}>
        {WIDGETS.map((id) => {
          const Icon = WIDGET_ICONS[id];
          return (
            <button
              key={id}
              type="button"
              className="overlay-choice"
              aria-current={id === chosen ? 'true' : undefined}
              onClick={() => choose(id)}
            >
              <Icon size="1.25rem" aria-hidden />
              <span>
                <strong>{words.names[id]}</strong>
                <small>{words.hints[id]}</small>
              </span>
            </button>
          );
        })}
      </nav>
      <div className="overlay-detail">
        <PreviewPanel key={`preview-${chosen}`} id={chosen} />
        <OptionsPanel key={`options-${chosen}`} id={chosen} />
        <LookPanel key={`look-${chosen}`} id={chosen} themes={view.themes} />
        <SeveralPanel />
        <p className="field-hint">{fill(words.pages, { n: view.pages })}</p>
      </div>
    </div>
  );
}
