import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Rig, RigLoader } from './rig.ts';

/** The place of the avatar: one rig at a time, and only the one asked for last. */
export interface AvatarSlot {
  readonly rig: Rig | undefined;
  readonly health: HealthReport;
  /** Does nothing when `url` is there or on its way already. */
  show(url: string): void;
}

export interface AvatarSlotOptions {
  readonly place: HTMLElement;
  readonly loader: () => Promise<RigLoader>;
  readonly onReady: (rig: Rig) => void;
  readonly onChange: () => void;
}

const CONTEXT_LOST: HealthReport = {
  status: 'degraded',
  message: 'the browser took the graphics context away; waiting for it to come back',
};

export function createAvatarSlot(options: AvatarSlotOptions): AvatarSlot {
  let rig: Rig | undefined;
  let health: HealthReport = { status: 'off' };
  let shown = '';
  let loading = new AbortController();

  async function load(url: string, signal: AbortSignal): Promise<void> {
    try {
      const [file, loader] = await Promise.all([fetchAvatar(url, signal), options.loader()]);
      const next = await loader.load(file, url, signal);
      if (signal.aborted) {
        next.dispose();
        return;
      }
      rig?.dispose();
      rig = next;
      options.place.replaceChildren(next.canvas);
      health = { status: 'ready' };
      options.onReady(next);
    } catch (error) {
      if (signal.aborted) return;
      // The avatar before stays on stage: better than nobody.
      health = { status: 'failed', message: messageFromUnknown(error) };
    }
    options.onChange();
  }

  return {
    get rig() {
      return rig;
    },
    get health() {
      if (rig?.lost) return CONTEXT_LOST;
      return health;
    },
    show(url) {
      if (url === shown) return;
      shown = url;
      loading.abort();
      loading = new AbortController();
      health = { status: 'connecting' };
      options.onChange();
      void load(url, loading.signal);
    },
  };
}

async function fetchAvatar(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new StudioError(
      'not-found',
      `the avatar ${url} cannot be fetched (HTTP ${response.status}); choose another avatar file`,
    );
  return response.arrayBuffer();
}
