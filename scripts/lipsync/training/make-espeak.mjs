// Training speech by eSpeak NG, with its own phoneme times: node make-espeak.mjs OUT WORDS [UTTERANCES] [--klatt]
// The variants f2 f3 m1 m3 are those of the evaluation and stay out.
import { createCorpusWriter, createDice } from './corpus-writer.mjs';
import { isStop, shapesFromIpa } from './phone-shapes.mjs';
import { createTextMaker, englishWords } from './random-text.mjs';

const HELD_OUT = ['f2', 'f3', 'm1', 'm3'];
const VARIANTS = (
  'Alex Alicia Andrea Andy Annie AnxiousAndy Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario Michael Mike Storm Tweaky adam anika antonio aunty ' +
  'belinda benjamin boris caleb david ed edward edward2 f1 f4 f5 grandma grandpa gustave iven iven2 iven3 iven4 john kaukovalta klatt klatt2 klatt3 klatt4 ' +
  'klatt5 klatt6 linda m2 m4 m5 m6 m7 m8 marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro shelby steph steph2 steph3 travis ' +
  'victor zac'
).split(' ');
const LANGUAGES = [
  ['en', 'en-us'],
  ['en', 'en-us'],
  ['en', 'en-gb'],
  ['en', 'en-gb-x-rp'],
  ['zh', 'cmn'],
  ['zh', 'cmn'],
  ['zh', 'cmn'],
  ['ja', 'ja'],
  ['ja', 'ja'],
  ['xx', 'es'],
  ['xx', 'it'],
  ['xx', 'de'],
  ['xx', 'fr'],
];

const [folder, wordList, count = '1500'] = process.argv.slice(2);
const dice = createDice(20_240_117);
const text = createTextMaker(dice, englishWords(wordList));
const { default: createModule } = await import('@echogarden/espeak-ng-emscripten');
const { eSpeakNGWorker: Worker } = await createModule();
const engine = new Worker();
const writer = createCorpusWriter(folder, 'espeak');
const RATE = 22_050;
const unknown = new Set();

for (let i = 0; i < Number(count); i++) {
  const [language, voice] = dice.pick(LANGUAGES);
  const variant = dice.next() < 0.12 ? '' : `+${dice.pick(VARIANTS)}`;
  const spoken = speak(text[language](), voice + variant);
  if (spoken) writer.add(`espeak ${voice}${variant}`, RATE, spoken.samples, spoken.phones);
}
writer.close();
if (unknown.size > 0) console.log('phones without a shape:', [...unknown].join(' '));

function speak(sentence, voice) {
  if (HELD_OUT.some((name) => voice.endsWith(`+${name}`))) throw new Error('a held-out voice');
  if (engine.set_voice(voice) !== 0) return undefined;
  engine.set_rate(dice.whole(120, 225));
  engine.set_pitch(dice.whole(20, 85));
  engine.set_range(dice.whole(20, 80));
  const chunks = [];
  const events = [];
  engine.synthesize(sentence, (samples, own) => {
    chunks.push(Int16Array.from(samples));
    events.push(...own.filter((event) => event.type === 'phoneme'));
    return false;
  });
  const samples = Int16Array.from(chunks.flatMap((chunk) => [...chunk]));
  if (samples.length < RATE / 2) return undefined;
  return { samples, phones: closed(phonesOf(events, (samples.length / RATE) * 1000), samples) };
}

function phonesOf(events, endMs) {
  return events.map((event, i) => {
    const shapes = shapesFromIpa(event.id);
    if (!shapes) unknown.add(event.id);
    // A phone without a shape is a small consonant.
    return {
      phone: event.id ?? '',
      start: event.audio_position,
      end: events[i + 1]?.audio_position ?? endMs,
      shapes: shapes ?? [['nn', null, 0.2, 1]],
    };
  });
}

/** A stop's event comes at its burst: gives the silence before it to the stop. */
function closed(phones, samples) {
  const hop = 110;
  const hopMs = (hop / RATE) * 1000;
  const levels = Array.from({ length: Math.floor(samples.length / hop) }, (_, i) => {
    let sum = 0;
    for (let k = i * hop; k < (i + 1) * hop; k++) sum += samples[k] ** 2;
    return 10 * Math.log10(sum / hop + 1);
  });
  for (let i = 1; i < phones.length; i++) {
    const phone = phones[i];
    const before = phones[i - 1];
    if (!isStop(phone.phone)) continue;
    let start = phone.start;
    for (let f = Math.floor(phone.start / hopMs) - 1; f >= 0; f--) {
      const at = f * hopMs;
      if (at <= before.start + 20 || phone.start - at >= 150 || levels[f] >= 18) break;
      start = at;
    }
    if (before.shapes[0][0] === 'sil') start = Math.max(start, phone.start - 60);
    before.end = start;
    phone.start = start;
  }
  return phones;
}
