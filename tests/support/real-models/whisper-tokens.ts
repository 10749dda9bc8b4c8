/** sherpa-onnx's `tokens.txt` of Whisper (base64 of a token's bytes, then its number) from CTranslate2's vocabulary, one token a line. */
export function whisperTokens(vocabulary: readonly string[], endOfText: number): string {
  const bytes = bytesByCharacter();
  const lines = vocabulary.slice(0, endOfText).map((token, id) => {
    const raw = Buffer.from([...token].map((character) => bytes.get(character) ?? 0x3f));
    return `${raw.toString('base64')} ${id}`;
  });
  return `${lines.join('\n')}\n`;
}

/** What sherpa-onnx reads of the encoder's metadata, from the numbers of the special tokens. */
export function whisperMetadata(
  vocabulary: readonly string[],
  shape: { layers: number; state: number; heads: number; textContext: number },
) {
  const id = (token: string): string => String(vocabulary.indexOf(token));
  const start = vocabulary.indexOf('<|startoftranscript|>');
  const end = vocabulary.indexOf('<|translate|>');
  const languages = vocabulary.slice(start + 1, end).map((token) => token.replace(/^<\||\|>$/g, ''));
  return {
    model_type: 'whisper-base',
    version: '1',
    n_mels: '80',
    n_audio_ctx: '1500',
    n_audio_state: String(shape.state),
    n_audio_head: String(shape.heads),
    n_audio_layer: String(shape.layers),
    n_vocab: String(vocabulary.length),
    n_text_ctx: String(shape.textContext),
    n_text_state: String(shape.state),
    n_text_head: String(shape.heads),
    n_text_layer: String(shape.layers),
    sot: String(start),
    sot_index: '0',
    eot: id('<|endoftext|>'),
    blank_id: '220',
    is_multilingual: '1',
    no_speech: id('<|nocaptions|>'),
    non_speech_tokens: '',
    transcribe: id('<|transcribe|>'),
    translate: id('<|translate|>'),
    sot_prev: id('<|startofprev|>'),
    sot_lm: id('<|startoflm|>'),
    no_timestamps: id('<|notimestamps|>'),
    sot_sequence: [start, start + 1, vocabulary.indexOf('<|transcribe|>')].join(','),
    all_language_tokens: languages.map((_, i) => start + 1 + i).join(','),
    all_language_codes: languages.join(','),
  };
}

/** GPT-2 writes bytes that are no visible characters as ones from 256 on. */
function bytesByCharacter(): ReadonlyMap<string, number> {
  const visible = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const bytes = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) bytes.set(String.fromCodePoint(visible(byte) ? byte : next++), byte);
  return bytes;
}
