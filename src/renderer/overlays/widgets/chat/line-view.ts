import type { OverlayLine } from '#shared/overlays/overlay-states.ts';
import { moneyText, numberText } from '../../amounts.ts';
import { element, words } from '../../elements.ts';
import type { WidgetWorld } from '../../widget.types.ts';
import { fill } from '../../words.ts';

/** One line as it stands in the chat. */
export function createLineView(line: OverlayLine, world: WidgetWorld<'chat'>): HTMLElement {
  const { platforms, badges } = world.settings();
  const view = element('o-line');
  view.dataset.kind = line.kind;
  view.dataset.platform = line.platform;
  view.dataset.tier = String(line.tier);
  const head = element('o-line-head', 'span');
  if (platforms) head.append(element('o-platform', 'span'));
  if (badges) head.append(...badgesOf(line, world));
  head.append(words('o-name', line.name));
  if (line.money !== null && line.money.micros > 0) head.append(words('o-money', moneyText(line.money, world.show().language)));
  view.append(head, bodyOf(line, world));
  return view;
}

function badgesOf(line: OverlayLine, world: WidgetWorld<'chat'>): Node[] {
  const { roles } = world.words();
  const marks = line.badges.map((badge) => {
    const mark = words('o-badge', roles[badge]);
    mark.dataset.badge = badge;
    return mark;
  });
  if (line.medal === null) return marks;
  const medal = words('o-badge o-medal', `${line.medal.name} ${line.medal.level}`);
  return [...marks, medal];
}

function bodyOf(line: OverlayLine, world: WidgetWorld<'chat'>): HTMLElement {
  const body = element('o-line-body', 'span');
  const deed = deedOf(line, world);
  if (deed !== '') body.append(words('o-deed', deed));
  if (line.text !== '') body.append(textOf(line, world));
  return body;
}

/** The words, with pictures in place of emotes that have one. */
function textOf({ text, pieces }: OverlayLine, world: WidgetWorld<'chat'>): HTMLElement {
  if (!world.settings().emotes || !pieces.some(({ picture }) => picture !== '')) return words('o-text', text);
  const whole = words('o-text', '');
  whole.append(...pieces.map((piece) => (piece.picture === '' ? document.createTextNode(piece.text) : emoteOf(piece))));
  whole.classList.toggle('is-picture', pieces.length === 1);
  return whole;
}

/** Where the picture cannot be shown its name takes its place. */
function emoteOf({ text, picture }: OverlayLine['pieces'][number]): HTMLImageElement {
  const image = element('o-emote', 'img');
  image.alt = text;
  image.decoding = 'async';
  image.addEventListener('error', () => image.replaceWith(document.createTextNode(text)), { once: true });
  image.src = picture;
  return image;
}

/** What the viewer did besides writing. */
function deedOf(line: OverlayLine, world: WidgetWorld<'chat'>): string {
  const table = world.words();
  switch (line.kind) {
    case 'gift':
      return line.gift === null ? '' : `${table.sent} ${line.gift.name} ×${numberText(line.gift.count, world.show().language)}`;
    case 'membership':
      return `${table.joined} ${line.detail}`;
    case 'raid':
      return fill(table.raided, { n: line.detail });
    case 'redemption':
      return `${table.redeemed} ${line.detail}`;
    case 'follow':
      return table.followed;
    case 'share':
      return table.shared;
    default:
      return '';
  }
}
