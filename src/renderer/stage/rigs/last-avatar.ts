const KEY = 'yingxi.stage.avatar';
const DEFAULT_AVATAR = '/avatars/default.vrm';

/** The avatar that this browser showed last. Storage may be forbidden; then it is the default one. */
export function rememberedAvatar(): string {
  try {
    return localStorage.getItem(KEY) ?? DEFAULT_AVATAR;
  } catch {
    return DEFAULT_AVATAR;
  }
}

export function rememberAvatar(url: string): void {
  try {
    if (rememberedAvatar() !== url) localStorage.setItem(KEY, url);
  } catch {
    // Without storage the next start is a moment slower, no more.
  }
}
