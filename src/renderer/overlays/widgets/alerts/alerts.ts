import './alerts.css';
import { createAlertSounds } from '#renderer/shared/alert-sounds.ts';
import type { AlertView } from '#shared/overlays/overlay-states.ts';
import { moneyText } from '../../amounts.ts';
import { element, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

/** A page that comes in the middle of an alert shows it in silence. */
const SOUNDS_WITHIN_MS = 1500;
const LEAVE_MS = 600;

/** One alert at a time, in a box that is always there. The program says which, and for how long. */
export const createAlerts: CreateWidget<'alerts'> = (box, world) => {
  const sounds = createAlertSounds();
  let shown: { readonly id: string; readonly card: HTMLElement } | undefined;

  function leave(): void {
    if (shown === undefined) return;
    const { card } = shown;
    shown = undefined;
    card.classList.add('is-leaving');
    setTimeout(() => card.remove(), LEAVE_MS);
  }

  function show(alert: AlertView): void {
    const card = cardOf(alert);
    if (shown?.id === alert.id) {
      // A streak that grows: new words on the same card.
      card.classList.add('is-grown');
      shown.card.replaceWith(card);
    } else {
      leave();
      box.append(card);
      const isNew = Math.abs(world.now() - alert.since) < SOUNDS_WITHIN_MS;
      if (isNew && !world.preview) sounds.play(alert.sound, world.show().volume);
    }
    shown = { id: alert.id, card };
  }

  function cardOf(alert: AlertView): HTMLElement {
    const card = element('o-alert o-panel');
    card.dataset.kind = alert.kind;
    card.dataset.tier = String(alert.tier);
    if (alert.platform !== null) card.dataset.platform = alert.platform;
    if (alert.pictureUrl !== '') {
      const picture = element('o-alert-picture', 'img');
      picture.src = alert.pictureUrl;
      picture.alt = '';
      card.append(picture);
    }
    const title = element('o-alert-title');
    title.append(...alert.title.map(({ text, strong }) => words(strong ? 'o-strong' : 'o-plain', text)));
    const body = element('o-alert-words', 'div', title);
    if (alert.money !== null && alert.money.micros > 0)
      body.append(words('o-money', moneyText(alert.money, world.show().language)));
    if (alert.text !== '') body.append(words('o-alert-text', alert.text));
    card.append(body);
    return card;
  }

  return {
    update(topic, { alert }) {
      if (topic !== 'alert' || alert === undefined) return;
      if (alert.current === null) leave();
      else show(alert.current);
    },
  };
};
