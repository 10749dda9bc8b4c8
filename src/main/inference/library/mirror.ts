/** Whose addresses a mirror stands in for. */
const MIRRORED = 'https://huggingface.co/';

/** The address at the streamer's mirror ('' = none), which has the same paths as HuggingFace. What the mirror may be is checked when it is asked. */
export function mirroredAddress(url: string, mirror: string): string {
  const base = mirror.trim().replace(/\/+$/u, '');
  return base === '' || !url.startsWith(MIRRORED) ? url : `${base}/${url.slice(MIRRORED.length)}`;
}
