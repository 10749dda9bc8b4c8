import { z } from 'zod';
import type { ObsSocket } from './obs-socket.ts';

/** What the connected OBS is and can do. */
export interface ObsAbilities {
  readonly obsVersion: string;
  readonly socketVersion: string;
  readonly requests: ReadonlySet<string>;
  readonly inputKinds: ReadonlySet<string>;
  /** See ObsStatus. */
  readonly lacks: readonly string[];
}

const versionSchema = z.object({
  obsVersion: z.string().catch(''),
  obsWebSocketVersion: z.string().catch(''),
  availableRequests: z.array(z.string()).catch([]),
});
const kindsSchema = z.object({ inputKinds: z.array(z.string()).catch([]) });

export async function readAbilities(socket: ObsSocket, signal: AbortSignal): Promise<ObsAbilities> {
  const [version, kinds] = await Promise.all([
    socket.call('GetVersion', undefined, { signal }).then((answer) => versionSchema.parse(answer)),
    // `unversioned: false` names the kinds as CreateInput wants them: 'color_source_v3'.
    socket.call('GetInputKindList', { unversioned: false }, { signal }).then((answer) => kindsSchema.parse(answer)),
  ]);
  const requests = new Set(version.availableRequests);
  const inputKinds = new Set(kinds.inputKinds);
  return {
    obsVersion: version.obsVersion,
    socketVersion: version.obsWebSocketVersion,
    requests,
    inputKinds,
    lacks: inputKinds.has('browser_source') ? [] : ['browser-source'],
  };
}
