import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** Turns a model's token numbers into text. */
export interface TokenReader {
  readonly size: number;
  text(ids: readonly number[]): string;
}

/** SentencePiece's mark for a space. */
const SPACE = '▁';
/** `<s>`, `</s>`, `<unk>`, `<<ST_12>>`: never text. */
const SPECIAL = /^<.*>$/u;
const BYTE = /^<0x([0-9A-Fa-f]{2})>$/u;

const jsonSchema = z.object({ model: z.object({ vocab: z.record(z.string(), z.number().int().nonnegative()) }) });

/**
 * Reads a vocabulary: Moonshine's `tokenizer.bin` (one token after the other, each a length byte and so many bytes of UTF-8; a length from 128 on takes
 * a second byte) or a Hugging Face `tokenizer.json`. Throws `unavailable` when it is neither.
 */
export function readTokens(file: Uint8Array): TokenReader {
  const tokens = file[0] === 0x7b ? tokensFromJson(file) : tokensFromBinary(file);
  if (tokens.length < 4) throw broken(`it holds ${tokens.length} tokens`);
  return {
    size: tokens.length,
    text: (ids) =>
      Buffer.concat(ids.map((id) => tokens[id] ?? new Uint8Array()))
        .toString('utf8')
        .replaceAll(SPACE, ' ')
        .trim(),
  };
}

function tokensFromBinary(file: Uint8Array): Uint8Array[] {
  const tokens: Uint8Array[] = [];
  let at = 0;
  while (at < file.length) {
    let length = file[at++] ?? 0;
    if (length >= 128) length = length - 128 + (file[at++] ?? 0) * 128;
    if (at + length > file.length) throw broken('it ends inside a token');
    tokens.push(speakable(file.subarray(at, at + length)));
    at += length;
  }
  return tokens;
}

function tokensFromJson(file: Uint8Array): Uint8Array[] {
  const parsed = jsonSchema.safeParse(parseJson(file));
  if (!parsed.success) throw broken('it names no vocabulary');
  const tokens: Uint8Array[] = [];
  for (const [token, id] of Object.entries(parsed.data.model.vocab)) {
    if (id > 1_000_000) throw broken(`it names token ${id}`);
    const byte = BYTE.exec(token)?.[1];
    tokens[id] = byte === undefined ? speakable(Buffer.from(token)) : Uint8Array.of(Number.parseInt(byte, 16));
  }
  return Array.from(tokens, (token) => token ?? new Uint8Array());
}

function speakable(token: Uint8Array): Uint8Array {
  return token.length > 2 && SPECIAL.test(Buffer.from(token).toString('utf8')) ? new Uint8Array() : token;
}

function parseJson(file: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(file).toString('utf8'));
  } catch {
    return undefined;
  }
}

function broken(why: string): StudioError {
  return new StudioError('unavailable', `the vocabulary of the Moonshine model cannot be read (${why}): install the model again`);
}
