import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { drawCardPicture } from './card/card-picture.ts';
import { chunksOfPng, crc32, pngFromChunks, textChunk } from './card/png-chunks.ts';
import { personaWith } from './dialogue.testkit.ts';
import { cardFromPersona, personaFromCard } from './persona-card.ts';

const PERSONA = personaWith({
  name: '影 Kage',
  language: 'ja',
  character: 'A shy fox.\nLikes tea.',
  style: 'Short and warm.',
  greeting: '[happy]いらっしゃい！',
  forbiddenTopics: ['politics', '选举'],
  examples: [
    { viewer: 'hi', her: '[happy]Hello!' },
    { viewer: '你好', her: '你好呀。' },
  ],
  faq: 'Q: When?\nA: Friday.',
});
const pngOf = (card: { png?: string }): Uint8Array => Buffer.from(card.png ?? '', 'base64');
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
function failureOf(act: () => unknown): { code: string; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof StudioError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('did not fail');
}
/** The drawn picture with these chunks before its end. */
function carrying(...chunks: { type: string; data: Uint8Array }[]): Uint8Array {
  const picture = chunksOfPng(drawCardPicture('x'));
  return pngFromChunks([...picture.slice(0, -1), ...chunks, ...picture.slice(-1)]);
}

describe('a persona as a card and back', () => {
  it('survives as JSON and as PNG, with nothing ignored', () => {
    const { json } = cardFromPersona(PERSONA, 'json');
    expect(personaFromCard({ json: json ?? '' })).toEqual({ persona: PERSONA, ignored: [] });
    expect(personaFromCard({ png: pngOf(cardFromPersona(PERSONA, 'png')) })).toEqual({ persona: PERSONA, ignored: [] });
  });

  it('survives whatever is in it, apart from blanks around texts and placeholders', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[{}<>:：\s]+/gu, ' ').trim());
    const persona = fc.record({
      name: words.filter((text) => text !== '').map((text) => text.slice(0, 20).trim() || 'x'),
      character: words,
      style: words,
      greeting: words,
      language: fc.constantFrom('auto' as const, 'zh' as const, 'en' as const, 'ja' as const),
      forbiddenTopics: fc.array(words, { maxLength: 5 }),
      faq: fc.string({ maxLength: 200 }),
      examples: fc.array(fc.record({ viewer: words.filter((text) => text !== ''), her: words.filter((text) => text !== '') }), {
        maxLength: 4,
      }),
    });
    fc.assert(
      fc.property(persona, (any) => {
        expect(personaFromCard({ json: cardFromPersona(any, 'json').json ?? '' }).persona).toEqual(any);
      }),
      { numRuns: 200 },
    );
  });

  it('names the file after the persona, without what file systems refuse', () => {
    expect(cardFromPersona(personaWith({ name: 'a/b:c*?' }), 'json').fileName).toBe('a_b_c_.json');
    expect(cardFromPersona(personaWith({ name: '...' }), 'png').fileName).toBe('persona.png');
  });

  it('writes V3 and V2 data into a given picture, replaces a card that is in it and keeps the rest', () => {
    const own = carrying(
      textChunk('Author', 'me'),
      textChunk('chara', base64({ name: 'Old' })),
      textChunk('ccv3', base64({ name: 'Old' })),
    );
    const png = pngOf(cardFromPersona(PERSONA, 'png', own));
    const texts = chunksOfPng(png)
      .filter((chunk) => chunk.type === 'tEXt')
      .map((chunk) => Buffer.from(chunk.data).toString('latin1').split('\0'));
    expect(texts.map(([keyword]) => keyword)).toEqual(['Author', 'chara', 'ccv3']);
    const specs = texts.slice(1).map(([, text]) => JSON.parse(Buffer.from(text ?? '', 'base64').toString('utf8')).spec);
    expect(specs).toEqual(['chara_card_v2', 'chara_card_v3']);
    for (const chunk of chunksOfPng(png)) expect(crc32(Buffer.concat([Buffer.from(chunk.type), chunk.data]))).toBe(chunk.crc);
  });

  it('draws a picture of whole rows when none is given', () => {
    const chunks = chunksOfPng(drawCardPicture('影'));
    const pixels = inflateSync(chunks.find((chunk) => chunk.type === 'IDAT')?.data ?? new Uint8Array());
    expect(pixels.byteLength).toBe((256 * 3 + 1) * 384);
    expect(new Set(pixels).size).toBeGreaterThan(100);
  });
});

