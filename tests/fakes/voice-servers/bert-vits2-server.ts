import { formFields } from './forms.ts';
import { type FakeReply, type FakeVoiceServer, type SeenRequest, startFake } from './http-server.ts';
import { speechLike, wavOf } from './sounds.ts';

export type BertKind = 'hiyori' | 'style' | 'classic';
const SPEAKERS = { 丹恒: 0, 三月七: 1 };

/** hiyoriUI.py (errors are JSON with status 200), Style-Bert-VITS2's server (422 and styles), and the classic server.py (names only). */
export function startBertVits2(kind: BertKind): Promise<FakeVoiceServer> {
  return startFake((request) => {
    if (request.path === '/models/info' && kind !== 'classic') return models(kind);
    if (request.path === '/voice') return kind === 'classic' ? classic(request) : voice(request, kind);
    return { status: 404, type: 'application/json', parts: ['{"detail":"Not Found"}'] };
  });
}

function models(kind: BertKind): FakeReply {
  const model = {
    config_path: 'Data/sr/config.json',
    model_path: 'Data/sr/G_1000.pth',
    device: 'cuda',
    spk2id: SPEAKERS,
    id2spk: { 0: '丹恒', 1: '三月七' },
    ...(kind === 'style' ? { style2id: { Neutral: 0, Happy: 1, Angry: 2 } } : { language: 'ZH', version: '2.2' }),
  };
  return json({ 0: model });
}

function voice({ method, query, body, headers }: SeenRequest, kind: BertKind): FakeReply {
  const form = method === 'POST' ? formFields(body, headers['content-type']) : undefined;
  const text = form ? form.get('text')?.value.toString('utf8') : query.get('text');
  if (text === undefined || text === null || query.get('model_id') === null)
    return { status: 422, type: 'application/json', parts: ['{"detail":[{"loc":["query","text"],"msg":"field required"}]}'] };
  if (query.get('model_id') !== '0') return json({ status: 10, detail: `模型model_id=${query.get('model_id')}未加载` });
  const name = query.get('speaker_name');
  if (name !== null && !(name in SPEAKERS)) return json({ status: 13, detail: `角色speaker_name=${name}不存在` });
  if (!['ZH', 'EN', 'JP'].includes(query.get('language') ?? 'ZH')) return json({ status: 20, detail: 'language' });
  if (kind === 'style' && !['Neutral', 'Happy', 'Angry'].includes(query.get('style') ?? 'Neutral'))
    return {
      status: 422,
      type: 'application/json',
      parts: [JSON.stringify({ detail: [{ msg: `style=${query.get('style')} not found` }] })],
    };
  return sound(text, Number(query.get('length') ?? 1));
}

function classic({ query }: SeenRequest): FakeReply {
  const text = query.get('text');
  if (!text || !query.get('speaker')) return { status: 400, type: 'text/html', parts: ['Missing Parameter'] };
  return sound(text, Number(query.get('length') ?? 1));
}

function sound(text: string, length: number): FakeReply {
  const samples = speechLike(Math.min(3, Math.max(0.4, text.length * 0.08)) * length, 44_100);
  return { type: 'audio/wav', parts: [wavOf(samples, { rateHz: 44_100 })], isSound: true };
}
const json = (value: unknown): FakeReply => ({ type: 'application/json', parts: [JSON.stringify(value)] });
