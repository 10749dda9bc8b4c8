import { useStrings } from '../../i18n/use-strings.tsx';
import { Page } from '../../ui/page.tsx';
import { AvatarCard } from './avatar-card.tsx';
import { BackgroundCard } from './background-card.tsx';
import { CaptionsCard } from './captions-card.tsx';
import { ObsCard } from './obs-card.tsx';
import { PerformanceCard } from './performance-card.tsx';
import { PictureCard } from './picture-card.tsx';
import { StagesCard } from './stages-card.tsx';
import { WindowCard } from './window-card.tsx';
import './stage.css';

/** What viewers see, and the ways to it. */
export function StagePage() {
  const { stage } = useStrings();
  return (
    <Page title={stage.title} intro={stage.intro} wide>
      <div className="stage-columns">
        <div className="stage-column">
          <AvatarCard />
          <PictureCard />
          <BackgroundCard />
          <CaptionsCard />
          <PerformanceCard />
        </div>
        <div className="stage-column">
          <ObsCard />
          <StagesCard />
          <WindowCard />
        </div>
      </div>
    </Page>
  );
}
