import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/** An event as the package's callback gives it; positions count code points from 1, times are ms. */
export interface EspeakEvent {
  readonly type: string;
  readonly text_position: number;
  readonly word_length: number;
  readonly audio_position: number;
  readonly id: string | number | undefined;
}

/** What we use of `eSpeakNGWorker` of @echogarden/espeak-ng-emscripten 0.3.5. */
export interface EspeakSynthesizer {
  /** 0 = found. */
  set_voice(name: string): number;
  /** Words a minute. */
  set_rate(rate: number): void;
  /** 0…100, an octave down to an octave up; 50 is the voice's own. */
  set_pitch(pitch: number): void;
  /** 0…100, liveliness of the melody; 50 is normal. */
  set_range(range: number): void;
  /** Blocks. Samples are int16 at 22 050 Hz, chunks of about 100 ms; returning true ends it. */
  synthesize(text: string, onChunk: (samples: Int16Array, events: readonly EspeakEvent[]) => boolean): void;
  synthesize_ipa(text: string): { readonly ipa: string };
}

export const ESPEAK_SAMPLE_RATE_HZ = 22_050;
const PACKAGE = '@echogarden/espeak-ng-emscripten';

const isFunction = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function');
const synthesizerSchema = z.custom<EspeakSynthesizer>(
  (value) =>
    z
      .looseObject({
        set_voice: isFunction,
        set_rate: isFunction,
        set_pitch: isFunction,
        set_range: isFunction,
        synthesize: isFunction,
        synthesize_ipa: isFunction,
      })
      .safeParse(value).success,
);
const packageSchema = z.object({ default: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const moduleSchema = z.looseObject({ eSpeakNGWorker: z.custom<new () => unknown>((value) => typeof value === 'function') });

/**
 * Loads eSpeak NG. GPL-3: this is an optional component, loaded by name at run time and only inside the voice process, never bundled.
 * Throws `unavailable` when the package is not installed.
 */
export async function loadEspeak(): Promise<EspeakSynthesizer> {
  const path = resolvePackage();
  const loaded = packageSchema.parse(await import(/* @vite-ignore */ pathToFileURL(path).href));
  const { eSpeakNGWorker: Worker } = moduleSchema.parse(await loaded.default());
  return synthesizerSchema.parse(new Worker());
}

function resolvePackage(): string {
  try {
    // `require` exists in the built process (CommonJS) and in the test helper; it finds the package beside the program.
    return require.resolve(PACKAGE);
  } catch (cause) {
    throw new StudioError(
      'unavailable',
      `eSpeak NG is not installed: run "npm install ${PACKAGE}" in the program's folder, then restart`,
      { cause },
    );
  }
}
