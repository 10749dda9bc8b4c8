import './songs.css';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { durationText } from '../../amounts.ts';
import { element, setShare, setText, words } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { fill as fillWords } from '../../words.ts';

/** What plays, and what comes next because somebody asked or the list says so. */
export const createSongs: CreateWidget<'songs'> = (box, world) => {
  const heading = element('o-heading');
  const title = words('o-song-title', '');
  const artist = words('o-song-artist o-dim', '');
  const fill = element('o-bar-fill');
  const time = element('o-number o-dim o-song-time', 'span');
  const now = element('o-song-now', 'div', title, artist, element('o-bar', 'div', fill), time);
  const nextHeading = element('o-heading o-song-next');
  const list = element('o-song-list', 'ol');
  box.classList.add('o-panel');
  box.append(heading, now, nextHeading, list);
  let music: OverlayStates['songs'] = null;

  function draw(): void {
    const table = world.words();
    setText(heading, table.nowPlaying);
    setText(title, music?.track?.title ?? table.noSong);
    setText(artist, music?.track?.artist ?? '');
    now.classList.toggle('is-empty', (music?.track ?? null) === null);
    setText(nextHeading, table.upNext);
    const most = world.settings().upcoming;
    const asked = (music?.requests ?? []).map(({ track, by }) => ({ track, by }));
    const next = [...asked, ...(music?.upcoming ?? []).map((track) => ({ track, by: '' }))].slice(0, most);
    nextHeading.hidden = next.length === 0;
    list.replaceChildren(
      ...next.map(({ track, by }) => {
        const item = element('o-song', 'li', words('o-song-name', track.title));
        if (by !== '') item.append(words('o-song-by o-dim', fillWords(table.askedBy, { name: by })));
        return item;
      }),
    );
  }

  return {
    update(_topic, { songs = null }) {
      music = songs;
      draw();
    },
    tick(nowMs) {
      if (music === null || music.track === null) return;
      const { state, positionSeconds, atMs, track } = music;
      const at = positionSeconds + (state === 'playing' ? Math.max(0, nowMs - atMs) / 1000 : 0);
      const shown = track.seconds > 0 ? Math.min(track.seconds, at) : at;
      setShare(fill, track.seconds > 0 ? shown / track.seconds : 0);
      setText(
        time,
        track.seconds > 0 ? `${durationText(shown * 1000)} / ${durationText(track.seconds * 1000)}` : durationText(shown * 1000),
      );
    },
  };
};
