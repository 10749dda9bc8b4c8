import './cards.css';
import type { OverlayShow } from '#shared/overlays/overlay-states.ts';
import { element, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

/** The streamer's own cards one after the other, in one place and by the program's clock: every page shows the same. */
export const createCards: CreateWidget<'cards'> = (box, world) => {
  let views: readonly HTMLElement[] = [];
  let standing = '';

  function build(cards: OverlayShow['cards']): void {
    const key = JSON.stringify(cards);
    if (key === standing) return;
    standing = key;
    views = cards.map(({ title, text, pictureUrl }) => {
      const view = element('o-card o-panel');
      if (pictureUrl !== '') {
        const picture = element('o-card-picture', 'img');
        picture.src = pictureUrl;
        picture.alt = '';
        view.append(picture);
      }
      const body = element('o-card-words');
      if (title !== '') body.append(words('o-card-title o-heading', title));
      if (text !== '') body.append(words('o-card-text', text));
      view.append(body);
      return view;
    });
    box.replaceChildren(...views);
  }

  return {
    update() {
      build(world.show().cards);
    },
    tick(nowMs) {
      const place = views.length === 0 ? -1 : Math.floor(nowMs / (world.settings().seconds * 1000)) % views.length;
      for (const [index, view] of views.entries()) view.classList.toggle('is-shown', index === place);
    },
  };
};
