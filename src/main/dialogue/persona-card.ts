import { StudioError } from '#shared/errors.ts';
import { personaSettingsSchema, type Settings } from '#shared/settings/settings.ts';
import { type CardData, cardSchema, yingxiExtensionSchema } from './card/card.wire.ts';
import { drawCardPicture } from './card/card-picture.ts';
import { examplesFromText, type MacroNames, withoutMacros } from './card/macros.ts';
import { chunksOfPng, keywordOfChunk, pngFromChunks, textChunk, textOfChunk } from './card/png-chunks.ts';

type Persona = Settings['persona'];

const MAX_JSON_BYTES = 4_000_000;
const MAX_PNG_BYTES = 16_000_000;
/** Newest first: V3 files carry a V2 copy for older programs. */
const CARD_KEYWORDS = ['ccv3', 'chara'] as const;

/**
 * The persona of a Character Card V1, V2 or V3, as JSON text or inside a PNG. `ignored` names what cards can hold and a persona cannot.
 * Throws `invalid-input` or `too-large` with the next step.
 */
export function personaFromCard(input: { readonly json?: string; readonly png?: Uint8Array }): {
  readonly persona: Persona;
  readonly ignored: readonly string[];
} {
  const json = input.json ?? (input.png === undefined ? undefined : jsonFromPng(input.png));
  if (json === undefined) throw new StudioError('invalid-input', 'No card was given. Choose a character card as PNG or JSON.');
  if (json.length > MAX_JSON_BYTES)
    throw new StudioError('too-large', 'The card is over 4 MB. Remove embedded files from it and export it again.');
  return personaFromData(parseCard(json));
}

/** A card that other programs can read: V3 JSON, or a PNG (base64) with V3 and V2 data. `picture` is a PNG to carry it; else one is drawn. */
export function cardFromPersona(
  persona: Persona,
  format: 'json' | 'png',
  picture?: Uint8Array,
): { fileName: string; json?: string; png?: string } {
  const name = persona.name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, '_').replace(/^[.\s]+|[.\s]+$/gu, '') || 'persona';
  const data = dataFromPersona(persona);
  const v3 = { spec: 'chara_card_v3', spec_version: '3.0', data: { ...data, group_only_greetings: [] } };
  if (format === 'json') return { fileName: `${name}.json`, json: JSON.stringify(v3, undefined, 2) };
  const v2 = { spec: 'chara_card_v2', spec_version: '2.0', data };
  const chunks = chunksOfPng(picture ?? drawCardPicture(persona.name)).filter((chunk) => !isCardKeyword(keywordOfChunk(chunk)));
  const end = chunks.findIndex((chunk) => chunk.type === 'IEND');
  const carried = [textChunk('chara', base64(v2)), textChunk('ccv3', base64(v3))];
  const png = pngFromChunks([...chunks.slice(0, end), ...carried, ...chunks.slice(end)]);
  return { fileName: `${name}.png`, png: Buffer.from(png).toString('base64') };
}

function jsonFromPng(png: Uint8Array): string {
  if (png.byteLength > MAX_PNG_BYTES) throw new StudioError('too-large', 'The PNG is over 16 MB. Choose a smaller picture.');
  const chunks = chunksOfPng(png);
  for (const keyword of CARD_KEYWORDS) {
    const chunk = chunks.find((each) => keywordOfChunk(each)?.toLowerCase() === keyword);
    const text = chunk === undefined ? undefined : textOfChunk(chunk, MAX_JSON_BYTES * 2)?.text.trim();
    if (text === undefined || text === '') continue;
    // Some tools write the JSON itself into iTXt.
    return text.startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8');
  }
  throw new StudioError(
    'invalid-input',
    'This PNG carries no character card. Pictures lose it when a chat program or web site converts them: get the original file.',
  );
}

function isCardKeyword(keyword: string | undefined): boolean {
  return CARD_KEYWORDS.some((each) => each === keyword?.toLowerCase());
}

