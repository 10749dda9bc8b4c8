import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createIntentClassifier, REQUESTS } from './classifier.ts';
import { evaluate } from './evaluation.ts';
import { type LabelledLine, labelledLinesFrom } from './labels.ts';
import { bytesFromModel, modelFromBytes, packedModel, unpackedWeights } from './model-file.ts';
import { train, type Weights } from './trainer.ts';

const folder = resolve('models/intent');
const shippedBytes = readFileSync(resolve(folder, 'intent.bin'));
const shipped = createIntentClassifier(modelFromBytes(shippedBytes));
const heldOut = labelledLinesFrom(readFileSync(resolve(folder, 'heldout.jsonl'), 'utf8'));

const LINES: readonly LabelledLine[] = [
  { text: 'sing a song', intent: 'sing', emotion: 'neutral' },
  { text: 'sing something', intent: 'sing', emotion: 'neutral' },
  { text: 'draw a cat', intent: 'draw', emotion: 'neutral' },
  { text: 'draw a dog', intent: 'draw', emotion: 'neutral' },
  { text: 'lol so funny', intent: 'chat', emotion: 'happy' },
  { text: '晚上好', intent: 'greeting', emotion: 'happy' },
];
const PACKING = {
  temperatures: { intent: 1, emotion: 1 },
  thresholds: { request: 0.5, other: 0.3, emotion: 0.3 },
  ownExamples: 0,
  trainedAt: 0,
};

function trained(lines: readonly LabelledLine[], seed = 1, base?: Weights): Weights {
  const steps = train({ lines, bits: 10, seed, epochs: 20, rate: 0.5, l2: 0.0001, base });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

describe('the shipped model', () => {
  it.each([
    ['我昨天唱歌了', 'chat'],
    ['唱一首晴天', 'sing'],
    ['can you sing?', 'question'],
    ['点歌 晴天', 'sing'],
    ['sing something by the Beatles', 'sing'],
    ['歌ってください', 'sing'],
    ['画一只小猫', 'draw'],
    ['draw me a dragon', 'draw'],
    ['我在学画画', 'chat'],
    ['跳个舞吧', 'dance'],
    ['I danced at the wedding', 'chat'],
    ['搜索 明天的天气', 'search'],
    ['来张小狗的照片', 'picture'],
    ['切歌', 'skip'],
    ['背景を海に変えて', 'scene'],
    ['换装 女仆装', 'costume'],
    ['メイド服に着替えて', 'costume'],
    ['晚上好', 'greeting'],
    ['初見です', 'greeting'],
    ['主播几岁了', 'question'],
    ['what game is this?', 'question'],
    ['滚吧垃圾主播', 'abuse'],
    ['shut up you idiot', 'abuse'],
    ['哈哈哈哈', 'chat'],
    ['ん?', 'chat'],
    ['888888', 'chat'],
  ] as const)('reads %s as %s', (text, intent) => {
    expect(shipped.read(text)?.intent).toBe(intent);
  });

  it('reads nine of ten held-out lines right and takes hardly any for a request that is none', () => {
    const { intent, emotion, falseRequests } = evaluate(shipped, heldOut);
    expect(intent.lines).toBeGreaterThan(400);
    expect(intent.accuracy).toBeGreaterThan(0.88);
    expect(intent.macroF1).toBeGreaterThan(0.85);
    expect(emotion.accuracy).toBeGreaterThan(0.75);
    expect(falseRequests).toBeLessThan(0.02);
  });

  it('was not made with a line that it is measured on', () => {
    const made = new Set(labelledLinesFrom(readFileSync(resolve(folder, 'rehearsal.jsonl'), 'utf8')).map(({ text }) => text));
    expect(heldOut.filter(({ text }) => made.has(text))).toEqual([]);
  });

  it('fits into two megabytes', () => {
    expect(shippedBytes.length).toBeLessThan(2_000_000);
  });
});

test('reads any text, gives probabilities that add up, and looks at no more than the first 300 letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const said = shipped.explain(text);
      if (said === undefined) return;
      const sum = said.intents.reduce((all, { probability }) => all + probability, 0);
      expect(sum).toBeCloseTo(1, 9);
      expect(said.emotions).toHaveLength(17);
    }),
    { numRuns: 60 },
  );
  const line = 'sing a song for us please '.repeat(20);
  expect(shipped.explain(line)).toEqual(shipped.explain(line.slice(0, 300)));
});

