const percent = (share) => `${(share * 100).toFixed(1)} %`;

/** An evaluation as a table for people. */
export function reportText({ lines, all, languages }) {
  const rows = [`${lines} lines that the model was not made with`, ''];
  for (const kind of ['intent', 'emotion']) {
    const perLanguage = Object.entries(languages).map(([lang, { [kind]: score }]) => `${lang} ${percent(score.accuracy)}`);
    rows.push(
      `${kind}: ${percent(all[kind].accuracy)} right, mean F1 ${all[kind].macroF1.toFixed(3)} (${perLanguage.join(', ')})`,
    );
    for (const one of all[kind].classes)
      if (one.lines > 0)
        rows.push(
          `  ${one.label.padEnd(10)} ${String(one.lines).padStart(4)} lines  precision ${percent(one.precision).padStart(7)}  recall ${percent(one.recall).padStart(7)}`,
        );
    rows.push('', `  taken for another (${all[kind].mistakes.length}):`);
    for (const [pair, texts] of confusions(all[kind].mistakes))
      rows.push(`    ${pair}: ${texts.slice(0, 6).join(' · ')}${texts.length > 6 ? ` … (${texts.length})` : ''}`);
    rows.push('');
  }
  rows.push(`lines that ask for nothing but were taken for a request: ${percent(all.falseRequests)}`, '');
  return rows.join('\n');
}

function confusions(mistakes) {
  const pairs = new Map();
  for (const { truth, read, text } of mistakes) {
    const pair = `${truth} as ${read}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), text]);
  }
  return [...pairs].sort((a, b) => b[1].length - a[1].length);
}
