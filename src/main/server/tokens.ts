import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '#main/platform/logger.ts';
import type { Scope } from '#shared/contract/procedure.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** One secret per kind of client. Kept between starts, so that the address given to OBS stays valid. */
export interface TokenStore {
  readonly studio: string;
  readonly stage: string;
  readonly plugin: string;
  /** False when the disk refused them: they then hold for this run only. */
  readonly persisted: boolean;
  /** Whose token this is; takes the same time for right and wrong ones. */
  scopeOf(token: string): Scope | undefined;
}

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/u);
const tokensSchema = z.object({ studio: token, stage: token, plugin: token });
type Tokens = z.infer<typeof tokensSchema>;

const FILE = 'tokens.json';

/** Reads `tokens.json` in `dataDir`, or makes it (mode 0600). A broken file is kept as `tokens.json.broken` and replaced. */
export function createTokenStore(options: { readonly dataDir: string; readonly logger: Logger }): TokenStore {
  const { dataDir, logger } = options;
  const file = join(dataDir, FILE);
  const found = readTokens(file, logger);
  const tokens = found ?? { studio: newToken(), stage: newToken(), plugin: newToken() };
  const persisted = found !== undefined || writeTokens(dataDir, file, tokens, logger);
  const digests: readonly (readonly [Scope, Buffer])[] = [
    ['studio', digestOf(tokens.studio)],
    ['stage', digestOf(tokens.stage)],
    ['plugin', digestOf(tokens.plugin)],
  ];
  return {
    ...tokens,
    persisted,
    scopeOf(candidate) {
      const digest = digestOf(candidate);
      let scope: Scope | undefined;
      for (const [owner, expected] of digests) if (timingSafeEqual(digest, expected)) scope = owner;
      return scope;
    },
  };
}

const newToken = (): string => randomBytes(32).toString('base64url');
/** Hashed first: timingSafeEqual wants equal lengths, and the length of a guess must not matter. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function readTokens(file: string, logger: Logger): Tokens | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isAbsent(error))
      logger.warn('the token file cannot be read; new tokens are made', { file, error: messageFromUnknown(error) });
    return undefined;
  }
  try {
    return tokensSchema.parse(JSON.parse(text));
  } catch (error) {
    const backup = `${file}.broken`;
    logger.warn('the token file is broken; new tokens are made, so copy the stage address into OBS again', {
      file,
      backup,
      error: messageFromUnknown(error),
    });
    keepBroken(file, backup, logger);
    return undefined;
  }
}

function keepBroken(file: string, backup: string, logger: Logger): void {
  try {
    renameSync(file, backup);
  } catch (error) {
    logger.warn('the broken token file could not be kept', { backup, error: messageFromUnknown(error) });
  }
}

function writeTokens(dataDir: string, file: string, tokens: Tokens, logger: Logger): boolean {
  try {
    mkdirSync(dataDir, { recursive: true });
    const draft = `${file}.${process.pid}.new`;
    writeFileSync(draft, `${JSON.stringify(tokens, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
    return true;
  } catch (error) {
    logger.warn('the tokens cannot be kept; addresses given to OBS hold until the program ends', {
      file,
      error: messageFromUnknown(error),
    });
    return false;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
