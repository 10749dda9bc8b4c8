import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { BindingsView } from '#shared/contract/bindings.ts';
import { useSession } from '../../session/session-context.tsx';
import type { Mirrored } from '../../session/studio-session.ts';
import { useWatch } from '../../session/use-watch.ts';
import { createPageInputs, type PageInputs } from './inputs/page-inputs.ts';

interface BindingsScope {
  readonly view: Mirrored<BindingsView>;
  /** Undefined only until the page is set up. */
  readonly inputs: PageInputs | undefined;
}
const BindingsContext = createContext<BindingsScope>({ view: { value: undefined, problem: undefined }, inputs: undefined });

/** Stands around every screen: the list of bindings, and the devices that fire them wherever in the studio the streamer is. */
export function BindingsProvider({ children }: { readonly children: ReactNode }) {
  const { client } = useSession();
  const view = useWatch((api) => api.bindings.watch);
  const [inputs, setInputs] = useState<PageInputs>();
  useEffect(() => {
    const made = createPageInputs(client);
    setInputs(made);
    return () => made.close();
  }, [client]);
  useEffect(() => {
    if (view.value !== undefined) inputs?.use(view.value.bindings, view.value.model?.id);
  }, [inputs, view.value]);
  return <BindingsContext value={{ view, inputs }}>{children}</BindingsContext>;
}

export const useBindings = (): Mirrored<BindingsView> => useContext(BindingsContext).view;
export const usePageInputs = (): PageInputs | undefined => useContext(BindingsContext).inputs;
