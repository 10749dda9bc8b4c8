import type { Track } from '#shared/music/music.ts';

/** Width, case, spacing and signs do not matter: "ＱＩＮＧ tian!" finds "Qing Tian". */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * The track that somebody means, compared letter by letter and never as a pattern: the whole title, then the title with its artist, then a title that
 * begins with the words or holds them, then words that hold a title of at least two letters. Of equals the shortest title.
 */
export function findTrack(tracks: readonly Track[], wish: string): Track | undefined {
  const wanted = folded(wish);
  if (wanted === '') return undefined;
  let best: { readonly track: Track; readonly rank: number } | undefined;
  for (const track of tracks) {
    const rank = rankOf(wanted, folded(track.title), folded(track.artist));
    if (rank === undefined) continue;
    const better = best === undefined || rank < best.rank || (rank === best.rank && track.title.length < best.track.title.length);
    if (better) best = { track, rank };
  }
  return best?.track;
}

function rankOf(wanted: string, title: string, artist: string): number | undefined {
  if (title === '') return undefined;
  if (wanted === title) return 0;
  if (artist !== '' && (wanted === title + artist || wanted === artist + title)) return 1;
  if (artist !== '' && wanted.includes(title) && wanted.includes(artist)) return 2;
  if (title.startsWith(wanted)) return 3;
  if (title.includes(wanted)) return 4;
  return title.length >= 2 && wanted.includes(title) ? 5 : undefined;
}
