import { z } from 'zod';
import type { Emotion } from '#shared/speech/emotion.ts';
import type { ObsOutput, OutputState } from './engine.types.ts';

/** What outlives the program: cooldowns must hold after a restart. */
const memorySchema = z.object({
  /** ms since the epoch; 0 never. */
  firedMs: z.number().catch(0),
  /** Of the last hour, oldest first. */
  recent: z.array(z.number()).max(200).catch([]),
  /** Viewers who fired it within its cooldown for them. */
  viewers: z
    .array(z.tuple([z.string().max(300), z.number()]))
    .max(500)
    .catch([]),
  /** `startedMs` of the show in which it fired last. */
  show: z.number().catch(0),
});
export type RuleMemory = z.infer<typeof memorySchema>;
export const keptStateSchema = z.object({
  /** State of the generator, 32 bits. */
  random: z.number().int().min(0).catch(1),
  rules: z.record(z.string(), memorySchema).catch({}),
  /** A show begins with the stream, or after six quiet hours. */
  show: z
    .object({ startedMs: z.number(), lastMs: z.number(), endedMs: z.number() })
    .catch({ startedMs: 0, lastMs: 0, endedMs: 0 }),
});
export type KeptState = z.infer<typeof keptStateSchema>;

export const NEW_MEMORY: RuleMemory = { firedMs: 0, recent: [], viewers: [], show: 0 };
export const newKeptState = (seed: number): KeptState => ({
  random: seed >>> 0,
  rules: {},
  show: { startedMs: 0, lastMs: 0, endedMs: 0 },
});

/** What is so at the moment. */
export interface World {
  readonly scene: string;
  readonly outputs: Readonly<Record<ObsOutput, OutputState>>;
  readonly onAir: boolean;
  readonly speaking: boolean;
  readonly song: string;
  readonly musicPlays: boolean;
  readonly programs: readonly string[];
  /** By room. */
  readonly viewers: Readonly<Record<string, number>>;
  /** When somebody last wrote, and when she was last heard, ms since the epoch. */
  readonly chatMs: number;
  readonly herMs: number;
}

/** Everything that decides: plain data, so that the same inputs give the same firings. Never changed in place. */
export interface EngineState {
  readonly kept: KeptState;
  readonly world: World;
  readonly offsetMinutes: number;
  /** 0: no tick yet. */
  readonly lastTickMs: number;
  /** By rule and trigger ("id:0"): when it is due, or 1 while it has fired for what still lasts. */
  readonly marks: Readonly<Record<string, number>>;
  readonly turn: { readonly id: number; readonly emotion: Emotion | undefined; readonly said: readonly string[] };
  /** Rules that keep lower ones of their group away. */
  readonly groups: Readonly<Record<string, { readonly priority: number; readonly untilMs: number }>>;
}

export function newEngineState(kept: KeptState, nowMs: number, offsetMinutes: number): EngineState {
  return {
    kept,
    world: {
      scene: '',
      outputs: { stream: 'stopped', record: 'stopped', replay: 'stopped' },
      onAir: false,
      speaking: false,
      song: '',
      musicPlays: false,
      programs: [],
      viewers: {},
      chatMs: nowMs,
      herMs: nowMs,
    },
    offsetMinutes,
    lastTickMs: 0,
    marks: {},
    turn: { id: -1, emotion: undefined, said: [] },
    groups: {},
  };
}