test('reads nothing in an empty line, a mention or an address', () => {
  for (const text of ['', '  ', '@yingxi', 'https://example.org/唱歌']) expect(shipped.read(text)).toBeUndefined();
});

test('full width, capitals, traditional letters and long runs make no difference', () => {
  const pairs = [
    ['ＳＩＮＧ　Ａ　ＳＯＮＧ', 'sing a song'],
    ['畫一隻貓', '画一隻貓'],
    ['哈哈哈哈哈哈哈', '哈哈哈'],
    ['@moon dance please', 'dance please'],
  ] as const;
  for (const [one, other] of pairs) expect(shipped.explain(one)).toEqual(shipped.explain(other));
});

test('is unsure rather than wrong: a request below its threshold is chat', () => {
  const model = packedModel(trained(LINES), { ...PACKING, thresholds: { request: 1.1, other: 0, emotion: 1.1 } });
  const careful = createIntentClassifier(model);
  expect(careful.explain('sing a song')?.intents[0]?.label).toBe('sing');
  expect(careful.read('sing a song')).toMatchObject({ intent: 'chat', emotion: 'neutral' });
});

test('the same lines and seed give the same model to the last byte', () => {
  const bytes = (seed: number) => bytesFromModel(packedModel(trained(LINES, seed), PACKING));
  expect(Buffer.compare(bytes(3), bytes(3))).toBe(0);
  expect(Buffer.compare(bytes(3), bytes(4))).not.toBe(0);
});

test('a written model reads lines as before, also out of memory that it shares', () => {
  const model = packedModel(trained(LINES), PACKING);
  const bytes = bytesFromModel(model);
  const shared = Buffer.concat([Buffer.alloc(13, 7), bytes]).subarray(13);
  const again = createIntentClassifier(modelFromBytes(shared));
  for (const { text } of LINES) expect(again.explain(text)).toEqual(createIntentClassifier(model).explain(text));
});

test('a damaged or foreign model is refused', () => {
  const bytes = bytesFromModel(packedModel(trained(LINES), PACKING));
  const foreign = bytesFromModel({ ...modelFromBytes(bytes), header: { ...modelFromBytes(bytes).header, intents: ['fly'] } });
  for (const bad of [bytes.subarray(0, -1), bytes.subarray(1), bytes.subarray(0, 40), new Uint8Array(3), foreign])
    expect(() => modelFromBytes(bad)).toThrow(/model of intents/);
});

test('trains on from a model without forgetting what it is pulled to', () => {
  const base = unpackedWeights(packedModel(trained(LINES), PACKING));
  const own: LabelledLine = { text: 'hit the floor', intent: 'dance' };
  const tuned = createIntentClassifier(packedModel(trained([...LINES, { ...own, weight: 4 }], 1, base), PACKING));
  expect(createIntentClassifier(packedModel(base, PACKING)).read(own.text)?.intent).not.toBe('dance');
  expect(tuned.read(own.text)?.intent).toBe('dance');
  for (const { text, intent } of LINES) expect(tuned.read(text)?.intent).toBe(intent);
});

test('an example without an intent teaches only the emotion', () => {
  const base = unpackedWeights(packedModel(trained(LINES), PACKING));
  const moods: LabelledLine[] = [{ text: 'meh', emotion: 'tired' }];
  const tuned = trained(moods, 1, base);
  const columnsOf = (weights: Weights, column: number) => [...weights.matrix].filter((_, place) => place % 29 === column);
  expect(columnsOf(tuned, 3)).toEqual(columnsOf(base, 3));
  expect(createIntentClassifier(packedModel(tuned, PACKING)).read('meh')?.emotion).toBe('tired');
});

test('precision and recall are counted per class, and only what asks for nothing counts as a false request', () => {
  const fixed = {
    read: (text: string) =>
      ({ intent: text === 'b' ? 'sing' : 'chat', intentScore: 1, emotion: 'neutral', emotionScore: 1 }) as const,
    explain: () => undefined,
  };
  const { intent, falseRequests } = evaluate(fixed, [
    { text: 'a', intent: 'sing' },
    { text: 'b', intent: 'sing' },
    { text: 'b', intent: 'chat' },
    { text: 'c', intent: 'chat' },
  ]);
  expect(intent.accuracy).toBe(0.5);
  expect(intent.classes.find(({ label }) => label === 'sing')).toEqual({ label: 'sing', lines: 2, precision: 0.5, recall: 0.5 });
  expect(falseRequests).toBe(0.5);
  expect(REQUESTS.has('question')).toBe(false);
});
