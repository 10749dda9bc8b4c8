import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarSource, ModelFormat } from '#shared/avatar/model.ts';

const KEY = 'yingxi.stage.avatar';
const FORMATS: Readonly<Record<string, ModelFormat>> = { vrm: 'vrm', live2d: 'live2d', puppet: 'puppet', image: 'image' };

/** The avatar that this browser showed last. Storage may be forbidden or hold something old; then it is the default one. */
export function rememberedAvatar(): AvatarSource {
  try {
    return sourceFrom(JSON.parse(localStorage.getItem(KEY) ?? '')) ?? DEFAULT_AVATAR;
  } catch {
    return DEFAULT_AVATAR;
  }
}

export function rememberAvatar(source: AvatarSource): void {
  try {
    const text = JSON.stringify(source);
    if (localStorage.getItem(KEY) !== text) localStorage.setItem(KEY, text);
  } catch {
    // Without storage the next start is a moment slower, no more.
  }
}

// Checked by hand: the schema library is not on the way to the first picture.
function sourceFrom(stored: unknown): AvatarSource | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { modelId, name, format, url, coreUrl } = stored as Record<string, unknown>;
  const known = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (typeof modelId !== 'string' || typeof name !== 'string' || known === undefined) return undefined;
  if (typeof url !== 'string' || !/^\/(?!\/)/u.test(url)) return undefined;
  return { modelId, name, format: known, url, coreUrl: typeof coreUrl === 'string' ? coreUrl : null };
}
