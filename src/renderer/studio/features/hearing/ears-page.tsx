import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
import { DeedsCard } from './deeds-card.tsx';
import { HeardCard } from './heard-card.tsx';
import { MicrophoneCard } from './microphone-card.tsx';
import { ModeCard } from './mode-card.tsx';
import { RecognizerCard } from './recognizer-card.tsx';
import { SoundCard } from './sound-card.tsx';
import './ears.css';

/** What she hears, when, and what becomes of it. */
export function EarsPage() {
  const { hearing } = useStrings();
  const { value: view, problem } = useWatch((api) => api.hearing.watch);
  return (
    <Page title={hearing.title} intro={hearing.intro}>
      {view === undefined && problem !== undefined ? <FailedState title={hearing.loadFailed} problem={problem} /> : null}
      <MicrophoneCard view={view} />
      <HeardCard view={view} />
      <ModeCard />
      <DeedsCard />
      <RecognizerCard view={view} />
      <SoundCard />
    </Page>
  );
}
