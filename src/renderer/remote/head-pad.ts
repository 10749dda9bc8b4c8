import { element, pressButton, whileTouched } from './elements.ts';
import type { RemoteTexts } from './texts.ts';

/** A pad under the thumb for the head: it springs back when let go. Beside it four buttons for those who cannot draw with a finger. */
export interface HeadPad {
  readonly root: HTMLElement;
  release(): void;
}

/** A click without a finger on it (switch, screen reader, key) looks aside for so long. */
const GLANCE_MS = 1200;
const WAYS = [
  { way: 'left', sign: '←', x: -1, y: 0 },
  { way: 'up', sign: '↑', x: 0, y: -1 },
  { way: 'down', sign: '↓', x: 0, y: 1 },
  { way: 'right', sign: '→', x: 1, y: 0 },
] as const;

/** `onMove`: −1…1, to the right and downwards. */
export function createHeadPad(words: RemoteTexts['puppet'], onMove: (x: number, y: number) => void): HeadPad {
  const pad = element('div', 'pad');
  pad.setAttribute('role', 'img');
  pad.setAttribute('aria-label', words.pad);
  const knob = element('span', 'knob');
  pad.append(knob);
  let glance: ReturnType<typeof setTimeout> | undefined;

  const place = (x: number, y: number): void => {
    clearTimeout(glance);
    knob.style.transform = `translate(${x * 100}%, ${y * 100}%)`;
    onMove(x, y);
  };
  const release = (): void => {
    pad.classList.remove('held');
    place(0, 0);
  };
  const follow = ({ clientX, clientY }: PointerEvent): void => {
    const box = pad.getBoundingClientRect();
    const x = (2 * (clientX - box.left)) / box.width - 1;
    const y = (2 * (clientY - box.top)) / box.height - 1;
    place(Math.min(1, Math.max(-1, x)), Math.min(1, Math.max(-1, y)));
  };
  pad.addEventListener('pointerdown', (event) => {
    pad.setPointerCapture(event.pointerId);
    pad.classList.add('held');
    follow(event);
  });
  pad.addEventListener('pointermove', (event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
  });
  pad.addEventListener('pointerup', release);
  pad.addEventListener('pointercancel', release);

  const arrows = element('div', 'arrows');
  for (const { way, sign, x, y } of WAYS) {
    const button = pressButton(sign, 'arrow');
    button.setAttribute('aria-label', words.look[way]);
    whileTouched(button, () => place(x, y), release);
    button.addEventListener('click', ({ detail }) => {
      if (detail !== 0) return;
      place(x, y);
      glance = setTimeout(release, GLANCE_MS);
    });
    arrows.append(button);
  }
  const root = element('div', 'pad-place');
  root.append(pad, arrows);
  return { root, release };
}
