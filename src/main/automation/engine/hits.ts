import { plainWord } from '#shared/audience/command-text.ts';
import { assertNever } from '#shared/errors.ts';
import { indexOfPhrase, plainSpoken } from '#shared/hearing/spoken-text.ts';
import { plainCause } from './causes.ts';
import type { AutomationInput, Cause } from './engine.types.ts';
import { type Hit, type Hits, liveHits } from './live-hits.ts';
import type { AnyEntry, Plan } from './plan.ts';
import type { EngineState, World } from './state.ts';
import { timeHits } from './time-hits.ts';

/** Which triggers match now. `before`: what was so before the input; `state`: what is so after it. */
export function hitsOf(plan: Plan, before: World, state: EngineState, input: AutomationInput, nowMs: number): Hits {
  const { world } = state;
  const air = airHits(plan, before, world);
  switch (input.type) {
    case 'tick':
      return timeHits(plan, state, nowMs);
    case 'live':
      return { state, hits: [...air, ...liveHits(plan, input)] };
    case 'heard':
      return heardHits(plan, state, input);
    case 'speech':
      if (before.speaking === world.speaking) return { state, hits: [] };
      return { state, hits: all(plan.of('speech').filter(({ trigger }) => (trigger.change === 'begins') === world.speaking)) };
    case 'music':
      return { state, hits: songHits(plan, before.song, world.song) };
    case 'programs':
      return { state, hits: programHits(plan, before.programs, world.programs) };
    case 'obs':
      return obsHits(plan, before, state, input.notice, air);
    case 'obs-state':
    case 'run':
      return { state, hits: [] };
    default:
      return assertNever(input);
  }
}

const all = (entries: readonly AnyEntry[], text = '', values: Cause['values'] = {}): Hit[] =>
  entries.map((entry) => ({ entry, cause: plainCause(entry.trigger.type, text, values) }));

/** The stream began or ended, whichever told it first: OBS or the platform. */
function airHits(plan: Plan, before: World, after: World): readonly Hit[] {
  if (before.onAir === after.onAir) return [];
  return all(plan.of('stream').filter(({ trigger }) => (trigger.change === 'begins') === after.onAir));
}

function heardHits(plan: Plan, state: EngineState, input: Extract<AutomationInput, { type: 'heard' }>): Hits {
  const turn = state.turn.id === input.turnId ? state.turn : { id: input.turnId, emotion: undefined, said: [] };
  const felt = input.emotion === turn.emotion ? [] : plan.of('emotion').filter((one) => one.trigger.emotion === input.emotion);
  const listening = plan.of('reply').filter(({ key }) => !turn.said.includes(key));
  const plain = listening.length === 0 ? '' : plainSpoken(input.text);
  const said = listening.filter(({ words }) => words.some((word) => indexOfPhrase(plain, word) >= 0));
  return {
    hits: [...all(felt, input.text), ...all(said, input.text)],
    state: { ...state, turn: { id: turn.id, emotion: input.emotion, said: [...turn.said, ...said.map(({ key }) => key)] } },
  };
}

function songHits(plan: Plan, before: string, song: string): readonly Hit[] {
  if (before === song) return [];
  const fits = ({ words }: AnyEntry, title: string): boolean => words.every((word) => plainWord(title).includes(word));
  const of = (change: 'begins' | 'ends', title: string): Hit[] =>
    title === ''
      ? []
      : all(
          plan.of('song').filter((entry) => entry.trigger.change === change && fits(entry, title)),
          title,
          { song: title },
        );
  return [...of('ends', before), ...of('begins', song)];
}

function programHits(plan: Plan, before: readonly string[], running: readonly string[]): readonly Hit[] {
  return plan.of('game').flatMap((entry) => {
    const ran = entry.words.some((word) => before.includes(word));
    const found = entry.words.find((word) => running.includes(word));
    const begins = !ran && found !== undefined;
    const ends = ran && found === undefined;
    return (entry.trigger.change === 'begins' ? begins : ends) ? all([entry], found ?? entry.words[0] ?? '') : [];
  });
}

type Notice = Extract<AutomationInput, { type: 'obs' }>['notice'];
function obsHits(plan: Plan, before: World, state: EngineState, notice: Notice, air: readonly Hit[]): Hits {
  switch (notice.type) {
    case 'scene': {
      const { scene } = notice;
      const entries = plan.of('scene').filter(({ trigger }) => trigger.scene === '' || trigger.scene === scene);
      return { state, hits: all(entries, scene, { scene }) };
    }
    case 'output':
      return { state, hits: [...air, ...outputHits(plan, before, notice)] };
    case 'replay-saved':
      return { state, hits: all(plan.of('obs-output').filter(({ trigger }) => trigger.change === 'saved')) };
    case 'item': {
      const entries = plan
        .of('obs-item')
        .filter(
          ({ trigger }) => trigger.visible === notice.visible && (trigger.source === '' || trigger.source === notice.source),
        );
      return { state, hits: all(entries, notice.source) };
    }
    case 'media-ended': {
      const entries = plan
        .of('obs-media-ended')
        .filter(({ trigger }) => trigger.source === '' || trigger.source === notice.source);
      return { state, hits: all(entries, notice.source) };
    }
    case 'connected':
      // What belongs to a time of day is set anew: OBS may have been away when it came.
      return { state: withoutWindows(plan, state), hits: linkHits(plan, 'connected') };
    case 'lost':
      return { state, hits: linkHits(plan, 'lost') };
    default:
      return assertNever(notice);
  }
}

const linkHits = (plan: Plan, change: 'connected' | 'lost'): Hit[] =>
  all(plan.of('obs-link').filter(({ trigger }) => trigger.change === change));

function outputHits(plan: Plan, before: World, { output, state }: Extract<Notice, { type: 'output' }>): readonly Hit[] {
  if (output === 'stream') return [];
  const was = before.outputs[output];
  const change =
    state === 'active' && was !== 'paused' && was !== 'active'
      ? 'begins'
      : state === 'stopped' && was !== 'stopped'
        ? 'ends'
        : state === 'paused' && was !== 'paused'
          ? 'pauses'
          : undefined;
  return all(plan.of('obs-output').filter(({ trigger }) => trigger.output === output && trigger.change === change));
}

function withoutWindows(plan: Plan, state: EngineState): EngineState {
  const windows = new Set(plan.of('between').map(({ key }) => key));
  return { ...state, marks: Object.fromEntries(Object.entries(state.marks).filter(([key]) => !windows.has(key))) };
}