function parseCard(json: string): CardData {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new StudioError('invalid-input', 'The card is not valid JSON. Download or export it again.', { cause });
  }
  const parsed = cardSchema.safeParse(value);
  if (!parsed.success || (parsed.data.data.name === '' && parsed.data.data.nickname === ''))
    throw new StudioError(
      'invalid-input',
      'This JSON is no character card: it has no name. Choose a card in the form V1, V2 or V3.',
    );
  return parsed.data.data;
}

function personaFromData(data: CardData): { readonly persona: Persona; readonly ignored: readonly string[] } {
  const ignored = leftOut(data);
  const name = cut('name', (data.nickname || data.name).replace(/\s+/g, ' ').trim() || 'Persona', 80, ignored);
  const names: MacroNames = { char: name, user: 'the viewer' };
  const own = yingxiExtensionSchema.safeParse(data.extensions?.yingxi);
  const extension = own.success ? own.data : undefined;
  const clean = (text: string): string => withoutMacros(text, names);
  const character = [
    clean(data.description),
    labelled('Personality', clean(data.personality)),
    labelled('Scenario', clean(data.scenario)),
  ];
  const examples = examplesFromText(data.mes_example, names).map((line) => ({
    viewer: line.viewer.slice(0, 1000),
    her: line.her.slice(0, 2000),
  }));
  if (examples.length > 100) ignored.push('mes_example (all after the 100th)');
  const style = [clean(data.system_prompt), clean(data.post_history_instructions)];
  const persona = personaSettingsSchema.parse({
    name,
    language: extension?.language ?? 'auto',
    character: cut('description', joined(character), 20_000, ignored),
    style: cut('system_prompt', joined(style), 8000, ignored),
    greeting: cut('first_mes', clean(data.first_mes), 2000, ignored),
    forbiddenTopics: (extension?.forbiddenTopics ?? []).slice(0, 200).map((topic) => topic.slice(0, 200)),
    examples: examples.slice(0, 100),
    faq: cut('extensions.yingxi.faq', extension?.faq ?? '', 200_000, ignored),
  });
  return { persona, ignored };
}

/** Names of the card's parts that a persona has no place for. */
function leftOut(data: CardData): string[] {
  const ignored: string[] = [];
  if (data.character_book !== undefined && data.character_book !== null) ignored.push('character_book');
  for (const field of ['alternate_greetings', 'group_only_greetings', 'assets'] as const)
    if ((data[field]?.length ?? 0) > 0) ignored.push(field);
  if (data.creator_notes.trim() !== '' && data.creator_notes !== CREATOR_NOTES) ignored.push('creator_notes');
  if ((data.tags ?? []).some((tag) => tag !== 'yingxi')) ignored.push('tags');
  for (const name of Object.keys(data.extensions ?? {}).slice(0, 50))
    if (name !== 'yingxi') ignored.push(`extensions.${name.slice(0, 60)}`);
  return ignored;
}

const CREATOR_NOTES = 'Made with Yingxi.';

function dataFromPersona(persona: Persona) {
  const { name, character, style, greeting, examples, language, forbiddenTopics, faq } = persona;
  return {
    name,
    description: character,
    personality: '',
    scenario: '',
    first_mes: greeting,
    mes_example: examples.map((line) => `<START>\n{{user}}: ${oneLine(line.viewer)}\n{{char}}: ${oneLine(line.her)}`).join('\n'),
    creator_notes: CREATOR_NOTES,
    system_prompt: style,
    post_history_instructions: '',
    alternate_greetings: [],
    tags: ['yingxi'],
    creator: '',
    character_version: '',
    extensions: { yingxi: { language, forbiddenTopics, faq } },
  };
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function cut(field: string, text: string, limit: number, ignored: string[]): string {
  if (text.length <= limit) return text;
  ignored.push(`${field} (all after ${limit} characters)`);
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '');
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64');
}
