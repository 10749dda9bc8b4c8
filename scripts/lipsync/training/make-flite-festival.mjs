// Training speech by flite and festival (Debian packages), with their own phone times: node make-flite-festival.mjs OUT WORDS [UTTERANCES PER VOICE]
// flite rms and festival ked are voices of the evaluation and stay out.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCorpusWriter, createDice } from './corpus-writer.mjs';
import { shapesFromFestival } from './phone-shapes.mjs';
import { createTextMaker, englishWords } from './random-text.mjs';
import { readPcm16 } from './wav-file.mjs';

const FLITE = ['slt', 'awb', 'kal16'];
const FESTIVAL = [
  ['kal_diphone', 'en'],
  ['cmu_us_slt_arctic_hts', 'en'],
  ['lp_diphone', 'it'],
  ['pc_diphone', 'it'],
  ['upc_ca_ona_hts', 'ca'],
  ['czech_dita', 'cs'],
  ['czech_krb', 'cs'],
  ['czech_machac', 'cs'],
  ['czech_ph', 'cs'],
  ['suo_fi_lj_diphone', 'fi'],
  ['hy_fi_mv_diphone', 'fi'],
  ['msu_ru_nsh_clunits', 'ru'],
  ['hindi_NSK_diphone', 'hi'],
  ['marathi_NSK_diphone', 'mr'],
  ['telugu_NSK_diphone', 'te'],
];
const INDIAN = {
  hi: { consonants: 'पबमटडतदनकगसफवलरजचशहय', vowels: 'ाािीुूेोैौ' },
  mr: { consonants: 'पबमटडतदनकगसफवलरजचशहय', vowels: 'ाािीुूेोैौ' },
  te: { consonants: 'పబమటడతదనకగసఫవలరజచశహయ', vowels: 'ాాిీుూేోైౌ' },
};

const [folder, wordList, count = '60'] = process.argv.slice(2);
const dice = createDice(999);
const text = createTextMaker(dice, englishWords(wordList));
const work = mkdtempSync(join(tmpdir(), 'lipsync-'));
const writer = createCorpusWriter(folder, 'festival');
const unknown = new Set();
for (const voice of FLITE) for (let i = 0; i < Number(count); i++) flite(voice, text.en());
for (const [voice, language] of FESTIVAL) festival(voice, language);
writer.close();
rmSync(work, { recursive: true });
if (unknown.size > 0) console.log('phones without a shape:', [...unknown].join(' '));

function flite(voice, sentence) {
  const out = join(work, 'f.wav');
  const stretch = dice.between(0.75, 1.4).toFixed(2);
  const listed = execFileSync('flite', [
    '-voice',
    voice,
    '-psdur',
    '--setf',
    `duration_stretch=${stretch}`,
    '-t',
    sentence,
    '-o',
    out,
  ]).toString();
  const ends = [...listed.matchAll(/([a-z#0-9]+):([\d.]+)/giu)].map((match) => [match[1], Number(match[2]) * 1000]);
  const { rate, samples } = readPcm16(readFileSync(out));
  writer.add(`flite ${voice}`, rate, samples, phonesFromEnds(ends, 'en'));
}

function festival(voice, language) {
  const names = Array.from({ length: Number(count) }, (_, i) => join(work, `${voice}-${i}`));
  const script = names.map(
    (name) => `(Parameter.set 'Duration_Stretch ${dice.between(0.75, 1.4).toFixed(2)})
(set! u (Utterance Text "${sentenceFor(language)}"))
(set! ok (unwind-protect (begin (utt.synth u) (utt.save.wave u "${name}.wav") (utt.save.segs u "${name}.lab"))))`,
  );
  const file = join(work, `${voice}.scm`);
  writeFileSync(file, `(voice_${voice})\n${script.join('\n')}\n`);
  try {
    execFileSync('festival', ['-b', file], { stdio: 'pipe', timeout: 300_000 });
  } catch (error) {
    console.log(voice, String(error).slice(0, 200));
  }
  for (const name of names) {
    if (!existsSync(`${name}.lab`)) continue;
    const ends = readFileSync(`${name}.lab`, 'latin1')
      .split('\n')
      .flatMap((line) => {
        const match = /^\s*([\d.]+)\s+\S+\s+(\S+)/u.exec(line);
        return match ? [[match[2], Number(match[1]) * 1000]] : [];
      });
    const { rate, samples } = readPcm16(readFileSync(`${name}.wav`));
    writer.add(`festival ${voice}`, rate, samples, phonesFromEnds(ends, language));
  }
}

function sentenceFor(language) {
  if (language === 'en') return text.en();
  const set = INDIAN[language];
  if (!set) return text.open();
  const word = () => Array.from({ length: dice.whole(2, 3) }, () => dice.pick(set.consonants) + dice.pick(set.vowels)).join('');
  return Array.from({ length: dice.whole(4, 7) }, word).join(' ');
}

function phonesFromEnds(ends, language) {
  let start = 0;
  return ends.map(([phone, end]) => {
    const shapes = shapesFromFestival(phone, language);
    if (!shapes) unknown.add(`${language}:${phone}`);
    const entry = { start, end, shapes: shapes ?? [['nn', null, 0.2, 1]] };
    start = end;
    return entry;
  });
}
