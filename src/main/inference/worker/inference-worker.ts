import { z } from 'zod';
import { openWorkerChannel } from '#main/platform/worker-channel.ts';
import { StudioError } from '#shared/errors.ts';
import { ENGINES } from './engines.ts';
import { createInferenceServer } from './inference-server.ts';
import { createSession, threadsForRole } from './sessions.ts';

/** An inference process: `argv[2]` names its role. Models live here and nowhere else; whatever they do ends with this process. */
const role = z.enum(['voice', 'ears', 'words', 'probe']).parse(process.argv[2]);

const channel = openWorkerChannel();
const server = createInferenceServer({
  async openEngine(id) {
    const open = ENGINES[id];
    if (!open) throw new StudioError('unavailable', `this build of the studio has no engine "${id}": update it`);
    return open();
  },
  createSession,
  threads: threadsForRole(role),
  memoryBytes: () => process.memoryUsage.rss(),
  post: channel.post,
});
channel.listen(server.receive);
channel.post({ type: 'ready' });
