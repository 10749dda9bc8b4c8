/** Sustained vowels of four eSpeak voices for the calibration of wlipsync: [{ vowel, samples, rate }]. Empty without the optional eSpeak package. */
export async function sustainedVowels() {
  let createModule;
  try {
    ({ default: createModule } = await import('@echogarden/espeak-ng-emscripten'));
  } catch {
    return [];
  }
  const { eSpeakNGWorker: Worker } = await createModule();
  const engine = new Worker();
  const kana = { aa: 'あ', ih: 'い', ou: 'う', ee: 'え', oh: 'お' };
  const sounds = [];
  for (const voice of ['ja', 'ja+f4', 'ja+m5', 'ja+f1']) {
    engine.set_voice(voice);
    engine.set_rate(90);
    for (const [vowel, sign] of Object.entries(kana)) {
      const chunks = [];
      engine.synthesize(sign.repeat(8), (samples) => {
        chunks.push(...samples);
        return false;
      });
      sounds.push({ vowel, rate: 22_050, samples: Float32Array.from(chunks, (value) => value / 32_768) });
    }
  }
  return sounds;
}
