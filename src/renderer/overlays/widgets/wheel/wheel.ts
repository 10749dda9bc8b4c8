import './wheel.css';
import { restAngle, wheelAngle } from '#shared/audience/wheel-motion.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { element, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { fill } from '../../words.ts';
import { createWheelPicture } from './wheel-picture.ts';

type Wheel = OverlayStates['wheel'];

/** The wheel of the audience. It turns by the program's clock, so every page stands at the same name; closed, there is nothing. */
export const createWheel: CreateWidget<'wheel'> = (box, world) => {
  const disc = element('o-wheel-disc');
  const line = element('o-wheel-line o-panel');
  box.append(element('o-wheel-face', 'div', disc, element('o-wheel-pointer')), line);
  let wheel: Wheel | undefined;
  let drawn = '';

  function redraw(names: readonly string[], winner: number | null): void {
    const key = JSON.stringify([names, winner]);
    if (key === drawn) return;
    drawn = key;
    disc.replaceChildren(createWheelPicture(names, winner));
  }

  function tell({ phase, names, winnerIndex }: Wheel): void {
    const table = world.words();
    const winner = phase === 'done' && winnerIndex !== null ? names[winnerIndex] : undefined;
    line.classList.toggle('is-winner', winner !== undefined);
    if (winner !== undefined) line.replaceChildren(element('o-dim', 'span'), words('o-name o-wheel-winner', winner));
    if (winner !== undefined) setText(line.firstElementChild as HTMLElement, `${table.winner} `);
    else {
      const count = fill(table.wheelNames, { n: String(names.length) });
      setText(
        line,
        phase === 'open' ? `${table.wheelJoin} · ${count}` : phase === 'ready' ? `${table.wheelReady} · ${count}` : count,
      );
    }
  }

  return {
    update(topic, states) {
      if (topic !== 'wheel' || states.wheel === undefined) return;
      wheel = states.wheel;
      box.classList.toggle('is-closed', wheel.phase === 'closed');
      redraw(wheel.names, wheel.phase === 'done' ? wheel.winnerIndex : null);
      tell(wheel);
    },
    frame(nowMs) {
      if (wheel === undefined || wheel.phase === 'closed') return;
      const moves = wheel.phase === 'spinning' || wheel.phase === 'slowing';
      const rest = wheel.phase === 'done' ? restAngle(wheel.names.length, wheel.winnerIndex ?? 0) : 0;
      const angle = `rotate(${((moves ? wheelAngle(wheel, nowMs) : rest) % 360).toFixed(2)}deg)`;
      if (disc.style.transform !== angle) disc.style.transform = angle;
    },
  };
};
