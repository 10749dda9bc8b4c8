import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { type InterfaceLanguage, STRING_TABLES, type Strings } from './strings.ts';

interface Spoken {
  readonly language: InterfaceLanguage;
  readonly strings: Strings;
}
const StringsContext = createContext<Spoken>({ language: 'en', strings: STRING_TABLES.en });

/** Gives the pages below one language; changing it re-renders them in place. */
export function StringsProvider({ language, children }: { readonly language: InterfaceLanguage; readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <StringsContext value={{ language, strings: STRING_TABLES[language] }}>{children}</StringsContext>;
}

export const useStrings = (): Strings => useContext(StringsContext).strings;
export const useInterfaceLanguage = (): InterfaceLanguage => useContext(StringsContext).language;
