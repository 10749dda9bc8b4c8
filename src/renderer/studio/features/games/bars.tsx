interface Bar {
  readonly label: string;
  readonly amount: number;
  readonly text: string;
  readonly marked?: boolean;
}

/** Results as bars; the longest is the leading one. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ amount }) => amount));
  const total = bars.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <ul className="game-bars">
      {bars.map(({ label, amount, text, marked }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: choices may share a label; their order never changes
        <li key={index} data-marked={marked || undefined}>
          <span className="game-bar-label">
            {index + 1}. {label}
          </span>
          <span className="game-bar-track" aria-hidden>
            <span style={{ inlineSize: `${(100 * amount) / most}%` }} />
          </span>
          <span className="game-bar-text">
            {text} · {total === 0 ? 0 : Math.round((100 * amount) / total)} %
          </span>
        </li>
      ))}
    </ul>
  );
}
