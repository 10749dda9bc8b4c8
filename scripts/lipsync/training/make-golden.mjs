// The golden utterances in tests/golden/lip-sync: three short sentences by flite rms, a voice that training never hears: node make-golden.mjs OUT
// The same program and text give the same bytes, so the files can be made again.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesFromFestival } from './phone-shapes.mjs';
import { readPcm16 } from './wav-file.mjs';

const SENTENCES = ['My puppy barks at every boat.', 'Please bring me a cup of tea.', 'Whose blue shoes are those?'];
const [out] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'lipsync-'));
mkdirSync(out, { recursive: true });
const index = SENTENCES.map((text, i) => {
  const id = `rms-${i + 1}`;
  const wav = join(work, `${id}.wav`);
  const listed = execFileSync('flite', ['-voice', 'rms', '-psdur', '-t', text, '-o', wav]).toString();
  const { rate, samples } = readPcm16(readFileSync(wav));
  const durationMs = Math.round((samples.length / rate) * 1000);
  const visemes = [];
  let start = 0;
  for (const [, phone, seconds] of listed.matchAll(/([a-z#0-9]+):([\d.]+)/giu)) {
    const end = Number(seconds) * 1000;
    let from = start;
    for (const [viseme, vowel, open, share] of shapesFromFestival(phone, 'en')) {
      const to = from + (end - start) * share;
      visemes.push({ start: Math.round(from), end: Math.round(to), viseme, vowel, open });
      from = to;
    }
    start = end;
  }
  writeFileSync(join(out, `${id}.wav`), readFileSync(wav));
  writeFileSync(join(out, `${id}.json`), `${JSON.stringify({ id, text, durationMs, visemes })}\n`);
  return { id, lang: 'en', engine: 'flite', voice: 'rms', noise: null, durationMs };
});
writeFileSync(join(out, 'index.json'), `${JSON.stringify(index, undefined, 1)}\n`);
rmSync(work, { recursive: true });
