/** One line of Twitch's IRC, as `[@tags SP] [:prefix SP] COMMAND params… [:trailing]`. Tag values are unescaped; a tag without value is ''. */
export interface IrcMessage {
  readonly command: string;
  /** Nick of the sender, in lower case; '' for the server. */
  readonly nick: string;
  readonly params: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Twitch allows 8 KiB of tags and 512 bytes of the rest; nothing sensible is longer. */
const LONGEST_LINE = 16 * 1024;
const LINE = /^(?:@[^ ]* +)?(?::(?<prefix>[^ ]+) +)?(?<command>[A-Za-z]+|\d{3})(?<params>(?: .*)?)$/su;

/** Undefined for what is no line of IRC. tmi.js's parser is not used: it reads a tag without "=" as its own name and drops some escapes. */
export function ircMessageFromLine(line: string): IrcMessage | undefined {
  const match = line.length > LONGEST_LINE ? null : LINE.exec(line);
  if (match?.groups === undefined) return undefined;
  const { prefix = '', command = '', params = '' } = match.groups;
  const bang = prefix.indexOf('!');
  return {
    command: command.toUpperCase(),
    nick: bang > 0 ? prefix.slice(0, bang).toLowerCase() : '',
    params: paramsFrom(params),
    tags: tagsFromLine(line),
  };
}

/** " #room :all the rest" → "#room", "all the rest". */
function paramsFrom(text: string): string[] {
  const trailing = text.indexOf(' :');
  const middle = trailing < 0 ? text : text.slice(0, trailing);
  const params = middle.split(' ').filter((param) => param !== '');
  return trailing < 0 ? params : [...params, text.slice(trailing + 2)];
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
