import type { ShowMinute, ShowReport } from '#shared/audience/shows.ts';

/** Columns of the chart at most; a long evening is shown in stretches. */
const MAX_COLUMNS = 240;
/** An evening that has just begun is not one broad bar. */
const MIN_COLUMNS = 30;

/** Every minute from the first, the quiet ones too; stretches of several minutes when there are many. */
export function chartColumns(minutes: readonly ShowMinute[]): readonly ShowMinute[] {
  const last = minutes.at(-1)?.minute ?? 0;
  const stretch = Math.max(1, Math.ceil((last + 1) / MAX_COLUMNS));
  const columns = Array.from({ length: Math.max(MIN_COLUMNS, Math.floor(last / stretch) + 1) }, (_, index) => ({
    minute: index * stretch,
    messages: 0,
    viewers: 0,
    paid: 0,
    answered: 0,
  }));
  for (const one of minutes) {
    const column = columns[Math.floor(one.minute / stretch)];
    if (!column) continue;
    column.messages += one.messages;
    column.viewers += one.viewers;
    column.paid += one.paid;
    column.answered += one.answered;
  }
  return columns;
}

export function showFileName({ startedMs }: ShowReport, ending: 'csv' | 'json'): string {
  return `show-${new Date(startedMs).toISOString().slice(0, 16).replaceAll(':', '-')}.${ending}`;
}

interface CsvWords {
  readonly minuteColumn: string;
  readonly messages: string;
  readonly viewers: string;
  readonly income: string;
  readonly answered: string;
}

/** Minute by minute. Begins with a byte order mark, without which Excel takes Chinese for another code. */
export function showCsv({ minutes }: ShowReport, words: CsvWords): string {
  const head = [words.minuteColumn, words.messages, words.viewers, words.income, words.answered];
  return csvText([
    head,
    ...minutes.map(({ minute, messages, viewers, paid, answered }) => [minute, messages, viewers, paid, answered]),
  ]);
}

/** Rows as CSV. A cell that a spreadsheet would run as a formula is kept as text: names are whatever viewers chose. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
