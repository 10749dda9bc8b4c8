import { StudioError } from '#shared/errors.ts';

/** The frame's own place in the page (see index.html), which the interface only moves and labels. */
export function previewElements(): {
  readonly section: HTMLElement;
  readonly screen: Element;
  readonly frame: HTMLIFrameElement;
} {
  const section = document.getElementById('stage-frame');
  const screen = section?.firstElementChild;
  const frame = document.getElementById('stage-preview');
  if (!section || !screen || !(frame instanceof HTMLIFrameElement))
    throw new StudioError('internal', 'the studio page has no preview frame; rebuild the program');
  return { section, screen, frame };
}

/** The stage page of the server that this page is from, marked as a preview, under the same token. */
export function previewAddress(pageUrl: string): string {
  const address = new URL('/stage/', pageUrl);
  address.searchParams.set('kind', 'preview');
  address.searchParams.set('token', new URL(pageUrl).searchParams.get('token') ?? '');
  return address.href;
}

/** Loads the preview, anew if it is there. */
export function loadPreview(): void {
  previewElements().frame.src = previewAddress(location.href);
}
