import { ButtonPad } from '../bindings/button-pad.tsx';
import { LiveDriving } from '../tracking/live-driving.tsx';
import { ExpressionRow } from './expression-row.tsx';
import { FeedPanel } from './feed-panel.tsx';
import { Insights } from './insights.tsx';
import { NowCard } from './now-card.tsx';
import { PracticeBox } from './practice-box.tsx';
import { SayBox } from './say-box.tsx';
import { StagePreview } from './stage-preview.tsx';
import './live.css';

/** The screen for the show itself: room, stage, and what happens between them. */
export function LivePage() {
  return (
    <div className="live">
      <div className="live-room">
        <FeedPanel />
        <PracticeBox />
      </div>
      <div className="live-centre">
        <StagePreview />
        <LiveDriving />
        <NowCard />
        <SayBox />
        <ExpressionRow />
        <ButtonPad />
      </div>
      <Insights />
    </div>
  );
}
