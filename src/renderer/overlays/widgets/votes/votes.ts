import './votes.css';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { durationText, numberText } from '../../amounts.ts';
import { element, setShare, setText, words } from '../../elements.ts';
import type { CreateWidget, WidgetWorld } from '../../widget.types.ts';
import { fill as fillWords } from '../../words.ts';

/** A vote or a prediction, told alike. */
interface Poll {
  readonly id: string;
  readonly question: string;
  readonly how: string;
  readonly isOpen: boolean;
  readonly closesAt: number | null;
  readonly options: readonly {
    readonly label: string;
    readonly amount: number;
    readonly text: string;
    readonly isBest: boolean;
  }[];
}

interface Row {
  readonly view: HTMLElement;
  readonly amount: HTMLElement;
  readonly fill: HTMLElement;
}

/** The vote that runs, else the prediction. Rows stand as soon as it opens; only their bars and numbers change. */
export const createVotes: CreateWidget<'votes'> = (box, world) => {
  const question = words('o-vote-question o-heading', '');
  const list = element('o-vote-options', 'ol');
  const how = element('o-vote-how o-dim', 'span');
  const left = element('o-vote-left o-number o-dim', 'span');
  box.classList.add('o-panel');
  box.append(question, list, element('o-vote-foot', 'div', how, left));
  let poll: Poll | undefined;
  let rows: readonly Row[] = [];
  let standing = '';

  function build({ id, options }: Poll): void {
    const key = JSON.stringify([id, options.map(({ label }) => label)]);
    if (key === standing) return;
    standing = key;
    rows = options.map(({ label }, place) => {
      const amount = element('o-number o-vote-amount', 'span');
      const fill = element('o-bar-fill');
      const head = element('o-vote-head', 'div', element('o-vote-number o-number', 'b'), words('o-vote-label', label), amount);
      setText(head.firstElementChild as HTMLElement, String(place + 1));
      return { view: element('o-vote-option', 'li', head, element('o-bar', 'div', fill)), amount, fill };
    });
    list.replaceChildren(...rows.map(({ view }) => view));
  }

  function draw(): void {
    box.classList.toggle('is-empty', poll === undefined);
    if (poll === undefined) return;
    build(poll);
    setText(question, poll.question);
    setText(how, poll.how);
    const total = poll.options.reduce((sum, { amount }) => sum + amount, 0);
    for (const [place, option] of poll.options.entries()) {
      const row = rows[place];
      if (row === undefined) continue;
      const share = total === 0 ? 0 : option.amount / total;
      setShare(row.fill, share);
      setText(row.amount, `${option.text} · ${Math.round(share * 100)} %`);
      row.view.classList.toggle('is-best', option.isBest);
    }
  }

  return {
    update(_topic, { vote = null, prediction = null }) {
      poll = vote !== null ? pollFromVote(vote, world) : prediction !== null ? pollFromPrediction(prediction, world) : undefined;
      draw();
    },
    tick(nowMs) {
      const closesAt = poll?.isOpen === true ? poll.closesAt : null;
      setText(left, closesAt === null ? '' : fillWords(world.words().left, { time: durationText(closesAt - nowMs + 999) }));
    },
  };
};

type Vote = NonNullable<OverlayStates['vote']>;
type Prediction = NonNullable<OverlayStates['prediction']>;

function pollFromVote({ id, question, tally, open, closesAt }: Vote, world: WidgetWorld<'votes'>): Poll {
  const table = world.words();
  const most = Math.max(...tally.map(({ votes }) => votes));
  return {
    id,
    question,
    how: open ? table.voteHow : table.closed,
    isOpen: open,
    closesAt,
    options: tally.map(({ label, votes }) => ({
      label,
      amount: votes,
      text: fillWords(table.votes, { n: numberText(votes, world.show().language) }),
      isBest: !open && votes === most && most > 0,
    })),
  };
}

function pollFromPrediction({ id, question, pools, phase, closesAt, outcome }: Prediction, world: WidgetWorld<'votes'>): Poll {
  const table = world.words();
  const how = { open: table.stakeHow, locked: table.locked, resolved: table.resolved, cancelled: table.cancelled }[phase];
  return {
    id,
    question,
    how,
    isOpen: phase === 'open',
    closesAt,
    options: pools.map(({ label, stake }, place) => ({
      label,
      amount: stake,
      text: fillWords(table.points, { n: numberText(stake, world.show().language) }),
      isBest: outcome === place,
    })),
  };
}
