import type { AnyContractRouter } from '@orpc/contract';
import type { ImplementerInternalWithMiddlewares } from '@orpc/server';
import type { Contract } from '#shared/contract/index.ts';
import type { Scope } from '#shared/contract/procedure.ts';

interface Context {
  readonly scope: Scope;
}

/** A part of the contract, ready to be given its handlers; every call passes the scope check. */
export type Implementer<C extends AnyContractRouter> = ImplementerInternalWithMiddlewares<C, Context, Context>;
/** The whole contract likewise. */
export type StudioImplementer = { readonly [Part in keyof Contract]: Implementer<Contract[Part]> };
