import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { BrainBanner } from './brain-banner.tsx';
import { EndpointCard } from './endpoint-card.tsx';
import { FoundServers } from './found-servers.tsx';
import { ModeCard } from './mode-card.tsx';
import './brain.css';

/** Where her words come from. */
export function BrainPage() {
  const { brain } = useStrings();
  const { value, problem } = useMirror('brain');
  if (value === undefined) {
    return (
      <Page title={brain.title} intro={brain.intro}>
        {problem === undefined ? <LoadingState rows={5} /> : <FailedState title={brain.loadFailed} problem={problem} />}
      </Page>
    );
  }
  return (
    <Page title={brain.title} intro={brain.intro}>
      <BrainBanner view={value} />
      <ModeCard />
      <FoundServers view={value} />
      <EndpointCard view={value} />
    </Page>
  );
}