describe('cards of other programs', () => {
  const V2 = {
    name: 'Luna',
    description: '{{char}} is a cat. {{user}} feeds her.',
    personality: 'proud',
    scenario: 'A stream',
    first_mes: 'Hi <USER>, I am {{Char}}!{{// note}}',
    mes_example: '<START>\n{{user}}: Hello\n{{char}}: Meow.\nAnd purr.\n<START>\r\nLuna: Only me.',
    system_prompt: 'Be {{random:kind,rude}}.',
    creator_notes: 'v1',
    tags: ['cat'],
    alternate_greetings: ['Yo'],
    character_book: { entries: [] },
    extensions: { depth_prompt: {} },
  };

  it('reads V1, V2 and V3 alike, replaces placeholders and lists what it leaves out', () => {
    const v1 = personaFromCard({ json: JSON.stringify(V2) });
    const v2 = personaFromCard({ json: JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: V2 }) });
    const v3 = personaFromCard({
      json: `\uFEFF${JSON.stringify({ spec: 'chara_card_v3', spec_version: '3.0', data: { ...V2, assets: [{}], nickname: 'Lu' } })}`,
    });
    expect(v1).toEqual(v2);
    expect(v2.persona).toMatchObject({
      name: 'Luna',
      character: 'Luna is a cat. the viewer feeds her.\n\nPersonality: proud\n\nScenario: A stream',
      greeting: 'Hi the viewer, I am Luna!',
      style: 'Be kind.',
      language: 'auto',
      examples: [
        { viewer: 'Hello', her: 'Meow. And purr.' },
        { viewer: '', her: 'Only me.' },
      ],
    });
    expect(v2.ignored).toEqual(['character_book', 'alternate_greetings', 'creator_notes', 'tags', 'extensions.depth_prompt']);
    expect(v3.persona.name).toBe('Lu');
    expect(v3.persona.character).toContain('Lu is a cat');
    expect(v3.ignored).toContain('assets');
  });

  it('takes missing, null and wrongly typed fields for empty ones', () => {
    const { persona } = personaFromCard({
      json: JSON.stringify({
        spec: 'chara_card_v2',
        data: { name: 'Min', description: null, tags: 'x', extensions: [], mes_example: 5 },
      }),
    });
    expect(persona).toMatchObject({ name: 'Min', character: '', examples: [] });
  });

  it('cuts what is too long and says so', () => {
    const { persona, ignored } = personaFromCard({
      json: JSON.stringify({ name: 'n'.repeat(200), description: 'd'.repeat(30_000) }),
    });
    expect(persona.name).toHaveLength(80);
    expect(persona.character).toHaveLength(20_000);
    expect(ignored).toEqual(['name (all after 80 characters)', 'description (all after 20000 characters)']);
  });

  it.each<[string, (text: string) => { type: string; data: Uint8Array }]>([
    ['tEXt', (text) => textChunk('chara', text)],
    ['zTXt', (text) => ({ type: 'zTXt', data: Buffer.concat([Buffer.from('chara\0\0'), deflateSync(text)]) })],
    ['iTXt', (text) => ({ type: 'iTXt', data: Buffer.concat([Buffer.from('Chara\0\0\0en\0title\0'), Buffer.from(text)]) })],
    ['packed iTXt', (text) => ({ type: 'iTXt', data: Buffer.concat([Buffer.from('chara\0\x01\0\0\0'), deflateSync(text)]) })],
  ])('reads a card out of %s', (_type, chunk) => {
    expect(personaFromCard({ png: carrying(chunk(base64(V2))) }).persona.name).toBe('Luna');
  });

  it('prefers V3 over V2 data, and reads bare JSON too', () => {
    expect(
      personaFromCard({ png: carrying(textChunk('chara', base64(V2)), textChunk('ccv3', base64({ name: 'Newer' }))) }).persona
        .name,
    ).toBe('Newer');
    expect(personaFromCard({ png: carrying(textChunk('chara', JSON.stringify({ name: 'Bare' }))) }).persona.name).toBe('Bare');
  });
});

describe('files that are no cards', () => {
  const good = pngOf(cardFromPersona(PERSONA, 'png'));

  it.each<[string, () => unknown, string]>([
    ['nothing', () => personaFromCard({}), 'No card'],
    ['text', () => personaFromCard({ json: 'hello' }), 'not valid JSON'],
    ['JSON without a name', () => personaFromCard({ json: '{"description":"x"}' }), 'no name'],
    ['a JSON list', () => personaFromCard({ json: '[1]' }), 'no character card'],
    ['a JPEG', () => personaFromCard({ png: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) }), 'JPEG'],
    ['a CHARX archive', () => personaFromCard({ png: Buffer.from('PK\x03\x04') }), 'CHARX'],
    ['a picture without a card', () => personaFromCard({ png: drawCardPicture('x') }), 'carries no character card'],
    ['a file cut short', () => personaFromCard({ png: good.subarray(0, good.length - 100) }), 'cut short'],
    ['an empty file', () => personaFromCard({ png: new Uint8Array() }), 'no PNG'],
    ['broken base64', () => personaFromCard({ png: carrying(textChunk('chara', '%%%%')) }), 'not valid JSON'],
    [
      'broken packing',
      () => personaFromCard({ png: carrying({ type: 'zTXt', data: Buffer.from('chara\0\0nonsense') }) }),
      'cannot be unpacked',
    ],
    [
      'a packing bomb',
      () =>
        personaFromCard({
          png: carrying({ type: 'zTXt', data: Buffer.concat([Buffer.from('chara\0\0'), deflateSync(Buffer.alloc(20_000_000))]) }),
        }),
      'cannot be unpacked',
    ],
    [
      'a card over 4 MB',
      () => personaFromCard({ json: JSON.stringify({ name: 'x', description: 'y'.repeat(4_100_000) }) }),
      'over 4 MB',
    ],
  ])('are refused with the reason: %s', (_what, act, part) => {
    expect(failureOf(act).message).toContain(part);
  });

  it('are refused when the card’s checksum is wrong', () => {
    const damaged = Uint8Array.from(good);
    const place = Buffer.from(damaged).indexOf('ccv3') + 40;
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    expect(failureOf(() => personaFromCard({ png: damaged })).message).toContain('checksum');
  });

  it('never break anything but with a clear error, whatever bytes they hold', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (place, value, length) => {
        const bytes = Uint8Array.from(good.subarray(0, Math.max(8, length)));
        if (place < bytes.length) bytes[place] = value;
        try {
          personaFromCard({ png: bytes });
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
