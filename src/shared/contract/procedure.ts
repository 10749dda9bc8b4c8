import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Which clients may call: the studio (everything), a plugin (REST tokens too), a stage, a phone on the local network. Checked in one middleware. */
export type Scope = 'studio' | 'plugin' | 'stage' | 'remote';
export interface ProcedureMeta {
  readonly scopes: readonly Scope[];
}

const errors = {
  INVALID_INPUT: { status: 400 },
  NOT_FOUND: { status: 404 },
  UNAVAILABLE: { status: 503 },
  FORBIDDEN: { status: 403 },
  CONFLICT: { status: 409 },
  FAILED: { status: 500 },
} as const;

/** A procedure that only the studio interface may call. */
export const studioProcedure = oc.$meta<ProcedureMeta>({ scopes: ['studio'] }).errors(errors);
/** One that plugins and REST clients may call too. */
export const openProcedure = oc.$meta<ProcedureMeta>({ scopes: ['studio', 'plugin'] }).errors(errors);
/** One that the pages in OBS may call too. */
export const stageProcedure = oc.$meta<ProcedureMeta>({ scopes: ['studio', 'stage'] }).errors(errors);
/** One that the page for phones may call; only these can be reached from the local network. */
export const remoteProcedure = oc.$meta<ProcedureMeta>({ scopes: ['remote'] }).errors(errors);

export const nothing = z.object({}).optional();
export const done = z.object({ ok: z.literal(true) });
