import type { z } from 'zod';
import type { World } from '../state/world.ts';
import { VtsError, type VtsErrorName } from './error-ids.ts';
import type { PluginSession } from './plugin-session.ts';

export interface RequestContext {
  readonly world: World;
  readonly session: PluginSession;
}

/** One row of the registry: a request that is understood. */
export interface RequestKind {
  readonly type: string;
  /** False for the three requests that lead to authentication. */
  readonly authenticated: boolean;
  /** full: does what VTube Studio does; neutral: a valid answer that says "off" or "nothing". */
  readonly answered: 'full' | 'neutral';
  /** Permission that some of its uses need. */
  readonly permission?: string;
  /** Answers with the response's `data`, or throws `VtsError`. */
  answer(data: unknown, context: RequestContext): object | Promise<object>;
}

interface Definition<S extends z.ZodType> {
  readonly type: string;
  readonly open?: true;
  readonly neutral?: true;
  readonly permission?: string;
  readonly schema: S;
  /** Error for data that does not fit the schema. */
  readonly misfit?: VtsErrorName;
  readonly answer: (data: z.output<S>, context: RequestContext) => object | Promise<object>;
}

export function defineRequest<S extends z.ZodType>(definition: Definition<S>): RequestKind {
  const { type, schema, misfit = 'JSONInvalid', answer } = definition;
  return {
    type,
    authenticated: definition.open !== true,
    answered: definition.neutral === true ? 'neutral' : 'full',
    ...(definition.permission === undefined ? {} : { permission: definition.permission }),
    answer(data, context) {
      const read = schema.safeParse(data);
      if (!read.success) throw new VtsError(misfit, `The data of ${type} does not fit: ${firstIssues(read.error)}.`);
      return answer(read.data, context);
    },
  };
}

const NAMED_ISSUES = 3;
function firstIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, NAMED_ISSUES)
    .map(({ path, message }) => `${path.length === 0 ? 'data' : path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, 400);
}
