import './clock.css';
import { durationText } from '../../amounts.ts';
import { element, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

/** The time of day, how long the show has run, or how long until it begins. */
export const createClock: CreateWidget<'clock'> = (box, world) => {
  const title = words('o-clock-title o-heading', '');
  const time = element('o-clock-time o-number');
  box.classList.add('o-panel');
  box.append(title, time);

  function titleOf(nowMs: number): string {
    const { mode, title: own, until } = world.settings();
    const table = world.words();
    if (own !== '') return own;
    if (mode === 'live') return table.live;
    if (mode === 'countdown') return until !== null && until <= nowMs ? '' : table.countdown;
    return '';
  }

  function timeOf(nowMs: number): string {
    const { mode, seconds, until } = world.settings();
    const { liveSinceMs } = world.show();
    if (mode === 'live') return liveSinceMs === null ? '--:--' : durationText(nowMs - liveSinceMs);
    if (mode === 'countdown') {
      if (until === null) return '--:--';
      return until <= nowMs ? world.words().over : durationText(until - nowMs + 999);
    }
    const two = (value: number): string => String(value).padStart(2, '0');
    const now = new Date(nowMs);
    const minutes = `${two(now.getHours())}:${two(now.getMinutes())}`;
    return seconds ? `${minutes}:${two(now.getSeconds())}` : minutes;
  }

  return {
    tick(nowMs) {
      const words = titleOf(nowMs);
      title.hidden = words === '';
      setText(title, words);
      setText(time, timeOf(nowMs));
    },
  };
};
