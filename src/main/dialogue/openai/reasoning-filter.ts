/**
 * Takes reasoning out of streamed text, whatever way it is cut into pieces.
 *
 *   text    spoken            think   between <think> and </think>; muted
 *   header  between <|start|> or <|channel|> and <|message|>; muted, names the channel
 *   hold    the model is known to think without an opening tag: kept back until </think>, a reply without one is let out at the end
 *
 * In harmony's form only the channel `final` is spoken.
 */
export interface ReasoningFilter {
  /** The part of `chunk` (and of what was kept back before) that may be spoken. */
  push(chunk: string): string;
  /** What is left when the text ends. */
  end(): string;
  /** A closing tag came without an opening one: this model's thinking has no opening tag. */
  readonly sawOrphanClose: boolean;
  /** Muted text was seen. */
  readonly sawReasoning: boolean;
}

type Mode = 'text' | 'think' | 'header' | 'mutedChannel' | 'hold';
type Marker = { readonly kind: 'open' | 'close' | 'special'; readonly name: string; readonly length: number };

const TAG_NAMES = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'reason', 'reflection'];
const OPEN = [...TAG_NAMES.map((name) => `<${name}>`), '[think]', '◁think▷'];
const CLOSE = [...TAG_NAMES.map((name) => `</${name}>`), '[/think]', '◁/think▷'];
const LITERALS = [...OPEN, ...CLOSE, '</s>'];
const MARKER_START = /[<[◁]/;
const SPECIAL = /^<[|｜]([\w▁ ]{1,40})[|｜]>/;
const SPECIAL_PREFIX = /^<([|｜]([\w▁ ]{0,40}[|｜]?)?)?$/;

export function createReasoningFilter(options: { readonly startsThinking: boolean }): ReasoningFilter {
  let mode: Mode = options.startsThinking ? 'hold' : 'text';
  let pending = '';
  let held = '';
  let header = '';
  let spoken = false;
  let sawOrphanClose = false;
  let sawReasoning = false;

  const emit = (text: string): string => {
    if (mode === 'header') header = (header + text).slice(0, 100);
    if (mode === 'hold') held += text;
    if (mode === 'think' || mode === 'mutedChannel') sawReasoning ||= text.trim() !== '';
    if (mode !== 'text') return '';
    const visible = spoken ? text : text.trimStart();
    spoken ||= visible !== '';
    return visible;
  };
  const apply = (marker: Marker): void => {
    if (marker.kind === 'open') {
      mode = 'think';
      held = '';
    } else if (marker.kind === 'close') {
      if (mode === 'text' || mode === 'hold') sawOrphanClose = sawReasoning = true;
      held = '';
      mode = 'text';
    } else mode = modeAfterSpecial(mode, marker.name, header);
    if (mode === 'header' && marker.kind === 'special') header = '';
  };
  const drain = (atEnd: boolean): string => {
    let out = '';
    while (pending !== '') {
      const start = pending.search(MARKER_START);
      if (start === -1) break;
      out += emit(pending.slice(0, start));
      pending = pending.slice(start);
      const marker = markerAt(pending);
      if (marker === 'partial' && !atEnd) return out;
      if (marker === undefined || marker === 'partial') {
        out += emit(pending.slice(0, 1));
        pending = pending.slice(1);
        continue;
      }
      apply(marker);
      pending = pending.slice(marker.length);
    }
    out += emit(pending);
    pending = '';
    return out;
  };
  return {
    push(chunk) {
      pending += chunk;
      return drain(false);
    },
    end() {
      const rest = drain(true);
      if (mode !== 'hold') return rest;
      mode = 'text';
      return emit(held);
    },
    get sawOrphanClose() {
      return sawOrphanClose;
    },
    get sawReasoning() {
      return sawReasoning;
    },
  };
}

function modeAfterSpecial(mode: Mode, name: string, header: string): Mode {
  if (name === 'start' || name === 'channel' || name === 'constrain') return 'header';
  if (name === 'message')
    return mode !== 'header' || /^\s*(?:assistant\s*)?(?:final)?\s*$/i.test(header) ? 'text' : 'mutedChannel';
  if (name === 'end' || name === 'return' || name === 'call') return 'text';
  return mode; // <|im_end|>, <|eot_id|> and their like: dropped, nothing changes
}

/** The marker at the start of `text`; 'partial' when more text may make one. */
function markerAt(text: string): Marker | 'partial' | undefined {
  const special = SPECIAL.exec(text);
  if (special?.[1] !== undefined) return { kind: 'special', name: special[1].toLowerCase(), length: special[0].length };
  if (SPECIAL_PREFIX.test(text)) return 'partial';
  const lower = text.slice(0, 16).toLowerCase();
  for (const literal of LITERALS) {
    if (lower.startsWith(literal)) return { kind: kindOf(literal), name: literal, length: literal.length };
  }
  return LITERALS.some((literal) => literal.length > lower.length && literal.startsWith(lower)) ? 'partial' : undefined;
}

function kindOf(literal: string): Marker['kind'] {
  if (OPEN.includes(literal)) return 'open';
  return CLOSE.includes(literal) ? 'close' : 'special';
}

/** Models by whose name one expects thinking; some of them leave out the opening tag. */
export function mayThinkWithoutTag(model: string): boolean {
  return /(?:^|[^a-z])(?:r1|qwq)(?:[^a-z]|$)|deepseek-reasoner|[-_ ]thinking/i.test(model);
}
