/** Formatters cost milliseconds to make and microseconds to use, so each is made once. */
const dates = new Map<string, Intl.DateTimeFormat>();
const amounts = new Map<string, Intl.NumberFormat>();
const MAX_KEPT = 200;

const DATE_FORMS = {
  /** "9:30 PM", 下午9:30 */
  time: { hour: 'numeric', minute: '2-digit', hour12: true },
  /** "Saturday, November 21" */
  day: { weekday: 'long', month: 'long', day: 'numeric' },
  /** "Saturday, November 21, 2026 at 21:30" */
  moment: {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** `ms` since the epoch, in this computer's time zone. */
export function dateText(ms: number, form: keyof typeof DATE_FORMS, locale: string): string {
  const name = `${locale} ${form}`;
  let format = dates.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, DATE_FORMS[form]);
    if (dates.size < MAX_KEPT) dates.set(name, format);
  }
  return format.format(ms).replace(/\u202f/gu, ' ');
}

/** An amount of money: "¥30", "$4.99". Codes that are not ISO 4217 stand behind the number. */
export function moneyText(amount: number, currency: string, locale: string): string {
  const name = `${locale} ${currency}`;
  let format = amounts.get(name);
  try {
    format ??= new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 0,
      maximumFractionDigits: 2,
    });
  } catch {
    return `${amount} ${currency}`;
  }
  if (amounts.size < MAX_KEPT) amounts.set(name, format);
  return format.format(amount);
}
