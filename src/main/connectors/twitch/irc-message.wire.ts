/** One line of Twitch's IRC, as `[@tags SP] [:prefix SP] COMMAND params… [:trailing]`. Tag values are unescaped; a tag without value is ''. */
export interface IrcMessage {
  readonly command: string;
  /** Nick of the sender, in lower case; '' for the server. */
  readonly nick: string;
  readonly params: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** What tmi.js's `raw_message` carries. Its own tags are not used: it reads a tag without "=" as its own name and drops some escapes. */
export function ircMessageFromTmi(message: unknown): IrcMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('raw' in message && 'command' in message && 'prefix' in message && 'params' in message)) return undefined;
  const { raw, command, prefix, params } = message;
  if (typeof raw !== 'string' || typeof command !== 'string' || !Array.isArray(params)) return undefined;
  if (!params.every((param): param is string => typeof param === 'string')) return undefined;
  const bang = typeof prefix === 'string' ? prefix.indexOf('!') : -1;
  return {
    command,
    nick: typeof prefix === 'string' && bang > 0 ? prefix.slice(0, bang).toLowerCase() : '',
    params,
    tags: tagsFromLine(raw),
  };
}

/** A Map, so that a tag named `__proto__` is only a name. */
export function tagsFromLine(line: string): Map<string, string> {
  const tags = new Map<string, string>();
  if (!line.startsWith('@')) return tags;
  const end = line.indexOf(' ');
  for (const tag of line.slice(1, end < 0 ? undefined : end).split(';')) {
    const equals = tag.indexOf('=');
    if (equals < 0) tags.set(tag, '');
    else tags.set(tag.slice(0, equals), unescaped(tag.slice(equals + 1)));
  }
  return tags;
}

const ESCAPES: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n', '\\': '\\' };
/** IRCv3: an unknown escape stands for its character, a lone backslash at the end for nothing. */
function unescaped(value: string): string {
  return value.includes('\\')
    ? value.replace(/\\(.?)/gsu, (_whole, character: string) => ESCAPES[character] ?? character)
    : value;
}
