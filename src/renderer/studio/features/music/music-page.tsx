import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { LibraryCard } from './library-card.tsx';
import { MusicSettingsCard } from './music-settings-card.tsx';
import { NowPlayingCard } from './now-playing-card.tsx';
import { PlaylistsCard } from './playlists-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import './music.css';

/** Background music: what plays, the library, playlists for scenes, and wishes from chat. */
export function MusicPage() {
  const { music } = useStrings();
  const { value: view, problem } = useWatch((api) => api.music.watch);
  const { value: library } = useWatch((api) => api.music.watchLibrary);
  const ready = view !== undefined && library !== undefined;
  return (
    <Page title={music.title} intro={music.intro}>
      <div className="cards">
        {!ready && problem !== undefined ? <FailedState title={music.loadFailed} problem={problem} /> : null}
        {!ready && problem === undefined ? <LoadingState rows={4} /> : null}
        {ready ? (
          <>
            <NowPlayingCard view={view} playlists={library.playlists} />
            <LibraryCard library={library} playing={view.state === 'playing' ? view.track?.id : undefined} />
            <PlaylistsCard library={library} playing={view.state === 'playing' ? view.playlist : undefined} />
            <RequestsCard requests={view.requests} />
          </>
        ) : null}
        <MusicSettingsCard />
      </div>
    </Page>
  );
}
