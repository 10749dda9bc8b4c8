import type { MusicPage } from '#renderer/shared/music/music-link.ts';

/** The background music, where the stage plays it. Its code is loaded when it is first wanted. */
export interface StageMusic {
  /** Only the stage that sounds plays it. */
  set(on: boolean): void;
}

export function createStageMusic(token: string): StageMusic {
  let wanted = false;
  let page: MusicPage | undefined;
  let loading: Promise<void> | undefined;

  async function bring(): Promise<void> {
    const { connectMusicPlayer } = await import('#renderer/shared/music/music-link.ts');
    if (!wanted) return;
    page = connectMusicPlayer({ token, kind: 'stage', onBlocked: () => undefined });
    addEventListener('pointerdown', () => void page?.allow(), { once: true });
  }

  return {
    set(on) {
      if (on === wanted) return;
      wanted = on;
      if (on) {
        loading ??= bring().finally(() => {
          loading = undefined;
        });
        return;
      }
      page?.close();
      page = undefined;
    },
  };
}
