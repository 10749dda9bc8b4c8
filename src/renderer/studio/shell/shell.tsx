import { useCallback } from 'react';
import { AutomationPage } from '../features/automation/automation-page.tsx';
import { AvatarPage } from '../features/avatar/avatar-page.tsx';
import { BindingsProvider } from '../features/bindings/bindings-context.tsx';
import { BindingsPage } from '../features/bindings/bindings-page.tsx';
import { BrainPage } from '../features/brain/brain-page.tsx';
import { ClipsPage } from '../features/clips/clips-page.tsx';
import { CoHostPage } from '../features/co-host/co-host-page.tsx';
import { CommandsPage } from '../features/commands/commands-page.tsx';
import { ConnectionsPage } from '../features/connections/connections-page.tsx';
import { ControlsProvider } from '../features/controls/controls-context.tsx';
import { ControlsPage } from '../features/controls/controls-page.tsx';
import { GamesPage } from '../features/games/games-page.tsx';
import { EarsPage } from '../features/hearing/ears-page.tsx';
import { MicrophoneProvider } from '../features/hearing/microphone-context.tsx';
import { ItemsPage } from '../features/items/items-page.tsx';
import { LedgerPage } from '../features/ledger/ledger-page.tsx';
import { LivePage } from '../features/live/live-page.tsx';
import { LocalModelsPage } from '../features/local-models/local-models-page.tsx';
import { MappingPage } from '../features/mapping/mapping-page.tsx';
import { ModerationPage } from '../features/moderation/moderation-page.tsx';
import { MusicPage } from '../features/music/music-page.tsx';
import { ObsPage } from '../features/obs/obs-page.tsx';
import { OverlaysPage } from '../features/overlays/overlays-page.tsx';
import { PerformancesPage } from '../features/performances/performances-page.tsx';
import { PersonaPage } from '../features/persona/persona-page.tsx';
import { PluginPrompts } from '../features/plugins/plugin-prompts.tsx';
import { PluginsPage } from '../features/plugins/plugins-page.tsx';
import { PointsPage } from '../features/points/points-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { StagePage } from '../features/stage/stage-page.tsx';
import { TrackingProvider } from '../features/tracking/tracking-context.tsx';
import { TrackingPage } from '../features/tracking/tracking-page.tsx';
import { UnderstandingPage } from '../features/understanding/understanding-page.tsx';
import { ViewersPage } from '../features/viewers/viewers-page.tsx';
import { VoicePage } from '../features/voice/voice-page.tsx';
import { Welcome } from '../features/welcome/welcome.tsx';
import type { HotkeyAction } from '../hotkeys/accelerator.ts';
import { usePageHotkeys } from '../hotkeys/use-page-hotkeys.ts';
import { useMonitor } from '../monitor/use-monitor.ts';
import { useSettings } from '../session/session-context.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { HeaderBar } from './header-bar.tsx';
import { NavRail } from './nav-rail.tsx';
import { type RouteId, useRoute } from './routes.ts';
import { StageFrame } from './stage-frame.tsx';
import { useExpress } from './use-express.ts';
import { usePanic } from './use-panic.ts';
import { useStop } from './use-stop.ts';
import { useToggleClickThrough } from './use-toggle-click-through.ts';
import './shell.css';

const PAGES: Readonly<Record<RouteId, () => React.ReactNode>> = {
  live: LivePage,
  connections: ConnectionsPage,
  obs: ObsPage,
  overlays: OverlaysPage,
  music: MusicPage,
  clips: ClipsPage,
  automation: AutomationPage,
  brain: BrainPage,
  persona: PersonaPage,
  voice: VoicePage,
  ears: EarsPage,
  understanding: UnderstandingPage,
  'local-models': LocalModelsPage,
  avatar: AvatarPage,
  stage: StagePage,
  items: ItemsPage,
  mapping: MappingPage,
  plugins: PluginsPage,
  commands: CommandsPage,
  games: GamesPage,
  hotkeys: BindingsPage,
  tracking: TrackingPage,
  controls: ControlsPage,
  performances: PerformancesPage,
  'co-host': CoHostPage,
  viewers: ViewersPage,
  points: PointsPage,
  moderation: ModerationPage,
  ledger: LedgerPage,
  settings: SettingsPage,
};

/** Rail, header and the present page. */
export function Shell() {
  const { route, go } = useRoute();
  const stop = useStop();
  const express = useExpress();
  const hotkeys = useSettings((settings) => settings.hotkeys);
  const welcomed = useSettings(({ ui }) => ui.welcomed);
  const toggleClickThrough = useToggleClickThrough();
  const panic = usePanic();
  const onHotkey = useCallback(
    (action: HotkeyAction) => {
      if (action === 'stop') stop();
      else if (action === 'panic') panic.toggle();
      else if (action === 'clickThrough') toggleClickThrough();
      else express(action);
    },
    [stop, panic.toggle, express, toggleClickThrough],
  );
  usePageHotkeys(hotkeys, onHotkey);
  useMonitor();
  const PageOfRoute = PAGES[route];
  return (
    <BindingsProvider>
      <ControlsProvider>
        <MicrophoneProvider>
          <TrackingProvider>
            <div className="shell">
              <NavRail route={route} go={go} />
              <HeaderBar onStop={stop} panic={panic} />
              <main className="shell-main">
                <ErrorBoundary key={route}>
                  <PageOfRoute />
                </ErrorBoundary>
              </main>
              <StageFrame onOpen={() => go('live')} />
              <PluginPrompts />
              {welcomed ? null : <Welcome onOpenBrain={() => go('brain')} />}
            </div>
          </TrackingProvider>
        </MicrophoneProvider>
      </ControlsProvider>
    </BindingsProvider>
  );
}
