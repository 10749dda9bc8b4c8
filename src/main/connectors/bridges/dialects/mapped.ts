import type { LiveEvent } from '#shared/live/live-event.ts';
import type { FieldMap } from '#shared/settings/settings.ts';
import { countSchema, idSchema } from '../../loose-fields.ts';
import { type Feed, type FeedDialect, FeedFault, type MappedField } from '../feed.types.ts';
import { feedBase, feedName, feedText, feedUser } from '../feed-event.ts';
import { valueAtPath } from '../field-path.ts';

/** Any JSON: the user says where things lie in it. */
export const mapped: FeedDialect = {
  recognises: () => false,
  read(message, feed) {
    const { fields } = feed;
    const found = valueAtPath(message, fields.list);
    if (fields.list !== '' && !Array.isArray(found))
      throw new FeedFault(
        `there is no list at "${fields.list}"; name the path of the list of messages, or leave it empty`,
        'list',
      );
    const list: readonly unknown[] = Array.isArray(found) ? found : [found];
    return list.flatMap((one) => eventFrom(one, feed) ?? []);
  },
};

type Kind = FieldMap['kinds'][string];

function eventFrom(message: unknown, feed: Feed): LiveEvent | undefined {
  const { fields } = feed;
  const kind = kindOf(message, fields);
  if (kind === undefined) {
    feed.onUnknown('unknown-kind');
    return undefined;
  }
  const name = textAt(message, fields.userName);
  if (name === '') throw missing(fields, 'userName');
  const base = feedBase(feed, { id: idSchema.parse(idAt(message, fields.id)) });
  const user = feedUser({
    id: idSchema.parse(idAt(message, fields.userId)),
    name,
    avatarUrl: textAt(message, fields.avatarUrl) || undefined,
  });
  return build(kind, message, base, user, fields);
}

const missing = (fields: FieldMap, field: MappedField): FeedFault =>
  new FeedFault(
    fields[field] === '' ? `it is not set where "${field}" lies` : `nothing of use for "${field}" lies at "${fields[field]}"`,
    field,
  );

/** Without a path for the kind everything is chat. */
function kindOf(message: unknown, fields: FieldMap): Kind | undefined {
  if (fields.kind === '') return 'chat';
  const told = textAt(message, fields.kind);
  return Object.hasOwn(fields.kinds, told) ? fields.kinds[told] : undefined;
}

function build(
  kind: Kind,
  message: unknown,
  base: ReturnType<typeof feedBase>,
  user: ReturnType<typeof feedUser>,
  fields: FieldMap,
): LiveEvent {
  const words = feedText(textAt(message, fields.text));
  const value = moneyAt(message, fields);
  switch (kind) {
    case 'chat':
      if (words.text === '') throw missing(fields, 'text');
      return { ...base, user, kind, ...words };
    case 'superchat':
      if (value === null) throw missing(fields, 'amount');
      return { ...base, user, kind, text: words.text, value };
    case 'gift':
      return { ...base, user, kind, ...giftAt(message, fields, user.id), ...(words.text === '' ? {} : { text: words.text }) };
    case 'like':
      return { ...base, user, kind, count: Math.max(1, countAt(message, fields.giftCount)) };
    case 'membership':
      return {
        ...base,
        user,
        kind,
        membership: { action: 'purchase', tier: feedName(textAt(message, fields.giftName), 'member'), months: null },
        value,
        ...(words.text === '' ? {} : { text: words.text }),
      };
    case 'join':
    case 'follow':
    case 'share':
      return { ...base, user, kind };
  }
}

function giftAt(message: unknown, fields: FieldMap, userId: string | null) {
  const name = feedName(textAt(message, fields.giftName), '');
  if (name === '') throw missing(fields, 'giftName');
  const value = moneyAt(message, fields);
  const count = Math.max(1, countAt(message, fields.giftCount));
  return {
    paid: value !== null,
    value,
    gift: { id: name, name, count, comboId: userId === null ? null : `${userId}:${name}`.slice(0, 200) },
    final: true,
  };
}

/** Whole and broken units of the currency, as a number or as text with a point. */
function moneyAt(message: unknown, fields: FieldMap) {
  const amount = Number(textAt(message, fields.amount).replaceAll(',', '') || '0');
  const micros = Math.round(amount * 1_000_000);
  if (!/^[A-Z]{3}$/u.test(fields.currency) || !Number.isSafeInteger(micros) || micros <= 0) return null;
  return { currency: fields.currency, micros, estimated: false };
}

const at = (message: unknown, path: string): unknown => (path === '' ? undefined : valueAtPath(message, path));
function textAt(message: unknown, path: string): string {
  const value = at(message, path);
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
function idAt(message: unknown, path: string): string | number | undefined {
  const value = at(message, path);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
const countAt = (message: unknown, path: string): number => countSchema.safeParse(at(message, path)).data ?? 1;
