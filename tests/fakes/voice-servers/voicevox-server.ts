import { type FakeReply, type FakeVoiceServer, type SeenRequest, startFake } from './http-server.ts';
import { wavOf } from './sounds.ts';

export const VOICEVOX_HZ = 24_000;
/** Samples of one of the engine's frames. */
const FRAME = 256;

interface Mora {
  text: string;
  consonant: string | null;
  consonant_length: number | null;
  vowel: string;
  vowel_length: number;
  pitch: number;
}
interface Query {
  accent_phrases: { moras: Mora[]; accent: number; pause_mora: Mora | null; is_interrogative: boolean }[];
  speedScale: number;
  prePhonemeLength: number;
  postPhonemeLength: number;
  outputSamplingRate: number;
  outputStereo: boolean;
}

export const SPEAKERS = [
  {
    name: 'ずんだもん',
    speaker_uuid: '388f246b-8c41-4ac1-8e2d-5d79f3ff56d9',
    styles: [
      { name: 'ノーマル', id: 3, type: 'talk' },
      { name: 'あまあま', id: 1, type: 'talk' },
      { name: 'ツンツン', id: 7, type: 'talk' },
      { name: 'なみだめ', id: 76, type: 'talk' },
      { name: 'ノーマル', id: 3003, type: 'frame_decode' },
    ],
    version: '0.14.0',
  },
  {
    name: '四国めたん',
    speaker_uuid: '7ffcb7ce-00ec-4bdc-82cd-45a8889e43ff',
    styles: [{ name: 'ノーマル', id: 2, type: 'talk' }],
    version: '0.14.0',
  },
];

/**
 * VOICEVOX ENGINE as its API says: GET /speakers, POST /audio_query, POST /synthesis. It knows two sentences. Its sound shows its timing: every
 * phoneme lasts whole frames; a vowel is a tone of its own loudness, consonants are faint, pauses silent. `aivis`: lengths are 0 in queries, marks are moras.
 */
export function startVoicevox(kind: 'voicevox' | 'aivis' = 'voicevox'): Promise<FakeVoiceServer> {
  return startFake((request) => {
    if (request.path === '/speakers') return json(SPEAKERS);
    if (request.path === '/audio_query') return audioQuery(request, kind);
    if (request.path === '/synthesis') return synthesis(request, kind);
    return { status: 404, type: 'application/json', parts: ['{"detail":"Not Found"}'] };
  });
}

const json = (value: unknown): FakeReply => ({ type: 'application/json', parts: [JSON.stringify(value)] });

/** kana, consonant, its length, vowel, its length, ln of Hz. */
const MORAS: Readonly<Record<string, readonly [string | null, number | null, string, number, number]>> = {
  こ: ['k', 0.0632, 'o', 0.0913, 5.71],
  ん: [null, null, 'N', 0.0807, 5.88],
  ば: ['b', 0.0451, 'a', 0.1247, 5.95],
  わ: ['w', 0.0588, 'a', 0.1702, 5.82],
  げ: ['g', 0.0519, 'e', 0.1033, 5.6],
  き: ['k', 0.0719, 'I', 0.0611, 0],
  で: ['d', 0.0488, 'e', 0.0951, 5.7],
  す: ['s', 0.0823, 'U', 0.1019, 0],
  か: ['k', 0.0644, 'a', 0.1444, 5.55],
};
const PAUSE: Mora = { text: '、', consonant: null, consonant_length: null, vowel: 'pau', vowel_length: 0.3342, pitch: 0 };

function phrase(kana: string, pause: boolean, isQuestion = false): Query['accent_phrases'][number] {
  const moras = [...kana].map((text): Mora => {
    const [consonant, consonant_length, vowel, vowel_length, pitch] = MORAS[text] ?? [null, null, 'a', 0.1, 5.5];
    return { text, consonant, consonant_length, vowel, vowel_length, pitch };
  });
  return { moras, accent: 1, pause_mora: pause ? { ...PAUSE } : null, is_interrogative: isQuestion };
}

function audioQuery({ method, query }: SeenRequest, kind: string): FakeReply {
  if (method !== 'POST') return { status: 405, type: 'application/json', parts: ['{"detail":"Method Not Allowed"}'] };
  const text = query.get('text');
  if (text === null || query.get('speaker') === null)
    return {
      status: 422,
      type: 'application/json',
      parts: ['{"detail":[{"loc":["query","text"],"msg":"field required","type":"value_error.missing"}]}'],
    };
  const accent_phrases = text.includes('、')
    ? [phrase('こんばんわ', true), phrase('げんき', false), phrase('ですか', false, true)]
    : [phrase('こんばんわ', false)];
  if (kind === 'aivis')
    for (const mora of accent_phrases.flatMap(({ moras, pause_mora }) => [...moras, ...(pause_mora ? [pause_mora] : [])]))
      Object.assign(mora, { consonant_length: mora.consonant ? 0 : null, vowel_length: 0, pitch: 0 });
  return json({
    accent_phrases,
    speedScale: 1,
    pitchScale: 0,
    intonationScale: 1,
    volumeScale: 1,
    prePhonemeLength: 0.1,
    postPhonemeLength: 0.1,
    pauseLength: null,
    pauseLengthScale: 1,
    outputSamplingRate: VOICEVOX_HZ,
    outputStereo: false,
    kana: "コンバンワ'",
    ...(kind === 'aivis' ? { tempoDynamicsScale: 1 } : {}),
  });
}

function synthesis({ body, query }: SeenRequest, kind: string): FakeReply {
  const asked = JSON.parse(body.toString('utf8')) as Query;
  if (query.get('speaker') === null) return { status: 422, type: 'application/json', parts: ['{"detail":"speaker"}'] };
  if (kind === 'aivis') return sound(Array.from({ length: 60 }, () => 0.4));
  const levels: number[] = [];
  const add = (seconds: number, level: number): void => {
    for (let frame = 0; frame < halfToEven((seconds / asked.speedScale) * 93.75); frame++) levels.push(level);
  };
  add(asked.prePhonemeLength, 0);
  for (const { moras, pause_mora, is_interrogative } of asked.accent_phrases) {
    const last = moras.at(-1);
    const upspeak =
      is_interrogative && last && last.pitch > 0
        ? [{ ...last, consonant: null, consonant_length: null, vowel_length: 0.15 }]
        : [];
    for (const mora of [...moras, ...upspeak]) {
      if (mora.consonant !== null) add(mora.consonant_length ?? 0, 0.05);
      add(mora.vowel_length, mora.vowel === 'a' ? 0.8 : 0.4);
    }
    if (pause_mora) add(pause_mora.vowel_length, 0);
  }
  add(asked.postPhonemeLength, 0);
  return sound(levels);
}

function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

function sound(levels: readonly number[]): FakeReply {
  const samples = Float32Array.from(
    { length: levels.length * FRAME },
    (_, i) => (levels[Math.floor(i / FRAME)] ?? 0) * (i % 2 === 0 ? 1 : -1),
  );
  return { type: 'audio/wav', parts: [wavOf(samples, { rateHz: VOICEVOX_HZ })], isSound: true };
}
