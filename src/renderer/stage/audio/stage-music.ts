import type { MusicPage } from '#renderer/shared/music/music-link.ts';

/** The background music, where the stage plays it. Its code is loaded when it is first wanted. */
export interface StageMusic {
  /** Only the stage that sounds plays it. */
  set(on: boolean): void;
}

export function createStageMusic(token: string): StageMusic {
  let wanted = false;
  let loading = false;
  let page: MusicPage | undefined;

  async function bring(): Promise<void> {
    loading = true;
    const { connectMusicPlayer } = await import('#renderer/shared/music/music-link.ts').finally(() => {
      loading = false;
    });
    if (!wanted) return;
    page = connectMusicPlayer({ token, kind: 'stage', onBlocked: () => undefined });
    addEventListener('pointerdown', () => void page?.allow(), { once: true });
  }

  return {
    set(on) {
      if (on === wanted) return;
      wanted = on;
      if (!on) {
        page?.close();
        page = undefined;
      } else if (!loading) void bring();
    },
  };
}
