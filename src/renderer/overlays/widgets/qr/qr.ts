import './qr.css';
import { encode } from 'uqr';
import { element, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** An address to scan, dark on light in every theme: many cameras read nothing else. */
export const createQr: CreateWidget<'qr'> = (box, world) => {
  const picture = element('o-qr-picture');
  const label = words('o-qr-label', '');
  box.classList.add('o-panel');
  box.append(picture, label);
  let drawn: string | undefined;

  return {
    update() {
      const { text, label: below } = world.settings();
      const shown = text === '' && world.preview ? 'https://example.com' : text;
      box.classList.toggle('is-empty', shown === '');
      setText(label, below);
      label.hidden = below === '';
      if (shown === drawn) return;
      drawn = shown;
      picture.replaceChildren(...(shown === '' ? [] : [qrPicture(shown)]));
    },
  };
};

function qrPicture(text: string): SVGSVGElement {
  const { size, data } = encode(text, { ecc: 'M', border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size} ${size}`);
  picture.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', squares.join(''));
  picture.append(path);
  return picture;
}
