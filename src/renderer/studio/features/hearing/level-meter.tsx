import { useEffect, useRef } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatchStore } from '../../session/use-watch.ts';

/** Level, her own echo in it, and a lamp for voices, twenty times a second. Written into the page directly. */
export function LevelMeter() {
  const { hearing } = useStrings();
  const threshold = useSettings((settings) => settings.hearing.threshold);
  const store = useWatchStore((api) => api.hearing.watchLevel);
  const root = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLElement>(null);
  const echo = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = (): void => {
      const value = store.getState().value ?? { level: 0, speech: 0, echo: 0 };
      if (root.current === null || bar.current === null || echo.current === null) return;
      bar.current.style.transform = `scaleX(${value.level})`;
      echo.current.style.transform = `scaleX(${Math.min(value.level, value.echo)})`;
      root.current.dataset.speech = String(value.speech >= threshold);
      root.current.setAttribute('aria-valuenow', String(Math.round(value.level * 100)));
    };
    show();
    return store.subscribe(show);
  }, [store, threshold]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter with a second bar and a lamp in it
    <div
      className="ears-meter"
      ref={root}
      role="meter"
      aria-label={hearing.meter}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <span className="ears-meter-bar" aria-hidden>
        <i ref={bar} />
        <i ref={echo} className="ears-meter-echo" />
      </span>
      <span className="ears-lamp" title={hearing.speechLamp} aria-hidden />
    </div>
  );
}
