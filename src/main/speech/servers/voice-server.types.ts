import type { SpeakingStyle, SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { VoiceEngineId } from '#main/speech/voice-engine.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { SpeakingStyleSettings, VoiceServerSettings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { ServerHttp } from './server-http.ts';

export type ServerName = keyof VoiceServerSettings;
/** The fields that the settings of every voice server have. */
export interface CommonServerSettings {
  readonly enabled: boolean;
  readonly url: string;
  readonly speaker: string;
  readonly firstSoundTimeoutMs: number;
  readonly styles: Readonly<Partial<Record<SynthesisRequest['emotion'], SpeakingStyleSettings>>>;
}

export type ServerAbout = Pick<
  VoiceEngineInfo,
  'kind' | 'languages' | 'exactTiming' | 'streaming' | 'cloning' | 'emotion' | 'speed' | 'pitch' | 'licence'
>;
export type ServerVoice = VoiceEngineInfo['voices'][number];

/** One question to a server. */
export interface ServerCall<S> {
  readonly settings: S;
  /** Address without a slash at its end. */
  readonly url: string;
  readonly http: ServerHttp;
  readonly signal: AbortSignal;
  readonly secret: string | undefined;
  /** ms since the epoch. */
  now(): number;
}

export interface ServerSentence extends Omit<SynthesisRequest, 'style'> {
  /** What the streamer set for this mood, else for `neutral`; undefined: nothing. */
  readonly style: SpeakingStyle | undefined;
  /** Those that the server named when it was asked last. */
  readonly voices: readonly ServerVoice[];
}

/** What is particular to one server's API. It keeps no connection; what it remembers between calls is forgotten by `forget`. */
export interface VoiceServer<S extends CommonServerSettings> {
  readonly id: VoiceEngineId;
  /** Sentences that the server makes at the same time. */
  readonly parallel: number;
  about(settings: S): ServerAbout;
  /** What to do when it does not answer, one English sentence. */
  readonly advice: string;
  /** Who speaks there. Throws a voice problem. */
  look(call: ServerCall<S>): Promise<{ readonly voices: readonly ServerVoice[]; readonly languages?: readonly Language[] }>;
  /** Sound as the server sends it; silence at its edges may stay. Throws a voice problem. */
  speak(call: ServerCall<S>, sentence: ServerSentence): AsyncIterable<SynthesisEvent>;
  /** The server was lost: it may have been started anew. */
  forget?(): void;
}
