import type { ObsLink } from '#main/obs/obs.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { ObsLook } from '#shared/contract/obs.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 150;

export interface ObsRouteServices {
  readonly link: Pick<ObsLink, 'status' | 'retry'>;
  readonly look: () => Promise<ObsLook>;
  readonly pause: Pause;
}

export function obsRoutes(os: StudioImplementer, { link, look, pause }: ObsRouteServices) {
  return os.obs.router({
    watch: os.obs.watch.handler(({ signal }) =>
      watchCell(link.status, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    retry: os.obs.retry.handler(() => {
      link.retry();
      return OK;
    }),
    look: os.obs.look.handler(() => look()),
  });
}
