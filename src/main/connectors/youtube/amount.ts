/** A price as YouTube writes it for people. */
export interface Amount {
  /** ISO 4217. */
  readonly currency: string;
  /** The sign stands for several currencies, and the region did not settle it. */
  readonly ambiguous: boolean;
  /** One unit is 1 000 000. */
  readonly micros: number;
}

/** Signs that stand for one currency. Longer ones are looked for first: NT$ is no $. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['US$', 'USD'],
  ['CA$', 'CAD'],
  ['AU$', 'AUD'],
  ['A$', 'AUD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['NT$', 'TWD'],
  ['MX$', 'MXN'],
  ['SG$', 'SGD'],
  ['S$', 'SGD'],
  ['R$', 'BRL'],
  ['JP¥', 'JPY'],
  ['CN¥', 'CNY'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₩', 'KRW'],
  ['₹', 'INR'],
  ['₱', 'PHP'],
  ['₫', 'VND'],
  ['₪', 'ILS'],
  ['฿', 'THB'],
  ['₺', 'TRY'],
  ['₽', 'RUB'],
  ['₴', 'UAH'],
  ['₦', 'NGN'],
  ['₡', 'CRC'],
  ['₲', 'PYG'],
  ['ZŁ', 'PLN'],
  ['KČ', 'CZK'],
  ['FT', 'HUF'],
  ['RP', 'IDR'],
  ['RM', 'MYR'],
  ['S/', 'PEN'],
  ['円', 'JPY'],
  ['元', 'CNY'],
]);
const YEN_OR_YUAN: ReadonlyMap<string, string> = new Map([
  ['JP', 'JPY'],
  ['CN', 'CNY'],
]);
/** Signs that a region must settle; the first is meant where none does. */
const SHARED_SIGNS: ReadonlyMap<string, readonly [string, ReadonlyMap<string, string>]> = new Map([
  [
    '$',
    [
      'USD',
      new Map([
        ['US', 'USD'],
        ['CA', 'CAD'],
        ['AU', 'AUD'],
        ['NZ', 'NZD'],
        ['HK', 'HKD'],
        ['TW', 'TWD'],
        ['SG', 'SGD'],
        ['MX', 'MXN'],
        ['AR', 'ARS'],
        ['CL', 'CLP'],
        ['CO', 'COP'],
        ['UY', 'UYU'],
      ]),
    ],
  ],
  ['¥', ['JPY', YEN_OR_YUAN]],
  ['￥', ['JPY', YEN_OR_YUAN]],
  [
    'KR',
    [
      'SEK',
      new Map([
        ['SE', 'SEK'],
        ['NO', 'NOK'],
        ['DK', 'DKK'],
        ['IS', 'ISK'],
      ]),
    ],
  ],
]);
/** "$5.00", "NT$150.00", "1.234,50 €", "SEK 50.00". `region`: ISO 3166, '' unknown. Undefined when no price can be read from it. */
export function amountFromText(text: string, region: string): Amount | undefined {
  const compact = text
    .normalize('NFKC')
    .replaceAll(/[\s\u200e\u200f]/gu, '')
    .toUpperCase();
  const match = /^(?<before>[^\d]*)(?<number>\d[\d.,'’]*)(?<after>[^\d]*)$/u.exec(compact);
  if (match?.groups === undefined) return undefined;
  const { before = '', number = '', after = '' } = match.groups;
  const sign = `${before}${after}`.replace(/\.$/u, '');
  const currency = currencyFrom(sign, region.toUpperCase());
  const micros = microsFrom(number);
  return currency === undefined || micros === undefined ? undefined : { ...currency, micros };
}

function currencyFrom(sign: string, region: string): Pick<Amount, 'currency' | 'ambiguous'> | undefined {
  const own = SIGNS.get(sign);
  if (own !== undefined) return { currency: own, ambiguous: false };
  const shared = SHARED_SIGNS.get(sign);
  if (shared !== undefined) {
    const settled = shared[1].get(region);
    return { currency: settled ?? shared[0], ambiguous: settled === undefined };
  }
  return /^[A-Z]{3}$/u.test(sign) ? { currency: sign, ambiguous: false } : undefined;
}

/** The last of two kinds of separators is the decimal one; a single one with three digits behind it groups thousands. */
function microsFrom(number: string): number | undefined {
  const plain = number.replaceAll(/['’]/gu, '').replace(/[.,]$/u, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const separator = last < 0 ? '' : plain.charAt(last);
  const isSingleKind = !plain.includes(separator === '.' ? ',' : '.');
  const count = plain.split(separator).length - 1;
  const isGrouping = last >= 0 && isSingleKind && (count > 1 || plain.length - last - 1 === 3);
  const whole = (last < 0 || isGrouping ? plain : plain.slice(0, last)).replaceAll(/[.,]/gu, '');
  const fraction = last < 0 || isGrouping ? '' : plain.slice(last + 1);
  if (!/^\d{1,9}$/u.test(whole) || !/^\d{0,6}$/u.test(fraction)) return undefined;
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}
