import './frame.css';
import { element } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

const FADE_MS = 700;

/** One picture at a time; the next is loaded before the last one goes. */
export const createFrame: CreateWidget<'frame'> = (box) => {
  const mount = element('o-frame-mount o-panel');
  box.append(mount);
  let shownUrl = '';
  let shown: HTMLImageElement | undefined;

  function leave(picture: HTMLImageElement | undefined): void {
    if (picture === undefined) return;
    picture.classList.remove('is-shown');
    setTimeout(() => picture.remove(), FADE_MS);
  }

  async function show(url: string): Promise<void> {
    const picture = element('o-frame-picture', 'img');
    picture.alt = '';
    picture.src = url;
    await picture.decode().catch(() => undefined);
    // Another was asked for meanwhile.
    if (url !== shownUrl) return;
    const before = shown;
    shown = picture;
    mount.append(picture);
    // A style that was never computed cannot be moved from.
    void picture.offsetWidth;
    picture.classList.add('is-shown');
    leave(before);
  }

  return {
    update(topic, { frame }) {
      if (topic !== 'frame' || frame === undefined || frame.url === shownUrl) return;
      shownUrl = frame.url;
      mount.classList.toggle('is-empty', frame.url === '');
      if (frame.url !== '') void show(frame.url);
      else {
        leave(shown);
        shown = undefined;
      }
    },
  };
};
