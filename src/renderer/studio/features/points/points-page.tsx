import { IconListNumbers } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { JournalTable } from './journal-table.tsx';
import { PointsSettings } from './points-settings.tsx';
import { RankingCard } from './ranking-card.tsx';
import { SeasonCard } from './season-card.tsx';
import './points.css';

/** Who has how many points, how they came about, and how they are earned. */
export function PointsPage() {
  const { points } = useStrings();
  return (
    <Page title={points.title} intro={points.intro}>
      <div className="cards">
        <RankingCard />
        <PointsSettings />
        <Panel title={points.journal} hint={points.journalHint} icon={<IconListNumbers size="1.25rem" />}>
          <JournalTable viewerKey={undefined} />
        </Panel>
        <SeasonCard />
      </div>
    </Page>
  );
}
