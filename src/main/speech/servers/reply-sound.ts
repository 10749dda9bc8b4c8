import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { createMp3Stream } from './mp3/mp3-stream.ts';
import { createPcmReader, joinBytes } from './pcm-reader.ts';
import { refusal, wordsOf } from './reply-text.ts';
import type { ServerReply } from './server-http.ts';
import { voiceProblem } from './voice-problem.ts';
import { assertRate, createWavStream } from './wav-stream.ts';

/** What was asked for. A server may send a WAV all the same: its header wins. */
export type ExpectedSound =
  | { readonly kind: 'wav' }
  | { readonly kind: 'mp3' }
  /** 16 bits, mono, without a header. */
  | { readonly kind: 'pcm'; readonly sampleRateHz: number };

/** Bytes → events, piece by piece. */
interface SoundStream {
  push(bytes: Uint8Array): readonly SynthesisEvent[];
  end(): readonly SynthesisEvent[];
}

/** Bytes needed to tell what it is. */
const SNIFF_BYTES = 16;
const MOST_ERROR_BYTES = 16 * 1024;

/** The sound of a reply, as it comes. Error statuses, pages and JSON in place of sound become a voice problem with the server's own words. */
export async function* soundOf(reply: ServerReply, url: string, expected: ExpectedSound): AsyncGenerator<SynthesisEvent> {
  if (reply.status < 200 || reply.status > 299) throw await refusal(reply, url);
  let stream: SoundStream | undefined;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of reply.chunks) {
    if (stream) {
      yield* stream.push(chunk);
      continue;
    }
    head = joinBytes(head, chunk);
    if (isText(reply, head, expected)) {
      if (head.length > MOST_ERROR_BYTES) break;
      continue;
    }
    if (head.length < SNIFF_BYTES) continue;
    stream = streamFor(head, expected, reply);
    yield* stream.push(head);
  }
  if (!stream) throw noSound(head);
  yield* stream.end();
}

/** By its content type, or by its first letter: raw samples that look like "{" or "<" and go on as text for 16 letters do not occur. */
function isText(reply: ServerReply, head: Uint8Array, expected: ExpectedSound): boolean {
  if (/^(?:text\/|application\/(?:json|problem\+json|xml|xhtml))/u.test(reply.contentType)) {
    // CosyVoice's plain server names no type at all and some name a wrong one: a true header counts for more.
    return !(startsWith(head, 'RIFF') || (expected.kind === 'pcm' && !looksLikeText(head)));
  }
  return /^[\s﻿]*[{[<]/u.test(letters(head)) && looksLikeText(head);
}

function looksLikeText(bytes: Uint8Array): boolean {
  const text = letters(bytes);
  return text.length > 0 && !/[\p{Cc}\ufffd]/u.test(text.replaceAll(/[\t\r\n]/gu, ' '));
}

/** The first bytes as text; a letter cut in two at their end is left out. */
function letters(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    .replace(/\ufffd+$/u, '');
}

function streamFor(head: Uint8Array, expected: ExpectedSound, reply: ServerReply): SoundStream {
  if (startsWith(head, 'RIFF')) return createWavStream();
  if (startsWith(head, 'OggS') || startsWith(head, 'fLaC'))
    throw voiceProblem(
      'not-sound',
      'the server sends OGG or FLAC: choose WAV in its settings',
      startsWith(head, 'OggS') ? 'OGG' : 'FLAC',
    );
  const isMp3 = startsWith(head, 'ID3') || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2);
  if (expected.kind === 'mp3' || /mpeg|mp3/u.test(reply.contentType)) return createMp3Stream();
  if (expected.kind === 'wav' && isMp3) return createMp3Stream();
  if (expected.kind === 'wav') return createWavStream();
  return rawStream(rateFrom(reply) ?? expected.sampleRateHz);
}

function rawStream(sampleRateHz: number): SoundStream {
  assertRate(sampleRateHz);
  const reader = createPcmReader({ encoding: 'int', bits: 16, channels: 1 });
  let first = true;
  return {
    push(bytes) {
      const samples = reader.read(bytes);
      const events: SynthesisEvent[] = first ? [{ type: 'format', sampleRateHz }] : [];
      first = false;
      if (samples.length > 0) events.push({ type: 'pcm', samples });
      return events;
    },
    end: () => [],
  };
}

/** Some servers of raw sound tell its rate: "audio/L16;rate=24000" or a header of their own. */
function rateFrom(reply: ServerReply): number | undefined {
  const named =
    reply.header('x-sample-rate') ??
    reply.header('x-custom-header-samplerate') ??
    /rate=(\d+)/u.exec(reply.header('content-type') ?? '')?.[1];
  return named !== undefined && /^\d+$/u.test(named) ? Number(named) : undefined;
}

function noSound(head: Uint8Array) {
  if (head.length === 0) return voiceProblem('silent', 'the server sent an empty reply', '0');
  const words = wordsOf(Buffer.from(head).toString('utf8'));
  return voiceProblem('refused', `the server sent words instead of sound: ${words}`, words);
}

function startsWith(bytes: Uint8Array, tag: string): boolean {
  return Buffer.from(bytes.subarray(0, tag.length)).toString('latin1') === tag;
}
