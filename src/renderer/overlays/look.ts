import { SHIPPED_THEMES } from '#shared/overlays/overlay-list.ts';
import type { Look } from '#shared/overlays/overlay-settings.ts';

/** Puts the streamer's own values over the theme's variables. The variables are the theme's whole interface, with the classes; see the guide for themes. */
export function applyLook(target: HTMLElement, look: Look): void {
  const { style } = target;
  const set = (name: string, value: string): void =>
    value === '' ? void style.removeProperty(name) : style.setProperty(name, value);
  set('--o-text', look.text);
  set('--o-accent', look.accent);
  set('--o-accent-text', look.accent === '' ? '' : readableOn(look.accent));
  set('--o-surface-rgb', look.surface === '' ? '' : rgbFromHex(look.surface).join(' '));
  set('--o-surface-opacity', look.opacity === null ? '' : String(look.opacity));
  set('--o-font', look.font === '' ? '' : `"${look.font.replaceAll(/["\\]/gu, '')}", sans-serif`);
  set('--o-scale', String(look.scale));
  set('--o-radius-scale', look.radius === null ? '' : String(look.radius));
  set('--o-gap-scale', look.spacing === null ? '' : String(look.spacing));
  // Times are divided by it; without movement they are next to nothing.
  set('--o-time', look.pace === 0 ? '0.001' : String(1 / look.pace));
}

/** Sets the widget's theme, and brings the style sheet of one that is the streamer's own. */
export function applyTheme(target: HTMLElement, theme: string, ownThemes: Readonly<Record<string, string>>): void {
  const shipped: readonly string[] = SHIPPED_THEMES;
  const url = ownThemes[theme];
  target.dataset.theme = shipped.includes(theme) ? theme : url === undefined ? 'glass' : 'own';
}

/** The style sheets of these themes and no others. */
export function loadOwnThemes(urls: ReadonlySet<string>): void {
  const links = [...document.head.querySelectorAll<HTMLLinkElement>('link[data-own-theme]')];
  for (const link of links) if (!urls.has(link.dataset.ownTheme ?? '')) link.remove();
  for (const url of urls) {
    if (links.some((link) => link.dataset.ownTheme === url)) continue;
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = url;
    link.dataset.ownTheme = url;
    document.head.append(link);
  }
}

const rgbFromHex = (hex: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function readableOn(hex: string): string {
  const [red = 0, green = 0, blue = 0] = rgbFromHex(hex);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 150 ? '#17131f' : '#ffffff';
}
