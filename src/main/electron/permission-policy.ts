import { isOwnOrigin, type OwnOrigins } from './navigation-policy.ts';

/** Who asks for what. Gathered from Electron's request and check handlers, which name the same things differently. */
export interface PermissionAsk {
  readonly permission: string;
  /** The page that asks comes from the studio window, not the stage's. */
  readonly fromStudioWindow: boolean;
  /** The window's top frame asks, not a frame inside it. */
  readonly fromTopFrame: boolean;
  readonly requestingUrl: string;
  /** The top frame's address as the browser process knows it. */
  readonly pageUrl: string;
}

/**
 * `clipboard-sanitized-write` is what a copy button needs; it can only write plain, cleaned content after a click. `midi` hears and plays notes;
 * system-exclusive messages, which can rewrite a device, are another permission.
 */
const GRANTED_TO_STUDIO = new Set(['media', 'clipboard-sanitized-write', 'midi', 'speaker-selection']);

/** True only for the studio page's own top frame asking for the microphone, the camera, the loudspeaker, MIDI notes, or to copy text. Everything else is denied. */
export function isPermissionGranted(ask: PermissionAsk, own: OwnOrigins): boolean {
  if (!GRANTED_TO_STUDIO.has(ask.permission)) return false;
  if (!ask.fromStudioWindow || !ask.fromTopFrame) return false;
  return isOwnOrigin(ask.requestingUrl, own) && isStudioPage(ask.pageUrl, own);
}

/** True for the address of the studio page on one of our origins. */
export function isStudioPage(url: string, own: OwnOrigins): boolean {
  if (!isOwnOrigin(url, own)) return false;
  const path = new URL(url).pathname;
  return path === '/studio' || path.startsWith('/studio/');
}
