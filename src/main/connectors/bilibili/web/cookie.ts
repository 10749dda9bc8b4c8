/** Of all that a browser keeps for the site, what reading a room needs. `bili_jct`, the right to write in the user's name, is left out on purpose. */
const NEEDED = new Set(['SESSDATA', 'DedeUserID', 'DedeUserID__ckMd5', 'sid', 'buvid3', 'buvid4', 'b_nut']);

/** The streamer's cookie as it is sent. `text` is what they pasted: a whole Cookie line, or the value of SESSDATA alone. */
export function cookieFrom(text: string): ReadonlyMap<string, string> {
  const line = text.trim().replace(/^cookie:\s*/iu, '');
  if (line === '') return new Map();
  if (!line.includes('=')) return new Map(isValue(line) ? [['SESSDATA', line]] : []);
  const pairs = line.split(/[;\r\n]+/u).flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    const value = part.slice(at + 1).trim();
    return at > 0 && NEEDED.has(name) && isValue(value) ? [[name, value]] : [];
  });
  return new Map(pairs);
}

export function cookieHeader(cookie: ReadonlyMap<string, string>): string {
  return [...cookie].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** What may stand in a cookie: printable ASCII without separators, so that nothing else gets into the header. */
function isValue(text: string): boolean {
  return /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,1000}$/u.test(text);
}
