import type { AvatarSource } from '#shared/avatar/model.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Rig, RigLoader, Smoothing } from '../rigs/rig.ts';

/** The place of the avatar: one rig at a time, and only the one asked for last. */
export interface AvatarSlot {
  readonly rig: Rig | undefined;
  /** The model of `rig`. */
  readonly source: AvatarSource | undefined;
  readonly health: HealthReport;
  /** Does nothing when this model is there or on its way already. The one before stays until the new one has drawn its first picture. */
  show(source: AvatarSource, smoothing: Smoothing): void;
}

export interface AvatarSlotOptions {
  readonly place: HTMLElement;
  readonly loader: (source: AvatarSource, signal: AbortSignal) => Promise<RigLoader>;
  /** Brings a new rig to the state of the show and draws its first picture, before anybody sees it. */
  readonly prepare: (rig: Rig, source: AvatarSource, loadMs: number) => void;
  readonly onChange: () => void;
  readonly now: () => number;
}

const CONTEXT_LOST: HealthReport = {
  status: 'degraded',
  message: 'the browser took the graphics context away; waiting for it to come back',
};

export function createAvatarSlot(options: AvatarSlotOptions): AvatarSlot {
  let rig: Rig | undefined;
  let source: AvatarSource | undefined;
  let health: HealthReport = { status: 'off' };
  let wanted = '';
  let shown = '';
  let loading = new AbortController();

  async function load(next: AvatarSource, smoothing: Smoothing, signal: AbortSignal): Promise<void> {
    const startMs = options.now();
    try {
      const loader = await options.loader(next, signal);
      const loaded = await loader.load(next, signal, smoothing);
      if (signal.aborted) {
        loaded.dispose();
        return;
      }
      takeOver(loaded, next, options.now() - startMs);
      shown = wanted;
    } catch (error) {
      if (signal.aborted) return;
      // The avatar before stays on stage: better than nobody. Asked for again, the broken one is tried again.
      wanted = shown;
      health = { status: 'failed', message: messageFromUnknown(error) };
    }
    options.onChange();
  }

  /** Picture first, then the change of canvases, in one task: no frame without an avatar is ever composed. */
  function takeOver(loaded: Rig, next: AvatarSource, loadMs: number): void {
    const before = rig;
    try {
      options.prepare(loaded, next, loadMs);
    } catch (error) {
      loaded.dispose();
      throw error;
    }
    rig = loaded;
    source = next;
    options.place.replaceChildren(loaded.canvas);
    health = { status: 'ready' };
    before?.dispose();
  }

  return {
    get rig() {
      return rig;
    },
    get source() {
      return source;
    },
    get health() {
      return rig?.lost === true ? CONTEXT_LOST : health;
    },
    show(next, smoothing) {
      const key = JSON.stringify([next.modelId, next.url, next.coreUrl, smoothing]);
      if (key === wanted) return;
      wanted = key;
      loading.abort();
      loading = new AbortController();
      health = { status: 'connecting' };
      options.onChange();
      void load(next, smoothing, loading.signal);
    },
  };
}
