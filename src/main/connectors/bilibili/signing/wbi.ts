import { createHash } from 'node:crypto';

/** Which characters of the two joined names make the key, in this order. */
const KEY_POSITIONS = [
  46, 47, 18, 2, 53, 8, 23, 32, 15, 50, 10, 31, 58, 3, 45, 35, 27, 43, 5, 49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13,
] as const;

/** The key that signs requests of the web room, from the two picture addresses that `nav` tells; undefined when they are not such addresses. */
export function wbiKeyFrom(imageUrl: string, subUrl: string): string | undefined {
  const names = fileNameOf(imageUrl) + fileNameOf(subUrl);
  const key = KEY_POSITIONS.map((position) => names[position] ?? '').join('');
  return key.length === KEY_POSITIONS.length ? key : undefined;
}

/** The query string without and the signature over it. `seconds` is Unix time. */
export function signWbi(
  params: Readonly<Record<string, string | number>>,
  key: string,
  seconds: number,
): { readonly query: string; readonly signature: string } {
  const query = Object.entries({ ...params, wts: seconds })
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value).replace(/[!'()*]/gu, ''))}`)
    .join('&');
  return {
    query,
    signature: createHash('md5')
      .update(query + key)
      .digest('hex'),
  };
}

function fileNameOf(url: string): string {
  return /([^/]*?)(?:\.[^./]*)?$/u.exec(url)?.[1] ?? '';
}
