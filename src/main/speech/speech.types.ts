import type { VoiceEngineInfo, VoiceProblem } from '#shared/contract/speech.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { Emotion, Language, Speaker } from '#shared/speech/emotion.ts';

/** One sentence on its way to the stage. */
export interface UtteranceStart {
  readonly index: number;
  /** Caption text (what is shown); word cues count its UTF-16 units. */
  readonly text: string;
  readonly language: Language;
  readonly emotion: Emotion;
  /** 0 … 1 */
  readonly intensity: number;
  /** The assistant's words move no mouth and are not hers to remember. */
  readonly speaker: Speaker;
}

/**
 * Where speech goes: one turn on the stage. Calls come in order of `index`; within an utterance `cues` come before the sound that they cover.
 * After the turn's signal aborts nothing is called any more.
 */
export interface SpeechSink {
  utterance(start: UtteranceStart): void;
  /** May come several times; cues of later calls are later in time. Times in ms from the utterance's first sample. */
  cues(index: number, visemes: readonly VisemeCue[], words: readonly WordCue[]): void;
  /** Mono float32, 48 kHz, −1…1, contiguous: `startSample` is the sum of the lengths before. Ownership passes to the sink. */
  pcm(index: number, startSample: number, samples: Float32Array): void;
  utteranceEnd(index: number, totalSamples: number): void;
  /** Resolves when the stage wants sentence `index`: bounds how far synthesis runs ahead of the sound. */
  readyFor(index: number): Promise<void>;
}

/**
 * Looks at the sentences of one answer, in order, before they are synthesised.
 *   say  as it is     replace  another sentence in its place     drop  it is left out     end  nothing more is said in this turn
 */
export type SentenceGuard = (
  sentence: string,
) => { readonly do: 'say' | 'drop' | 'end' } | { readonly do: 'replace'; readonly text: string };

/** What a voice engine yields for one text, in order. Samples are mono float32 at `sampleRateHz` of the 'format' event. */
export type SynthesisEvent =
  | { readonly type: 'format'; readonly sampleRateHz: number }
  | { readonly type: 'pcm'; readonly samples: Float32Array }
  /** Times in ms from the first sample; words count UTF-16 units of the *spoken* text handed to the engine. */
  | { readonly type: 'cues'; readonly visemes: readonly VisemeCue[]; readonly words: readonly WordCue[] };

export interface SynthesisRequest {
  /** Cleaned text: words only. */
  readonly text: string;
  readonly language: Language;
  /** Engine's voice id, '' = its default for the language. */
  readonly voice: string;
  /** Times the normal speed. */
  readonly rate: number;
  /** Semitones. */
  readonly pitch: number;
  readonly emotion: Emotion;
  /** How to sound in this mood, for engines that take it; from the streamer's settings. */
  readonly style?: SpeakingStyle | undefined;
}

/** A recording to sound like, or a style that the engine knows by name. */
export interface SpeakingStyle {
  /** Absolute path or the server's own path of a recording of 3 to 10 s; '' = none. */
  readonly referenceAudio: string;
  /** What is said in it. */
  readonly referenceText: string;
  readonly referenceLanguage: Language;
  /** Engine's style, speaker or instruction; '' = none. */
  readonly style: string;
}

/** One text to be said by one engine, for the studio alone. */
export interface TryVoiceRequest {
  readonly engine: VoiceEngineInfo['id'];
  readonly text: string;
  readonly language: Language;
  /** '' = the one of the settings. */
  readonly voice: string;
  readonly emotion: Emotion;
}

/** What became of it. */
export interface VoiceTrial {
  /** ms from the request; undefined: there was none. */
  readonly firstSoundMs: number | undefined;
  readonly totalMs: number;
  readonly soundSeconds: number;
  readonly problem: VoiceProblem | undefined;
  /** The sound as a mono WAV file of 16 bits, 20 s at most. */
  wav(): Uint8Array;
}

export interface SpeechTrials {
  /** Lets one engine say a text that goes to no stage; a server is asked anew who speaks there. */
  tryVoice(request: TryVoiceRequest, signal: AbortSignal): Promise<VoiceTrial>;
}
