import type { Cell } from '#shared/cell.ts';
import type { BrainView } from '#shared/contract/brain.ts';
import type { StudioInfo } from '#shared/contract/studio.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { SecretName } from '#shared/settings/settings.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';
import type { AudienceDesk } from './audience/audience-desk.types.ts';
import type { AvatarDesk } from './avatar/avatar.types.ts';
import type { AvatarSide } from './avatar-side.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import type { BridgeDesk } from './connectors/bridges/bridge-desk.types.ts';
import type { Dialogue } from './dialogue/dialogue.ts';
import type { Director } from './director/director.ts';
import type { Hearing } from './hearing/hearing.types.ts';
import type { IntentDesk } from './intent/intent.types.ts';
import type { ObsDesk } from './obs/control/obs-desk.types.ts';
import type { ObsSetup } from './obs/setup/setup.types.ts';
import type { OverlayDesk } from './overlays/overlays.types.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Clock, SecretStore } from './platform/host.ts';
import type { Pause } from './platform/watch-cell.ts';
import type { PlaySide } from './play-side.ts';
import type { AutomationRouteServices } from './routes/automation-routes.ts';
import type { BindingRouteServices } from './routes/bindings-routes.ts';
import type { ClipsRouteServices } from './routes/clips-routes.ts';
import type { LocalModelsRouteServices } from './routes/local-models-routes.ts';
import type { ModerationRouteServices } from './routes/moderation-routes.ts';
import type { MusicRouteServices } from './routes/music-routes.ts';
import type { ObsRouteServices } from './routes/obs-routes.ts';
import type { PerformancesRouteServices } from './routes/performances-routes.ts';
import type { RecognitionRouteServices } from './routes/recognition-routes.ts';
import type { RoomsRouteServices } from './routes/rooms-routes.ts';
import type { TrackingRouteServices } from './routes/tracking-routes.ts';
import type { createChatSender } from './show/chat-sender.ts';
import type { RoomFeed } from './show/room-feed.ts';
import type { Speech } from './speech/speech.ts';
import type { StageHub } from './stage/stage-hub.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { Store } from './storage/store.ts';
import type { TurnRunner } from './turn/turn-runner.ts';
import type { VtsServer } from './vts/vts.types.ts';

/** Where events enter, whatever brought them. */
export interface Intake {
  accept(events: readonly LiveEvent[]): { readonly accepted: number; readonly duplicates: number };
  /** As `accept`, for the API: resolves when the paid ones are on disk. */
  post(events: readonly LiveEvent[]): Promise<{ accepted: number; duplicates: number; ids: string[] }>;
}

/** Everything the router calls: each service once, and the few verbs that need more than one of them. */
export interface StudioServices {
  readonly clock: Clock;
  readonly pause: Pause;
  readonly board: HealthBoardStore;
  readonly settings: SettingsStore;
  readonly settingsCell: Cell<number>;
  readonly secrets: SecretStore;
  readonly director: Director;
  readonly dialogue: Dialogue;
  readonly brainCell: Cell<BrainView>;
  readonly speech: Speech;
  readonly hub: StageHub;
  readonly audience: AudienceDesk;
  readonly avatar: AvatarSide;
  /** Throws `unavailable` while the AI has no avatar of her own. */
  readonly coHost: () => AvatarDesk;
  readonly plugins: VtsServer;
  readonly localModels: LocalModelsRouteServices;
  readonly automationRoutes: AutomationRouteServices;
  readonly bindingRoutes: BindingRouteServices;
  readonly hearing: Hearing;
  readonly intent: IntentDesk;
  readonly recognitionRoutes: RecognitionRouteServices;
  readonly moderationRoutes: ModerationRouteServices;
  readonly obsRoutes: ObsRouteServices;
  readonly obsDesk: ObsDesk;
  readonly obsSetup: ObsSetup;
  /** Commands and games of the audience. */
  readonly play: PlaySide;
  readonly runner: TurnRunner;
  readonly feed: RoomFeed;
  readonly store: Store;
  readonly intake: Intake;
  readonly connections: ConnectionDesk;
  readonly music: MusicRouteServices;
  readonly clips: ClipsRouteServices;
  readonly performances: PerformancesRouteServices;
  readonly tracking: TrackingRouteServices;
  readonly rooms: RoomsRouteServices;
  readonly bridges: BridgeDesk;
  readonly overlays: OverlayDesk;
  info(): StudioInfo;
  /** From the environment, else from the secret store. */
  secret(name: SecretName): string | undefined;
  secretChanged(): void;
  say(request: { text: string; emotion?: Emotion | undefined; speaker?: Speaker | undefined; mode: 'queue' | 'interrupt' }): {
    eventId: string;
  };
  stop(): { stoppedTurnId: number | null; droppedMessages: number };
  sendChat: ReturnType<typeof createChatSender>;
  openDataFolder(): Promise<void>;
  currentAvatar(): Promise<{ name: string; author: string; licence: string; url: string; bytes: number }>;
  exportPersona(format: 'json' | 'png'): Promise<{ fileName: string; json?: string; png?: string }>;
  importPersona(input: { json?: string | undefined; png?: string | undefined }): Promise<{ name: string; ignored: string[] }>;
}
