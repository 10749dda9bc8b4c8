import { z } from 'zod';
import { messageFromUnknown } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { BridgeSettings } from '#shared/settings/settings.ts';
import { losslessJson } from '../lossless-json.ts';
import { barrageFly } from './dialects/barrage-fly.ts';
import { barrageGrab, barrageGrabFork } from './dialects/barrage-grab.ts';
import { dycast } from './dialects/dycast.ts';
import { mapped } from './dialects/mapped.ts';
import { onecomme } from './dialects/onecomme.ts';
import { webhook } from './dialects/webhook.ts';
import { type FeedDialect, FeedFault, type MappedField } from './feed.types.ts';

/** Turns the texts that one bridge brings into events. */
export interface FeedReader {
  /** Never throws. `fault`: the text broke the rules and brought nothing; it says which field and why. */
  read(text: string, nowMs: number): FeedReading;
}
export interface FeedReading {
  readonly events: readonly LiveEvent[];
  readonly fault?: FeedReadingFault;
  /** These had been said before the program was connected. */
  readonly isHistory?: boolean;
  /** The dialect by which it was read. */
  readonly dialect?: DialectName;
}

export interface FeedReadingFault {
  readonly code: 'not-json' | 'unknown-dialect' | 'invalid';
  /** What is wrong, in English. */
  readonly message: string;
  /** Of mapped messages: the field that nothing was found for. */
  readonly field?: MappedField;
}

export type DialectName = Exclude<BridgeSettings['dialect'], 'auto'>;
/** Those with the plainest marks first. */
const DIALECTS: ReadonlyMap<DialectName, FeedDialect> = new Map([
  ['webhook', webhook],
  ['onecomme', onecomme],
  ['dycast', dycast],
  ['barrage-fly', barrageFly],
  ['barrage-grab', barrageGrab],
  ['barrage-grab-fork', barrageGrabFork],
  ['mapped', mapped],
]);

/** Signs of life that some programs send as bare words. */
export const KEEP_ALIVE = /^\s*(?:ping|pong|heartbeat)?\s*$/iu;

export type FeedReaderOptions = Pick<BridgeSettings, 'id' | 'platform' | 'dialect' | 'fields'> & {
  /** Counts what is passed over, by code. */
  readonly onUnknown: (code: string) => void;
};

export function createFeedReader(options: FeedReaderOptions): FeedReader {
  const { id, platform, fields, onUnknown } = options;
  let number = 0;
  /** One program writes one dialect: the last one is asked first. */
  let last: DialectName | undefined;
  return {
    read(text, nowMs) {
      if (KEEP_ALIVE.test(text)) return { events: [] };
      const message = jsonFrom(text);
      if (message === undefined) return fault('not-json', 'this is no JSON');
      const dialect = options.dialect === 'auto' ? recognised(message.value, last) : options.dialect;
      if (dialect === undefined)
        return fault('unknown-dialect', 'no known program writes like this; choose the dialect, or map the fields');
      last = dialect;
      const feed = { platform, roomId: id, nowMs, nextNumber: () => (number += 1), fields, onUnknown };
      try {
        const reader = DIALECTS.get(dialect);
        const events = reader?.read(message.value, feed) ?? [];
        return { dialect, events, ...(reader?.isHistory?.(message.value) === true ? { isHistory: true } : {}) };
      } catch (cause) {
        const field = cause instanceof FeedFault ? cause.field : undefined;
        return {
          events: [],
          dialect,
          fault: { code: 'invalid', message: reasonOf(cause), ...(field === undefined ? {} : { field }) },
        };
      }
    },
  };
}

const fault = (code: FeedReadingFault['code'], message: string): FeedReading => ({ events: [], fault: { code, message } });

function jsonFrom(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: losslessJson(text) };
  } catch {
    return undefined;
  }
}

function recognised(message: unknown, last: DialectName | undefined): DialectName | undefined {
  if (last !== undefined && DIALECTS.get(last)?.recognises(message) === true) return last;
  return [...DIALECTS].find(([, dialect]) => dialect.recognises(message))?.[0];
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    const [first] = cause.issues;
    return first === undefined ? 'a field is not valid' : `${first.path.join('.') || 'the message'}: ${first.message}`;
  }
  return cause instanceof FeedFault ? cause.message : messageFromUnknown(cause);
}
