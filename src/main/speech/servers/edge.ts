import type { Clock } from '#main/platform/host.ts';
import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import type { VoiceServerSettings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { edgeHeaders, edgeQuery, edgeVoicesSchema } from './edge-messages.ts';
import { edgeTurn } from './edge-session.ts';
import { jsonOf, textOf } from './reply-text.ts';
import type { ServerReply } from './server-http.ts';
import { voiceProblem } from './voice-problem.ts';
import type { ServerSentence, ServerVoice, VoiceServer } from './voice-server.types.ts';

type Settings = VoiceServerSettings['edge'];

const FIRST: Readonly<Record<Language, string>> = {
  zh: 'zh-CN-XiaoxiaoNeural',
  en: 'en-US-EmmaMultilingualNeural',
  ja: 'ja-JP-NanamiNeural',
};
/** The service takes no more in one text (UTF-8). */
const MOST_BYTES = 4000;
const MOST_VOICES = 400;
/** One second. */
const MOST_HELD_SAMPLES = 24_000;

/** The voices of Microsoft Edge's "read aloud": online, free of charge, without any promise. Words have exact times, the mouth has not. */
export function createEdge(clock: Clock): VoiceServer<Settings> {
  /** How far this computer's clock is behind the service's. */
  const skew = { ms: 0 };
  return {
    id: 'edge',
    parallel: 2,
    advice: 'Check the internet connection; the service may also have changed',
    about: () => ({
      kind: 'online',
      languages: [...LANGUAGES],
      exactTiming: false,
      streaming: true,
      cloning: false,
      emotion: false,
      speed: true,
      pitch: true,
      licence: "Microsoft's terms of service; text leaves this computer",
    }),
    async look(call) {
      const ask = (): Promise<ServerReply> =>
        call.http.open({
          method: 'GET',
          url: listAddress(call.url, clock.now() + skew.ms),
          headers: edgeHeaders(),
          waitMs: call.settings.firstSoundTimeoutMs,
          signal: call.signal,
        });
      let reply = await ask();
      const date = Date.parse(reply.header('date') ?? '');
      if (reply.status === 403 && Number.isFinite(date)) {
        await textOf(reply);
        skew.ms = date - clock.now();
        reply = await ask();
      }
      const list = edgeVoicesSchema.safeParse(await jsonOf(reply, call.url));
      if (!list.success) throw voiceProblem('not-sound', "the list of Edge's voices cannot be read", call.url);
      return { voices: list.data.flatMap(voiceFrom).slice(0, MOST_VOICES) };
    },
    async *speak(call, sentence) {
      const prosody = { voice: voiceOf(call.settings, sentence), rate: sentence.rate, pitch: sentence.pitch };
      const waitMs = call.settings.firstSoundTimeoutMs;
      let textFrom = 0;
      let samples = 0;
      let rateHz = 0;
      for (const text of partsOf(sentence.text)) {
        const beforeMs = rateHz === 0 ? 0 : (samples * 1000) / rateHz;
        const turn = edgeTurn(clock, { url: call.url, text, prosody, waitMs, signal: call.signal }, skew);
        for await (const event of wordsFirst(turn)) {
          if (event.type === 'format' && rateHz !== 0) continue;
          if (event.type === 'format') rateHz = event.sampleRateHz;
          if (event.type === 'pcm') samples += event.samples.length;
          yield moved(event, beforeMs, textFrom);
        }
        textFrom += text.length;
      }
    },
  };
}

function moved(event: SynthesisEvent, byMs: number, byText: number): SynthesisEvent {
  if (event.type !== 'cues' || (byMs === 0 && byText === 0)) return event;
  const words = event.words.map((word) => ({
    startMs: word.startMs + byMs,
    endMs: word.endMs + byMs,
    textStart: word.textStart + byText,
    textEnd: word.textEnd + byText,
  }));
  return { ...event, words };
}

/** Sound held back until the first word is known: whoever shows words begins with them or does without. Sound comes far faster than it plays. */
async function* wordsFirst(events: AsyncIterable<SynthesisEvent>): AsyncGenerator<SynthesisEvent> {
  let held: SynthesisEvent[] | undefined = [];
  let samples = 0;
  for await (const event of events) {
    if (event.type === 'pcm') samples += event.samples.length;
    if (event.type === 'cues' && held) {
      yield event;
      yield* held;
      held = undefined;
    } else if (held && samples < MOST_HELD_SAMPLES) held.push(event);
    else {
      if (held) yield* held;
      held = undefined;
      yield event;
    }
  }
  if (held) yield* held;
}

/** Pieces that the service takes, cut behind a mark or a space where there is one. Joined they are the text. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > MOST_BYTES) {
    let end = Math.floor(MOST_BYTES / 3);
    const mark = Math.max(...['。', '，', '、', '. ', ', ', ' '].map((one) => rest.lastIndexOf(one, end - 1) + one.length));
    if (mark > end / 2 && mark <= end) end = mark;
    // Not through a surrogate pair.
    if (/[\ud800-\udbff]/u.test(rest.charAt(end - 1))) end++;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

function listAddress(url: string, nowMs: number): string {
  const address = url.replace(/^ws/u, 'http').replace(/\/edge\/v1$/u, '/voices/list');
  const { TrustedClientToken, ...query } = edgeQuery(nowMs);
  return `${address}?${new URLSearchParams({ trustedclienttoken: TrustedClientToken ?? '', ...query })}`;
}

function voiceFrom({ ShortName, Locale }: (typeof edgeVoicesSchema)['_output'][number]): ServerVoice[] {
  const language = LANGUAGES.find((one) => Locale.startsWith(`${one}-`));
  if (!language) return [];
  const name = ShortName.slice(Locale.length + 1).replace(/Neural$/u, '');
  return [{ id: ShortName, name: `${name} (${Locale})`, language }];
}

function voiceOf(settings: Settings, { voice, voices, language }: ServerSentence): string {
  const speaks = (id: string): boolean => voices.some((one) => one.id === id && one.language === language);
  if (speaks(voice)) return voice;
  if (settings.speaker.startsWith(`${language}-`) || /Multilingual/u.test(settings.speaker)) return settings.speaker;
  return FIRST[language];
}
