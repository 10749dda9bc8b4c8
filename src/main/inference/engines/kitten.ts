import type { InferenceEngine } from '#main/inference/inference.types.ts';
import { loadStyleVoice } from './neural/style-voice.ts';

const SAMPLE_RATE_HZ = 24_000;
const MOST_IDS = 512;
/** The ids of StyleTTS 2's symbols are their places in this row: a pad, marks, letters, IPA. */
const MARKS = ';:,.!?¡¿—…"«»"" ';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const IPA = "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'̩'ᵻ";

/** Kitten TTS: small English voices of the same family as Kokoro, with StyleTTS 2's own symbols. */
export function createKittenEngine(): InferenceEngine {
  // A symbol that stands twice has the later place, as in the makers' dictionary.
  const idsOf = new Map([...`$${MARKS}${LETTERS}${IPA}`].map((symbol, id) => [symbol, [id]]));
  const none: readonly number[] = [];
  return {
    load: (source, context) =>
      loadStyleVoice(source, context, {
        name: 'Kitten TTS',
        table: { idsOf, lead: [0], tail: [0], after: () => none },
        sampleRateHz: SAMPLE_RATE_HZ,
        mostIds: MOST_IDS,
      }),
  };
}
