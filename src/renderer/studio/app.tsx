import { type MantineColorScheme, MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { resolveLanguage } from './i18n/strings.ts';
import { StringsProvider } from './i18n/use-strings.tsx';
import { SessionProvider } from './session/session-context.tsx';
import type { StudioSession } from './session/studio-session.ts';
import { BootScreen } from './shell/boot-screen.tsx';
import { Shell } from './shell/shell.tsx';
import { cssVariables, theme } from './theme/theme.ts';
import { useColorScheme } from './theme/use-color-scheme.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Toasts } from './ui/toasts.tsx';

/** The studio interface over one session. Pages render only once the settings are there, so nothing flickers from defaults to the real values. */
export function App({ session }: { readonly session: StudioSession }) {
  const view = useStore(session.settings, (state) => state.view);
  const scheme = useColorScheme(view?.settings.theme ?? 'auto');
  const language = resolveLanguage(view?.settings.language ?? 'auto', navigator.languages);
  return (
    <Themed scheme={scheme}>
      <StringsProvider language={language}>
        <SessionProvider session={session}>
          <ErrorBoundary>{view === undefined ? <BootScreen /> : <Shell />}</ErrorBoundary>
          <Toasts />
        </SessionProvider>
      </StringsProvider>
    </Themed>
  );
}

function Themed({ scheme, children }: { readonly scheme: Exclude<MantineColorScheme, 'auto'>; readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.style.colorScheme = scheme;
  }, [scheme]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      {children}
    </MantineProvider>
  );
}
