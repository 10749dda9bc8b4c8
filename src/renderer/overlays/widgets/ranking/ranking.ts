import './ranking.css';
import { numberText } from '../../amounts.ts';
import { element, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { fill } from '../../words.ts';

interface Row {
  readonly view: HTMLElement;
  readonly rank: HTMLElement;
  readonly name: HTMLElement;
  readonly points: HTMLElement;
}

/** Who has the most points. There are always as many rows as the settings say, so that nothing moves when people come. */
export const createRanking: CreateWidget<'ranking'> = (box, world) => {
  const heading = element('o-heading');
  const list = element('o-ranks', 'ol');
  const none = element('o-dim o-ranks-none');
  box.classList.add('o-panel');
  box.append(heading, list, none);
  let rows: Row[] = [];

  function makeRows(count: number): void {
    if (rows.length === count) return;
    rows = Array.from({ length: count }, () => {
      const rank = element('o-rank-number o-number', 'span');
      const name = words('o-name o-rank-name', '');
      const points = element('o-rank-points o-number o-dim', 'span');
      return { view: element('o-rank', 'li', rank, name, points), rank, name, points };
    });
    list.replaceChildren(...rows.map(({ view }) => view));
  }

  return {
    update(_topic, { ranking = [] }) {
      const settings = world.settings();
      const table = world.words();
      makeRows(settings.rows);
      setText(heading, table.ranking);
      setText(none, ranking.length === 0 ? table.nobody : '');
      for (const [place, { view, rank, name, points }] of rows.entries()) {
        const one = ranking[place];
        view.classList.toggle('is-empty', one === undefined);
        view.dataset.rank = String(one?.rank ?? 0);
        setText(rank, String(one?.rank ?? ''));
        setText(name, one?.name === '' ? '…' : (one?.name ?? ''));
        const shown = one === undefined || !settings.points ? '' : numberText(one.points, world.show().language);
        setText(points, shown === '' ? '' : fill(table.points, { n: shown }));
      }
    },
  };
};
