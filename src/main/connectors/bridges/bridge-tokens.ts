import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Tokens of bridges that connect to us, by bridge id; kept as JSON in one secret. */
export type BridgeTokens = ReadonlyMap<string, string>;

const tokensSchema = z.record(z.string().max(60), z.string().regex(/^[\w-]{20,100}$/u));

/** A secret that cannot be read holds none: new tokens are made. */
export function bridgeTokensFrom(secret: string | undefined): BridgeTokens {
  try {
    return new Map(Object.entries(tokensSchema.parse(JSON.parse(secret ?? '{}'))));
  } catch {
    return new Map();
  }
}

/** Where the secrets are. */
export interface BridgeSecrets {
  readonly secret: (name: 'bridges.tokens') => string | undefined;
  /** Throws `storage` when it cannot be kept. */
  readonly keepSecret: (name: 'bridges.tokens', value: string) => void;
}

/** The bridge's token; makes one when there is none yet. */
export function bridgeToken(bridgeId: string, secrets: BridgeSecrets): string {
  return bridgeTokensFrom(secrets.secret('bridges.tokens')).get(bridgeId) ?? renewBridgeToken(bridgeId, secrets);
}

/** A new token; the old one opens nothing any more as soon as the sources are planned again. */
export function renewBridgeToken(bridgeId: string, { secret, keepSecret }: BridgeSecrets): string {
  const token = randomBytes(24).toString('base64url');
  const tokens = new Map([...bridgeTokensFrom(secret('bridges.tokens')), [bridgeId, token]]);
  keepSecret('bridges.tokens', JSON.stringify(Object.fromEntries(tokens)));
  return token;
}

/** Hashed first: timingSafeEqual wants equal lengths, and the length of a guess must not matter. */
export function sameToken(candidate: string, token: string): boolean {
  return timingSafeEqual(digestOf(candidate), digestOf(token));
}
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
