import type { ProviderFailure } from './provider-failure.ts';

/** Where a model is and what it is called; '' = the first that the server lists. */
export interface ProviderTarget {
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly model: string;
}

export type ModelsResult =
  | { readonly ok: true; readonly models: readonly string[] }
  | { readonly ok: false; readonly failure: ProviderFailure };
