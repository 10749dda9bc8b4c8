import type { Digests } from '#shared/audience/fairness.ts';

const encode = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

/** The browser's own cryptography: the page checks by itself and does not ask the program that drew. */
export const webDigests: Digests = {
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', encode(text))),
  async hmacSha256(key, message) {
    const imported = await crypto.subtle.importKey('raw', encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encode(message)));
  },
};
