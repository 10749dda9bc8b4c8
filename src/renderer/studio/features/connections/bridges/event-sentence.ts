import type { LiveEvent } from '#shared/live/live-event.ts';
import { textOfEvent } from '#shared/live/live-event.ts';
import { fill, type Strings } from '../../../i18n/strings.ts';
import { moneyText } from '../../../ui/money.ts';

/** What happened, as one line for people. */
export function eventSentence(event: LiveEvent, { event: lines }: Strings['moreRooms'], language: string): string {
  if (!('user' in event)) return fill(lines.other, { kind: event.kind });
  const name = event.user.name;
  switch (event.kind) {
    case 'chat':
      return fill(lines.chat, { name, text: event.text });
    case 'superchat':
      return fill(lines.superchat, { name, text: event.text, money: moneyText(event.value, language) });
    case 'gift': {
      const gift = { name, gift: event.gift.name, n: event.gift.count };
      return event.value === null
        ? fill(lines.gift, gift)
        : fill(lines.giftPaid, { ...gift, money: moneyText(event.value, language) });
    }
    case 'like':
      return fill(lines.like, { name, n: event.count });
    case 'join':
    case 'follow':
    case 'share':
    case 'membership':
      return fill(lines[event.kind], { name });
    default:
      return fill(lines.chat, { name, text: textOfEvent(event) || event.kind });
  }
}
