/** Chooses among lines at random, but not one of those heard last. */
export interface LinePicker {
  /** `name` keeps the memory of one kind of line. Throws nothing; `lines` is never empty. */
  pick(name: string, lines: readonly string[]): string;
}

const MAX_NAMES = 1000;

/** `random` yields 0 ≤ x < 1. With three or more lines the last two are left out, with two the last. */
export function createLinePicker(random: () => number): LinePicker {
  const recent = new Map<string, string[]>();
  return {
    pick(name, lines) {
      const heard = recent.get(name) ?? [];
      const avoid = heard.slice(-Math.min(2, Math.max(0, lines.length - 1)));
      const fresh = lines.filter((line) => !avoid.includes(line));
      const from = fresh.length > 0 ? fresh : lines;
      const line = from[Math.min(from.length - 1, Math.floor(random() * from.length))] ?? '';
      if (recent.size >= MAX_NAMES) recent.clear();
      recent.set(name, [...heard.slice(-1), line]);
      return line;
    },
  };
}
