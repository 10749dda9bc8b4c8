import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { WordCue } from '#shared/speech/cues.ts';

/** Of Edge's own "read aloud"; the same for everybody. */
const CLIENT_TOKEN = '6A5AA1D4EAFF4E9FB37E23D68491D6F4';
const CHROMIUM = '143.0.3650.75';
const MAJOR = CHROMIUM.split('.')[0] ?? '';
/** Seconds from 1601 (Windows' file time) to 1970. */
const WINDOWS_EPOCH_SECONDS = 11_644_473_600;
const TOKEN_SECONDS = 300;
/** Offsets are counted in steps of 100 ns. */
const TICKS_PER_MS = 10_000;

/** Sec-MS-GEC: SHA-256 of the time in 100 ns steps, rounded down to five minutes, and the client token. `nowMs` by the service's clock. */
export function securityToken(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000) + WINDOWS_EPOCH_SECONDS;
  const ticks = BigInt(seconds - (seconds % TOKEN_SECONDS)) * 10_000_000n;
  return createHash('sha256').update(`${ticks}${CLIENT_TOKEN}`, 'ascii').digest('hex').toUpperCase();
}

/** The service's query: who we are and when. */
export function edgeQuery(nowMs: number): Record<string, string> {
  return { TrustedClientToken: CLIENT_TOKEN, 'Sec-MS-GEC': securityToken(nowMs), 'Sec-MS-GEC-Version': `1-${CHROMIUM}` };
}

export function edgeHeaders(): Record<string, string> {
  return {
    Pragma: 'no-cache',
    'Cache-Control': 'no-cache',
    'User-Agent': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${MAJOR}.0.0.0 Safari/537.36 Edg/${MAJOR}.0.0.0`,
    'Accept-Language': 'en-US,en;q=0.9',
    Cookie: `muid=${plainId().toUpperCase()};`,
  };
}
export const EDGE_ORIGIN = 'chrome-extension://jdiccldimpdaibmpdkjnbmckianbfold';

export const plainId = (): string => randomUUID().replaceAll('-', '');

/** First message: MP3 at 24 kHz (the service sends nothing else any more) and times of words. */
export function configMessage(nowMs: number): string {
  const audio = {
    metadataoptions: { sentenceBoundaryEnabled: 'false', wordBoundaryEnabled: 'true' },
    outputFormat: 'audio-24khz-48kbitrate-mono-mp3',
  };
  return `X-Timestamp:${dateText(nowMs)}\r\nContent-Type:application/json; charset=utf-8\r\nPath:speech.config\r\n\r\n${JSON.stringify({ context: { synthesis: { audio } } })}\r\n`;
}

export interface EdgeProsody {
  readonly voice: string;
  /** Times the normal speed. */
  readonly rate: number;
  /** Semitones. */
  readonly pitch: number;
}

/** Second message. The service takes pitch in Hz only: semitones count from 200 Hz, about a woman's voice. */
export function ssmlMessage(nowMs: number, text: string, { voice, rate, pitch }: EdgeProsody): string {
  const percent = signed(Math.round((rate - 1) * 100));
  const hertz = signed(Math.round(200 * (2 ** (pitch / 12) - 1)));
  const ssml =
    `<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang='en-US'><voice name='${escapeXml(voice)}'>` +
    `<prosody pitch='${hertz}Hz' rate='${percent}%' volume='+0%'>${escapeXml(text)}</prosody></voice></speak>`;
  // The stray Z is Edge's own.
  return `X-RequestId:${plainId()}\r\nContent-Type:application/ssml+xml\r\nX-Timestamp:${dateText(nowMs)}Z\r\nPath:ssml\r\n\r\n${ssml}`;
}

const signed = (value: number): string => (value < 0 ? String(value) : `+${value}`);

function dateText(nowMs: number): string {
  const [day, date, month, year, time] = new Date(nowMs).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${year} ${time} GMT+0000 (Coordinated Universal Time)`;
}

/** Control characters make the service hang up. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;')
    .replaceAll('"', '&quot;');
}

/** A text message: header lines, an empty line, the body. */
export function parseTextMessage(message: string): { readonly path: string; readonly body: string } {
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  return { path: pathIn(head), body: end < 0 ? '' : message.slice(end + 4) };
}

/** A binary message: length of the header (2 bytes, big-endian), header, body. undefined: it is too short for that. */
export function parseBinaryMessage(message: Uint8Array): { readonly path: string; readonly body: Uint8Array } | undefined {
  const length = ((message[0] ?? 0) << 8) | (message[1] ?? 0);
  if (message.length < 2 + length) return undefined;
  return { path: pathIn(Buffer.from(message.subarray(2, 2 + length)).toString('utf8')), body: message.subarray(2 + length) };
}

const pathIn = (head: string): string => /^Path:\s*(.*?)\s*$/imu.exec(head)?.[1] ?? '';

const metadataSchema = z.looseObject({
  Metadata: z.array(
    z.looseObject({
      Type: z.string(),
      Data: z.looseObject({ Offset: z.number(), Duration: z.number(), text: z.looseObject({ Text: z.string() }) }).optional(),
    }),
  ),
});

/** Finds the words of metadata messages in the text, one after the other. */
export function createWordFinder(text: string): { words(body: string): readonly WordCue[] } {
  let from = 0;
  return {
    words(body) {
      const metadata = metadataSchema.safeParse(parsed(body));
      if (!metadata.success) return [];
      return metadata.data.Metadata.flatMap(({ Type, Data }): WordCue[] => {
        if (Type !== 'WordBoundary' || !Data) return [];
        const word = unescapeXml(Data.text.Text);
        const at = text.indexOf(word, from);
        if (at < 0 || word === '') return [];
        from = at + word.length;
        const startMs = Data.Offset / TICKS_PER_MS;
        return [{ startMs, endMs: startMs + Data.Duration / TICKS_PER_MS, textStart: at, textEnd: from }];
      });
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

export const edgeVoicesSchema = z.array(
  z.looseObject({ ShortName: z.string(), Locale: z.string(), Gender: z.string().optional() }),
);
