import type { ModelParameter } from '#shared/avatar/model.ts';
import type { InputParameter, Mapping } from '#shared/avatar/parameters.ts';
import type { Cell } from '#shared/cell.ts';

/** How a source writes: `set` takes hold of a parameter (weighted against what is below), `add` lays a sum over it. */
export type InjectionMode = 'set' | 'add';
export interface Injection {
  readonly id: string;
  readonly value: number;
  /** 0…1; only for `set`. */
  readonly weight: number;
}
export type InjectionProblem =
  | { readonly problem: 'unknown-parameter'; readonly id: string }
  /** Another owner sets it. */
  | { readonly problem: 'taken'; readonly id: string };

export type CreationProblem = 'name' | 'values' | 'taken' | 'standard' | 'owner-limit' | 'total-limit';
export type DeletionProblem = 'unknown' | 'other-owner' | 'standard';

/**
 * The one mixer of all that moves the avatar from outside, with VTube Studio's semantics: what is not sent again within a second is let go, one owner at
 * a time may `set` a parameter, any number may `add`. Ticks 60 times a second while anything moves and rests otherwise.
 */
export interface ParameterBus {
  /** `own`: those of ours beyond VTube Studio's list (perfect-sync shapes, the body). */
  list(): Readonly<Record<'standard' | 'own' | 'custom', readonly InputParameter[]>>;
  value(name: string): InputParameter | undefined;
  create(
    owner: string,
    parameter: { name: string; explanation: string; min: number; max: number; default: number },
  ): CreationProblem | undefined;
  remove(owner: string, name: string): DeletionProblem | undefined;
  /** Deletes what an owner created: its token was taken back. */
  removeAllOf(owner: string): void;
  /**
   * All or nothing. `session` is who holds the values (they end with it), `owner` names it to people. `priority`: 0 trackers, 1 controllers, 2 plugins;
   * among sources that set, the higher wins and the others wait below.
   */
  inject(
    source: { readonly session: string; readonly owner: string; readonly priority: number },
    mode: InjectionMode,
    values: readonly Injection[],
  ): InjectionProblem | undefined;
  /** Whether anything says that it sees a face. */
  faceFound(): boolean;
  setFaceFound(session: string, found: boolean): void;
  /** 0…1 for all values of this session, reached within `seconds`: a human–AI fade. */
  fade(session: string, weight: number, seconds: number): void;
  /** Lets go of everything of this session, gently. */
  drop(session: string): void;
  /** Calls `listener` at the beginning of each tick, before anything is mixed, and keeps the bus ticking. Returns how to end it. */
  eachTick(listener: (nowMs: number) => void): () => void;
  /** A source has seen something newer, in a picture of `pictureMs` (ms since the epoch): the next tick comes at once instead of with the beat. */
  hasten(pictureMs: number): void;
  /** The model that the mapping writes to. Sends a new table to the stages. */
  setModel(modelId: string, parameters: readonly ModelParameter[], mapping: Mapping): void;
  close(): void;
}

/** One row at work, for its meters. */
export interface RowMeter {
  readonly id: string;
  readonly output: string;
  /** Input after mixing. */
  readonly raw: number;
  /** What the stage gets: after range, curve, filter and limits. */
  readonly mapped: number;
  /** 0…1: how far it rules the model's parameter. */
  readonly weight: number;
}

/** Who moves her now. */
export interface BusSource {
  readonly owner: string;
  readonly priority: number;
  /** Parameters that it sets or adds to. */
  readonly parameters: number;
}

/** The bus with windows to look in: for the mapping editor. Reading costs nothing while nobody reads. */
export interface MeasuredBus extends ParameterBus {
  /** Rises when parameters are made or deleted. */
  readonly inputsRevision: Cell<number>;
  meters(): readonly RowMeter[];
  /** Every input that something moves now, with its value after mixing. Allocates nothing. */
  eachMoving(visit: (input: Pick<InputParameter, 'name' | 'min' | 'max' | 'default'>, value: number) => void): void;
  sources(): readonly BusSource[];
  /** Resolves when the custom parameters are on disk. */
  close(): Promise<void>;
}
