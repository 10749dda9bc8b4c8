import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createLate, type Late } from './platform/late.ts';
import { joinIntakes } from './server/joined-intakes.ts';
import type { StudioRouter } from './server/rpc.ts';
import { createServer, type Server, type ServerOptions } from './server/server.ts';
import type { UploadIntake } from './server/uploads.types.ts';
import type { SettingsStore } from './storage/settings-store.ts';
import type { StudioServices } from './studio-services.ts';
import type { VtsServer } from './vts/vts.types.ts';

/** The one way in for pages, programs and scripts: a local server, what may be called there, and the addresses that it has. */
export interface StudioDoor {
  readonly server: Server;
  /** What may be called; its code is loaded with the first call, or when all is calm. */
  readonly router: Late<StudioRouter>;
  readonly urls: {
    readonly port: number;
    readonly apiUrl: string;
    readonly studioUrl: string;
    readonly stageUrl: string;
    readonly token: string;
  };
}

export interface StudioDoorOptions
  extends Pick<ServerOptions, 'tokens' | 'userFiles' | 'attachStage' | 'attachEars' | 'attachTracking' | 'bridges'> {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
  /** Overrides the settings' port. */
  readonly port: number | undefined;
  readonly services: Omit<StudioServices, 'plugins'>;
  readonly loadPlugins: () => Promise<VtsServer>;
  /** Whoever takes files in. */
  readonly intakes: readonly UploadIntake[];
}

/** Rejects when the server cannot listen at all. */
export async function openStudioDoor(options: StudioDoorOptions): Promise<StudioDoor> {
  const { host, settings, board, port, services, tokens, userFiles, attachStage, attachEars, attachTracking, bridges } = options;
  const { paths } = host;
  const router = createLate(async () => {
    const [{ createRouter }, plugins] = await Promise.all([import('./router.ts'), options.loadPlugins()]);
    return createRouter({ ...services, plugins });
  });
  const server = await createServer({
    ...{ tokens, userFiles, attachStage, attachEars, attachTracking, bridges },
    port: port ?? settings.current().server.port,
    pagesDir: paths.pages,
    pageServer: paths.pageServer,
    resourcesDir: paths.resources,
    uploads: joinIntakes(options.intakes),
    router: router.get,
    logger: host.logger.child('server'),
    report: (health) => board.report('server', health),
  });
  // OBS keeps the stage's address: the port that was found at the first start is kept.
  if (port === undefined && settings.current().server.port === 0) settings.update({ server: { port: server.port } });
  const { origin } = server;
  return {
    server,
    router,
    urls: {
      port: server.port,
      apiUrl: `${origin}/api/v1`,
      studioUrl: `${origin}/studio/?token=${tokens.studio}`,
      stageUrl: `${origin}/stage/?token=${tokens.stage}`,
      token: tokens.studio,
    },
  };
}
