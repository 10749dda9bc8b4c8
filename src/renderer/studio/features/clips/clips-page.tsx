import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { ClipList } from './clip-list.tsx';
import { ClipNowCard } from './clip-now-card.tsx';
import { ClipsSettings } from './clips-settings.tsx';
import { RecordingList } from './recording-list.tsx';
import './clips.css';

/** Clips of good moments, and what recordings hold: subtitles and chapters. */
export function ClipsPage() {
  const { clips } = useStrings();
  const { value, problem } = useWatch((api) => api.clips.watch);
  return (
    <Page title={clips.title} intro={clips.intro}>
      <div className="cards">
        {value === undefined && problem !== undefined ? <FailedState title={clips.loadFailed} problem={problem} /> : null}
        {value === undefined && problem === undefined ? <LoadingState rows={4} /> : null}
        {value === undefined ? null : (
          <>
            <ClipNowCard view={value} />
            <ClipList clips={value.clips} />
            <RecordingList recordings={value.recordings} running={value.running} />
          </>
        )}
        <ClipsSettings />
      </div>
    </Page>
  );
}
