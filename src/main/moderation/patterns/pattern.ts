import { assertNever, StudioError } from '#shared/errors.ts';
import { isWordUnit, type PatternNode, parsePattern } from './pattern-syntax.ts';

/** A place in the text, in code points; `to` behind the last. */
export interface PatternMatch {
  readonly from: number;
  readonly to: number;
}

/** Counts the work that patterns do on one text, so that it is bounded by number and not by a clock. */
export interface StepBudget {
  left: number;
}

export interface Pattern {
  /** The leftmost match from `start` on, and its longest end; undefined: none. 'overrun': the budget was spent before it was known. */
  search(text: readonly number[], budget: StepBudget, start: number): PatternMatch | undefined | 'overrun';
}

type Step =
  | { readonly op: 'char'; readonly accepts: (unit: number) => boolean; readonly next: number }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'assert'; readonly kind: 'start' | 'end' | 'edge' | 'no-edge'; readonly next: number }
  | { readonly op: 'match' };

/** Longer programs would cost more than a whole message may. */
const MAX_STEPS = 2000;

/** Text is expected in lower case. Throws `invalid-input` for a pattern that cannot be used. */
export function createPattern(source: string): Pattern {
  const program: Step[] = [];
  const put = (step: Step): number => {
    if (program.length >= MAX_STEPS)
      throw new StudioError(
        'invalid-input',
        'The pattern cannot be used: it is too large. Make its repeats smaller or split it.',
      );
    return program.push(step) - 1;
  };
  const match = put({ op: 'match' });
  const entry = compile(parsePattern(source), match, put, program);
  const mayBegin = firstSteps(program, entry);
  return { search: (text, budget, start) => search({ program, entry, mayBegin, start }, text, budget) };
}

/** Lays a node down before `next`, back to front; gives where it begins. */
function compile(node: PatternNode, next: number, put: (step: Step) => number, program: Step[]): number {
  switch (node.type) {
    case 'empty':
      return next;
    case 'char':
      return put({ op: 'char', accepts: node.accepts, next });
    case 'assert':
      return put({ op: 'assert', kind: node.kind, next });
    case 'both':
      return node.parts.reduceRight((follow, part) => compile(part, follow, put, program), next);
    case 'either':
      return node.options
        .map((option) => compile(option, next, put, program))
        .reduceRight((second, first) => put({ op: 'split', first, second }));
    case 'repeat':
      return compileRepeat(node, next, put, program);
    default:
      return assertNever(node);
  }
}

function compileRepeat(
  { node, least, most }: Extract<PatternNode, { type: 'repeat' }>,
  next: number,
  put: (step: Step) => number,
  program: Step[],
): number {
  let follow = next;
  if (most === Number.POSITIVE_INFINITY) {
    const loop = put({ op: 'split', first: next, second: next });
    program[loop] = { op: 'split', first: compile(node, loop, put, program), second: next };
    follow = loop;
  } else {
    for (let extra = least; extra < most; extra += 1)
      follow = put({ op: 'split', first: compile(node, follow, put, program), second: next });
  }
  for (let needed = 0; needed < least; needed += 1) follow = compile(node, follow, put, program);
  return follow;
}

interface Compiled {
  readonly program: readonly Step[];
  readonly entry: number;
  readonly mayBegin: (unit: number | undefined) => boolean;
  readonly start: number;
}

/** All ways through the program at once; each remembers where it began, and the earliest wins. */
function search(
  { program, entry, mayBegin, start }: Compiled,
  text: readonly number[],
  budget: StepBudget,
): PatternMatch | undefined | 'overrun' {
  let current = new Map<number, number>();
  let best: PatternMatch | undefined;
  for (let at = start; at <= text.length; at += 1) {
    budget.left -= 1;
    // A new beginning only while nothing was found: the leftmost match wins.
    if (best === undefined && mayBegin(text[at])) add(program, current, entry, at, at, text, budget);
    if (budget.left < 0) return 'overrun';
    if (current.size === 0) {
      if (best !== undefined) return best;
      continue;
    }
    const following = new Map<number, number>();
    for (const [step, from] of current) {
      const op = program[step];
      if (op === undefined || (best !== undefined && from > best.from)) continue;
      if (op.op === 'match') {
        if (at > from && (best === undefined || from < best.from || (from === best.from && at > best.to)))
          best = { from, to: at };
      } else if (op.op === 'char' && at < text.length && op.accepts(text[at] ?? 0))
        add(program, following, op.next, from, at + 1, text, budget);
    }
    current = following;
  }
  return best;
}

/** Whether a match could begin with this code point: most places of a text are passed over by that alone. */
function firstSteps(program: readonly Step[], entry: number): (unit: number | undefined) => boolean {
  const accepting: ((unit: number) => boolean)[] = [];
  const open = [entry];
  const seen = new Set<number>();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const op = program[step];
    if (op === undefined || seen.has(step)) continue;
    seen.add(step);
    if (op.op === 'split') open.push(op.first, op.second);
    else if (op.op === 'assert') open.push(op.next);
    else if (op.op === 'char') accepting.push(op.accepts);
  }
  return (unit) => unit !== undefined && accepting.some((accepts) => accepts(unit));
}

/** Follows what takes no letter, and counts it. Of two ways to one step the one that began earlier is kept. */
function add(
  program: readonly Step[],
  states: Map<number, number>,
  first: number,
  from: number,
  at: number,
  text: readonly number[],
  budget: StepBudget,
): void {
  const open = [first];
  const seen = new Set<number>();
  for (let step = open.pop(); step !== undefined && budget.left >= 0; step = open.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    budget.left -= 1;
    const op = program[step];
    if (op === undefined) continue;
    if (op.op === 'split') open.push(op.second, op.first);
    else if (op.op === 'assert') {
      if (holds(op.kind, at, text)) open.push(op.next);
    } else if ((states.get(step) ?? Number.POSITIVE_INFINITY) > from) states.set(step, from);
  }
}

function holds(kind: 'start' | 'end' | 'edge' | 'no-edge', at: number, text: readonly number[]): boolean {
  if (kind === 'start') return at === 0;
  if (kind === 'end') return at === text.length;
  const isEdge = isWordUnit(text[at - 1] ?? 0) !== isWordUnit(text[at] ?? 0);
  return kind === 'edge' ? isEdge : !isEdge;
}
