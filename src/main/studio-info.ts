import type { StudioInfo } from '#shared/contract/studio.ts';
import type { Host } from './platform/host.ts';

declare const __APP_VERSION__: string;

/** What the interface wants to know of the program that it belongs to. */
export function studioInfo(host: Host, urls: Pick<StudioInfo, 'apiUrl' | 'studioUrl' | 'stageUrl' | 'apiToken'>): StudioInfo {
  const ability = (available: boolean, reason: string | undefined) => ({
    available,
    ...(available || reason === undefined ? {} : { reason }),
  });
  return {
    version: __APP_VERSION__,
    host: host.kind,
    platform: process.platform,
    runtime: host.runtime,
    dataDir: host.paths.data,
    apiUrl: urls.apiUrl,
    studioUrl: urls.studioUrl,
    stageUrl: urls.stageUrl,
    apiToken: urls.apiToken,
    abilities: {
      stageWindow: ability(host.stageWindow !== undefined, host.absent.stageWindow),
      globalHotkeys: ability(host.globalHotkeys !== undefined, host.absent.globalHotkeys),
      openFolder: ability(host.openFolder !== undefined, host.absent.openFolder),
    },
  };
}
