import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { ExamplesCard } from './examples-card.tsx';
import { TrainingCard } from './training-card.tsx';
import { TryCard } from './try-card.tsx';
import './understanding.css';

/** What she understands in a line, and how to teach her. */
export function UnderstandingPage() {
  const { understanding } = useStrings();
  const { value, problem } = useWatch((api) => api.intent.watch);
  return (
    <Page title={understanding.title} intro={understanding.intro}>
      <div className="cards">
        <TryCard model={value === undefined ? '' : `${value.model.source} ${value.model.trainedAt}`} />
        {value === undefined && problem !== undefined ? <FailedState title={understanding.loadFailed} problem={problem} /> : null}
        {value === undefined && problem === undefined ? <LoadingState rows={5} /> : null}
        {value === undefined ? null : (
          <>
            <TrainingCard view={value} />
            <ExamplesCard examples={value.examples} />
          </>
        )}
      </div>
    </Page>
  );
}
