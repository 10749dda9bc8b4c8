import './goals.css';
import type { Goal } from '#shared/audience/games.ts';
import { moneyText, numberText } from '../../amounts.ts';
import { element, setShare, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

interface Row {
  readonly view: HTMLElement;
  readonly title: HTMLElement;
  readonly number: HTMLElement;
  readonly fill: HTMLElement;
}

/** Bars towards what the room works for: those that count, in the order of the studio. */
export const createGoals: CreateWidget<'goals'> = (box, world) => {
  const rows = new Map<string, Row>();

  function rowOf({ id }: Goal): Row {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const title = words('o-goal-title', '');
    const number = element('o-number o-goal-number', 'span');
    const fill = element('o-bar-fill');
    const view = element('o-goal o-panel', 'div', element('o-goal-head', 'div', title, number), element('o-bar', 'div', fill));
    const row = { view, title, number, fill };
    rows.set(id, row);
    box.append(view);
    return row;
  }

  function amount({ kind }: Goal, value: number): string {
    const { language } = world.show();
    return kind === 'money' ? moneyText({ currency: 'CNY', micros: value }, language) : numberText(value, language);
  }

  return {
    update(_topic, { goals = [] }) {
      const active = goals.filter((goal) => goal.active);
      for (const [id, { view }] of rows) {
        if (active.some((goal) => goal.id === id)) continue;
        view.remove();
        rows.delete(id);
      }
      const { numbers } = world.settings();
      for (const goal of active) {
        const { view, title, number, fill } = rowOf(goal);
        const isReached = goal.progress >= goal.target;
        view.classList.toggle('is-reached', isReached);
        setText(title, goal.title);
        const counted = `${amount(goal, goal.progress)} / ${amount(goal, goal.target)}`;
        setText(
          number,
          isReached ? world.words().reached : numbers ? counted : `${Math.floor((100 * goal.progress) / goal.target)} %`,
        );
        setShare(fill, goal.progress / goal.target);
        box.append(view);
      }
    },
  };
};
