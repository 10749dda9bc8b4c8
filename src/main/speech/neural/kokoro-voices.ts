import { z } from 'zod';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { type NeuralVoice, voiceOfModel } from './model-voice.ts';

/** Voices of Kokoro-82M v1.0 in our languages, the clearest of each language first. */
const VERSION_1: readonly string[] = [
  'af_heart',
  'af_bella',
  'af_nicole',
  'af_aoede',
  'af_kore',
  'af_sarah',
  'af_nova',
  'af_sky',
  'af_alloy',
  'af_jessica',
  'af_river',
  'am_fenrir',
  'am_michael',
  'am_puck',
  'am_echo',
  'am_eric',
  'am_liam',
  'am_onyx',
  'am_santa',
  'am_adam',
  'bf_emma',
  'bf_isabella',
  'bf_alice',
  'bf_lily',
  'bm_george',
  'bm_fable',
  'bm_lewis',
  'bm_daniel',
  'jf_alpha',
  'jf_gongitsune',
  'jf_tebukuro',
  'jf_nezumi',
  'jm_kumo',
  'zf_xiaoxiao',
  'zf_xiaoyi',
  'zf_xiaobei',
  'zf_xiaoni',
  'zm_yunxi',
  'zm_yunjian',
  'zm_yunxia',
  'zm_yunyang',
];
/** First letter: accent; second: f or m. */
const ACCENTS: Readonly<Record<string, { readonly language: Language; readonly name: string }>> = {
  a: { language: 'en', name: 'US' },
  b: { language: 'en', name: 'UK' },
  j: { language: 'ja', name: '日本語' },
  z: { language: 'zh', name: '普通话' },
};
const optionsSchema = z.object({
  voices: z.array(z.string().min(1).max(100)).max(400).optional(),
  version: z.string().optional(),
});

/** Speakers of a Kokoro model: those that it has files for, that its manifest names, or that its version is known to have. */
export function kokoroVoices(
  manifest: ModelManifest,
  source: LoadedModelSource,
  languages: readonly Language[],
): readonly NeuralVoice[] {
  const inFiles = Object.keys(source.files).flatMap((role) => (role.startsWith('voice.') ? [role.slice('voice.'.length)] : []));
  const options = optionsSchema.safeParse(manifest.options);
  const named = options.success ? options.data.voices : undefined;
  const isVersion1 = !options.success || (options.data.version ?? '1.0') === '1.0';
  const names = inFiles.length > 0 ? inFiles : (named ?? (isVersion1 ? VERSION_1 : []));
  const known = [...names].sort((a, b) => rank(a) - rank(b)).flatMap((name) => speaker(name));
  const voices = known.filter((one) => languages.includes(one.language)).map((one) => voiceOfModel(manifest, source, one));
  if (voices.length > 0) return voices;
  // A model of unknown speakers still has a first one.
  return languages.map((language) =>
    voiceOfModel(manifest, source, { speaker: '', name: '', language, notation: { name: 'kokoro', isBritish: false } }),
  );
}

function rank(name: string): number {
  const at = VERSION_1.indexOf(name);
  return at < 0 ? VERSION_1.length : at;
}

function speaker(id: string): readonly Pick<NeuralVoice, 'speaker' | 'name' | 'language' | 'notation'>[] {
  const [, accentId = '', kind = '', name = ''] = /^([a-z])([fm])_(.+)$/u.exec(id) ?? [];
  const accent = ACCENTS[accentId];
  if (!accent) return [];
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)} (${accent.name} ${kind === 'f' ? '♀' : '♂'})`;
  return [{ speaker: id, name: title, language: accent.language, notation: { name: 'kokoro', isBritish: accentId === 'b' } }];
}
