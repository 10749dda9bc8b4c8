import './lottery.css';
import { turnNow } from '#shared/audience/lottery-turns.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { numberText } from '../../amounts.ts';
import { element, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { fill } from '../../words.ts';

type Lottery = OverlayStates['lottery'];
type Prize = Pick<Lottery['prizes'][number], 'name' | 'pictureUrl'>;

/** What can be won while the lottery is open, and who has just won what: prizes with their pictures. */
export const createLottery: CreateWidget<'lottery'> = (box, world) => {
  box.classList.add('o-panel');
  let lottery: Lottery | undefined;
  let standing = '';

  function show(key: string, build: () => readonly Node[]): void {
    if (key === standing) return;
    standing = key;
    box.replaceChildren(...build());
  }

  function prizeView({ name, pictureUrl }: Prize, count: number): HTMLElement {
    const picture = element('o-prize-picture');
    if (pictureUrl === '') picture.append(parcel());
    else {
      const image = element('o-prize-image', 'img');
      image.alt = '';
      // A picture that was removed: the parcel stands for it.
      image.addEventListener('error', () => image.replaceWith(parcel()), { once: true });
      image.src = pictureUrl;
      picture.append(image);
    }
    const label = words('o-prize-name', count > 1 ? `${name} ×${numberText(count, world.show().language)}` : name);
    return element('o-prize', 'div', picture, label);
  }

  function winView({ name, wins, count }: Lottery['drawn'][number]): readonly Node[] {
    const table = world.words();
    const head = element('o-lottery-head', 'div', words('o-name', name));
    head.append(element('o-dim', 'span', document.createTextNode(` ${fill(table.drew, { n: String(count) })}`)));
    if (wins.length === 0) return [head, words('o-lottery-none o-dim', table.wonNothing)];
    return [head, element('o-prizes is-won', 'div', ...wins.map((win) => prizeView(win, win.times)))];
  }

  function offerView({ cost, prizes }: Lottery): readonly Node[] {
    const table = world.words();
    const title = words('o-heading', fill(table.lotteryOpen, { n: numberText(cost, world.show().language) }));
    return [
      element('o-lottery-head', 'div', title),
      element('o-prizes', 'div', ...prizes.slice(0, world.settings().prizes).map((prize) => prizeView(prize, 1))),
    ];
  }

  function draw(nowMs: number): void {
    if (lottery === undefined) return;
    const state = lottery;
    const { seconds, offer } = world.settings();
    const turn = turnNow(state.drawn, seconds, nowMs);
    const offers = turn === undefined && offer && state.open && state.prizes.length > 0;
    box.classList.toggle('is-empty', turn === undefined && !offers);
    const look = `${world.show().language} ${world.settings().prizes}`;
    if (turn !== undefined) show(`win ${look} ${JSON.stringify(turn)}`, () => winView(turn));
    else if (offers) show(`offer ${look} ${JSON.stringify([state.cost, state.prizes])}`, () => offerView(state));
  }

  return {
    update(_, states) {
      lottery = states.lottery;
      draw(world.now());
    },
    tick: draw,
  };
};

/** Stands for a prize without a picture. */
const parcel = (): HTMLElement => words('o-prize-parcel', '🎁');
