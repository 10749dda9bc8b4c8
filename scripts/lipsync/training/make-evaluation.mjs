// Labelled speech of voices that training never hears, in the form that the scorer takes: node make-evaluation.mjs OUT
//   OUT/other: flite rms and festival ked (Debian packages flite, festival, festvox-kdlpc16k). Human speech: align_human.py.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesFromFestival } from './phone-shapes.mjs';
import { readPcm16 } from './wav-file.mjs';

const SENTENCES = [
  'Welcome back to the stream, everybody, it is lovely to see you tonight.',
  'My brother promised to bring home fresh peaches before the big storm.',
  'How many people would move to a warmer island if they could?',
  'Five brave puppies jumped over the muddy river bank.',
  'She sells blue and purple umbrellas at the corner of the market.',
  'Could you please turn up the volume, I can barely hear the music.',
  'The old piano in the basement has not been played for years.',
  'We laughed so much that the soup went cold on the table.',
  'Thank you for the gift, that is far too generous of you.',
  'Whenever it rains, the green frogs begin to sing in the pond.',
  'Maybe the boat will arrive early, but nobody knows for certain.',
  'Ask me about dragons, robots, or the best way to bake bread.',
  'The judge looked at the boy, smiled, and shook his head.',
  'Put both maps above the lamp and open the window a bit.',
];

const [folder] = process.argv.slice(2);
const out = join(folder, 'other');
mkdirSync(out, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'lipsync-'));
const index = [];

for (const [i, text] of SENTENCES.entries()) {
  const wav = join(work, 'f.wav');
  const listed = execFileSync('flite', ['-voice', 'rms', '-psdur', '-t', text, '-o', wav]).toString();
  const ends = [...listed.matchAll(/([a-z#0-9]+):([\d.]+)/giu)].map((match) => [match[1], Number(match[2]) * 1000]);
  write(`rms-${String(i + 1).padStart(2, '0')}`, 'flite', 'rms', text, ends, readPcm16(readFileSync(wav)));
}
const script = SENTENCES.map(
  (text, i) =>
    `(set! u (Utterance Text "${text}"))(utt.synth u)(utt.save.wave u "${work}/k${i}.wav")(utt.save.segs u "${work}/k${i}.lab")`,
);
writeFileSync(join(work, 'k.scm'), `(voice_ked_diphone)\n${script.join('\n')}\n`);
execFileSync('festival', ['-b', join(work, 'k.scm')], { stdio: 'pipe' });
for (const [i, text] of SENTENCES.entries()) {
  const ends = readFileSync(join(work, `k${i}.lab`), 'latin1')
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*([\d.]+)\s+\S+\s+(\S+)/u.exec(line);
      return match ? [[match[2], Number(match[1]) * 1000]] : [];
    });
  write(`ked-${String(i + 1).padStart(2, '0')}`, 'festival', 'ked', text, ends, readPcm16(readFileSync(join(work, `k${i}.wav`))));
}
writeFileSync(join(out, 'index.json'), JSON.stringify(index));
rmSync(work, { recursive: true });
console.log(`${index.length} utterances in ${out}`);

function write(id, engine, voice, text, ends, { rate, samples }) {
  const durationMs = Math.round((samples.length / rate) * 1000);
  const visemes = [];
  let start = 0;
  for (const [phone, end] of ends) {
    let from = start;
    for (const [viseme, vowel, open, share] of shapesFromFestival(phone, 'en') ?? [['nn', null, 0.2, 1]]) {
      const to = from + (end - start) * share;
      visemes.push({ start: from, end: to, viseme, vowel, open });
      from = to;
    }
    start = end;
  }
  writeFileSync(join(out, `${id}.json`), JSON.stringify({ id, text, durationMs, visemes }));
  writeFileSync(join(out, `${id}.wav`), wavFile(rate, samples));
  index.push({ id, lang: 'en', engine, voice, noise: null, durationMs });
}

function wavFile(rate, samples) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length * 2, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}
