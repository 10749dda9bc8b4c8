import type { z } from 'zod';
import type { World } from '../state/world.ts';
import { VtsError, type VtsErrorName } from './error-ids.ts';

/** Sends one event; `data` is its payload. */
export type Tell = (data: object) => void;
/** Starts telling one subscriber; returns the end. */
export type OpenEvent = (world: World, tell: Tell) => () => void;

/** One event that can be subscribed to. */
export interface EventKind {
  readonly name: string;
  readonly answered: 'full' | 'neutral';
  /** Reads the subscriber's configuration; throws `VtsError` when it is not allowed. */
  prepare(config: unknown): OpenEvent;
}

interface Definition<S extends z.ZodType> {
  readonly name: string;
  readonly neutral?: true;
  readonly config: S;
  /** Error for a configuration that does not fit the schema. */
  readonly misfit?: VtsErrorName;
  readonly open: (world: World, config: z.output<S>, tell: Tell) => () => void;
}

export function defineEvent<S extends z.ZodType>({
  name,
  neutral,
  config,
  misfit = 'JSONInvalid',
  open,
}: Definition<S>): EventKind {
  return {
    name,
    answered: neutral === true ? 'neutral' : 'full',
    prepare(raw) {
      const read = config.safeParse(raw);
      if (read.success) return (world, tell) => open(world, read.data, tell);
      const [issue] = read.error.issues;
      throw new VtsError(misfit, `The config of ${name} does not fit: ${issue?.path.join('.')}: ${issue?.message}.`);
    },
  };
}
