/** Who the placeholders stand for. */
export interface MacroNames {
  readonly char: string;
  readonly user: string;
}

/**
 * `{{char}}`, `{{user}}` and their old forms `<BOT>`, `<USER>` as names; of `{{random:a,b}}` and `{{pick:a,b}}` the first choice;
 * comments go.
 */
export function withoutMacros(text: string, names: MacroNames): string {
  return text
    .replace(/\{\{\s*char\s*\}\}|<(?:bot|char)>/gi, () => names.char)
    .replace(/\{\{\s*user\s*\}\}|<user>/gi, () => names.user)
    .replace(/\{\{\s*(?:\/\/|comment:|hidden_key:)[^}]*\}\}/gi, '')
    .replace(/\{\{\s*(?:random|pick)\s*:\s*([^,}]*)[^}]*\}\}/gi, (_all, first: string) => first.trim())
    .replace(/\r\n?/g, '\n')
    .trim();
}

export interface ExampleLine {
  readonly viewer: string;
  readonly her: string;
}

/** Pairs of lines of `mes_example`: blocks after `<START>`, each line beginning with {{user}}: or {{char}}: (or the name itself). */
export function examplesFromText(text: string, names: MacroNames): ExampleLine[] {
  const examples: ExampleLine[] = [];
  for (const block of text.split(/<START>/i)) {
    let viewer = '';
    let her = '';
    let speaker: 'viewer' | 'her' | undefined;
    const flush = (): void => {
      if (her.trim() !== '') examples.push({ viewer: viewer.trim(), her: her.trim() });
      viewer = '';
      her = '';
    };
    for (const line of block.split(/\r\n?|\n/)) {
      const said = speakerOf(line, names);
      if (said?.speaker === 'viewer' && speaker === 'her') flush();
      speaker = said?.speaker ?? speaker;
      const words = withoutMacros(said?.words ?? line, names);
      if (words === '' || speaker === undefined) continue;
      if (speaker === 'viewer') viewer += `${viewer === '' ? '' : ' '}${words}`;
      else her += `${her === '' ? '' : ' '}${words}`;
    }
    flush();
  }
  return examples;
}

function speakerOf(line: string, names: MacroNames): { readonly speaker: 'viewer' | 'her'; readonly words: string } | undefined {
  const found = /^\s*(\{\{\s*user\s*\}\}|<user>|\{\{\s*char\s*\}\}|<(?:bot|char)>|[^:：]{1,80})\s*[:：]\s*(.*)$/i.exec(line);
  const who = found?.[1]?.trim().toLowerCase() ?? '';
  const words = found?.[2] ?? '';
  if (/user/.test(who) || who === names.user.toLowerCase()) return { speaker: 'viewer', words };
  if (/^(?:\{\{|<)/.test(who) || who === names.char.toLowerCase()) return { speaker: 'her', words };
  return undefined;
}
