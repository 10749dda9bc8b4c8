import { isViewerEvent, type LiveEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { ALERT_TEXTS, alertPieces } from '#shared/overlays/alert-texts.ts';
import type { AlertKind, AlertSettings } from '#shared/overlays/overlay-settings.ts';
import type { AlertView } from '#shared/overlays/overlay-states.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { cut, lineIdOf } from '../chat-line.ts';
import { tierOf, yuanOf } from '../tier.ts';

/** An alert that has no time yet, and what a withdrawal may name it by. */
export interface AlertDraft extends Omit<AlertView, 'since' | 'until'> {
  readonly eventIds: readonly string[];
  readonly userId: string | null;
  readonly paid: boolean;
}

export interface AlertWords {
  readonly settings: AlertSettings;
  readonly language: Language;
  readonly pictureUrl: (fileName: string) => string;
}

const NAME_LENGTH = 40;
const TEXT_LENGTH = 300;

/** Undefined: no alert, by its kind or by the settings. */
export function alertFromEvent(event: LiveEvent, words: AlertWords): AlertDraft | undefined {
  if (!isViewerEvent(event)) return undefined;
  const kind = kindOf(event);
  if (kind === undefined || !words.settings.kinds[kind].enabled) return undefined;
  const money = 'value' in event ? event.value : null;
  const isSmall = money !== null && yuanOf(money) < words.settings.leastYuan;
  if (kind === 'gift' && (isSmall || (money === null && words.settings.leastYuan > 0))) return undefined;
  return {
    ...wordsOf(kind, valuesOf(event), words),
    id: lineIdOf(event),
    platform: event.platform,
    tier: tierOf(money),
    text: 'text' in event ? cut(event.text ?? '', TEXT_LENGTH) : '',
    money,
    count: event.kind === 'gift' ? event.gift.count : 1,
    eventIds: [event.id],
    userId: event.user.id,
    paid: money !== null && money.micros > 0,
  };
}

export function ownAlert(id: string, title: string, text: string, words: AlertWords): AlertDraft {
  return {
    ...wordsOf('own', { title: cut(title, 200) }, words),
    id,
    platform: null,
    tier: 0,
    text: cut(text, 500),
    money: null,
    count: 1,
    eventIds: [id],
    userId: null,
    paid: false,
  };
}

function wordsOf(kind: AlertKind, values: Readonly<Record<string, string>>, { settings, language, pictureUrl }: AlertWords) {
  const { text, sound, picture } = settings.kinds[kind];
  const template = text === '' ? ALERT_TEXTS[kind][language] : text;
  return { kind, title: alertPieces(template, values), sound, pictureUrl: pictureUrl(picture) };
}

function kindOf({ kind }: ViewerEvent): AlertKind | undefined {
  switch (kind) {
    case 'gift':
    case 'superchat':
    case 'membership':
    case 'follow':
    case 'raid':
    case 'redemption':
      return kind;
    default:
      return undefined;
  }
}

function valuesOf(event: ViewerEvent): Readonly<Record<string, string>> {
  const name = cut(event.user.name, NAME_LENGTH);
  switch (event.kind) {
    case 'gift':
      return { name, gift: cut(event.gift.name, NAME_LENGTH), count: String(event.gift.count) };
    case 'membership':
      return {
        name,
        tier: cut(event.membership.tierName ?? event.membership.tier, NAME_LENGTH),
        months: String(event.membership.cumulativeMonths ?? event.membership.months ?? 1),
      };
    case 'raid':
      return { name, viewers: String(event.viewers) };
    case 'redemption':
      return { name, reward: cut(event.rewardTitle ?? '', NAME_LENGTH) };
    default:
      return { name };
  }
}
