import { Switch } from '@mantine/core';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { useSave } from '../../ui/use-save.ts';
import { EvidenceCard } from './evidence-card.tsx';
import { KindsCard } from './kinds-card.tsx';
import { ModelCard } from './model-card.tsx';
import { PanicCard } from './panic-card.tsx';
import { PatternsCard } from './patterns-card.tsx';
import { QueueCard } from './queue-card.tsx';
import { RepliesCard } from './replies-card.tsx';
import { StrikesCard } from './strikes-card.tsx';
import { TryCard } from './try-card.tsx';
import { WordsCard } from './words-card.tsx';
import './moderation.css';

/** What may be shown and spoken: what waits for a look, the rules, and what was done. */
export function ModerationPage() {
  const { moderation } = useStrings();
  const { value, problem } = useWatch((api) => api.moderation.watch);
  return (
    <Page title={moderation.title} intro={moderation.intro} right={<OnSwitch />} wide>
      {value === undefined && problem !== undefined ? <FailedState title={moderation.loadFailed} problem={problem} /> : null}
      {value === undefined && problem === undefined ? <LoadingState rows={5} /> : null}
      {value === undefined ? null : (
        <div className="moderation">
          <div className="cards">
            <QueueCard held={value.held} checking={value.checking} />
            <p className="quiet-line tabular">{fill(moderation.counts, value.counts)}</p>
            <TryCard />
            <StrikesCard timedOut={value.timedOut} />
            <EvidenceCard />
          </div>
          <div className="cards">
            <KindsCard />
            <WordsCard />
            <PatternsCard troubles={value.patternTroubles} />
            <RepliesCard />
            <ModelCard />
            <PanicCard />
          </div>
        </div>
      )}
    </Page>
  );
}

function OnSwitch() {
  const { moderation } = useStrings();
  const enabled = useSettings((all) => all.moderation.enabled);
  const save = useSave();
  return (
    <Switch
      label={moderation.enabled}
      checked={enabled}
      onChange={(event) => void save({ moderation: { enabled: event.currentTarget.checked } })}
    />
  );
}
