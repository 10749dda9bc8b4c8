// Our lip-sync and two libraries over labelled speech, in one run: node scripts/lipsync/compare.mjs [FOLDER …] [--json]
// A folder has index.json, <id>.wav and <id>.json, as ../shared/fixtures/lipsync or what training/make-evaluation.mjs makes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../steps/paths.mjs';
import * as headaudio from './libraries/headaudio.mjs';
import { sustainedVowels } from './libraries/sustained-vowels.mjs';
import * as wlipsync from './libraries/wlipsync.mjs';

const importFile = async (...path) =>
  (await runnerImport(join(root, ...path), { configFile: false, root, logLevel: 'error' })).module;
const { readLabelledSounds, scoreMouths } = await importFile('tests', 'support', 'lip-sync-score.ts');
const { openMouthNetwork, rowsOf } = await importFile('tests', 'support', 'lip-sync-rows.ts');
const { soundFromWav } = await importFile('src', 'main', 'speech', 'audio', 'wav.ts');
const { createResampler } = await importFile('src', 'shared', 'audio', 'resampler.ts');

const folders = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
if (folders.length === 0)
  folders.push(...[join(root, '../shared/fixtures/lipsync'), join(root, 'tests/golden/lip-sync')].filter(existsSync));

const at48k = (samples, rate) => {
  const resampler = createResampler(rate, 48_000);
  return Float32Array.from([...resampler.process(samples), ...resampler.flush()]);
};
const systems = await openSystems();
const results = [];
for (const folder of folders) {
  const sounds = readLabelledSounds(folder);
  const seconds = sounds.reduce((sum, { label }) => sum + label.durationMs / 1000, 0);
  for (const [name, read] of Object.entries(systems)) {
    const rows = new Map();
    let cpuMs = 0;
    for (const { id, wav } of sounds) {
      const { result, ms } = await read(wav);
      rows.set(id, result);
      cpuMs += ms;
    }
    results.push({ folder, system: name, ...scoreMouths(sounds, rows), cpuMsPer10Ms: cpuMs / (seconds * 100) });
  }
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else print();

async function openSystems() {
  const network = await openMouthNetwork();
  const timed = async (work) => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    return { result, ms: (user + system) / 1000 };
  };
  const ours = (variant) => async (wav) => timed(() => rowsOf(network, wav, variant));
  const vowels = (await sustainedVowels()).map(({ vowel, samples, rate }) => ({ vowel, samples: at48k(samples, rate) }));
  const profile = vowels.length > 0 ? await wlipsync.calibrate(vowels) : undefined;
  const model = await headaudio.openModel();
  const library = (read) => async (wav) => {
    const { samples, sampleRateHz } = soundFromWav(wav);
    // Their input is 48 kHz as it comes from a sound card; making it is not their work.
    const sound = at48k(samples, sampleRateHz);
    return timed(() => read(sound));
  };
  return {
    'ours, live': ours('live'),
    'ours, delayed': ours('delayed'),
    ...(profile ? { 'wlipsync 1.3.1, 4 voices calibrated': library((sound) => wlipsync.mouthRows(profile, sound)) } : {}),
    'headaudio 0.1.0, own model, viseme 0 put right': library((sound) => headaudio.mouthRows(model, sound)),
  };
}

function print() {
  const percent = (value) => `${Math.round(value * 100)} %`;
  const pair = ({ vowel, openCorr }) => `${percent(vowel)} / ${openCorr.toFixed(2).replace(/^0/u, '')}`;
  for (const folder of folders) {
    console.log(
      `\n${folder}\n\n| system | zero lag | best lag | lag | p/b/m closed | silence closed | CPU per 10 ms |\n| --- | --- | --- | --- | --- | --- | --- |`,
    );
    for (const { system, atZeroLag, best, cpuMsPer10Ms } of results.filter((result) => result.folder === folder))
      console.log(
        `| ${system} | ${pair(atZeroLag)} | ${pair(best)} | ${best.lagMs} ms | ${percent(best.bilabialClosed)} | ${percent(best.silenceClosed)} | ${cpuMsPer10Ms.toFixed(3)} ms |`,
      );
  }
}
