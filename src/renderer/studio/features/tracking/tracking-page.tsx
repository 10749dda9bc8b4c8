import {
  IconAdjustmentsHorizontal,
  IconChevronRight,
  IconDeviceGamepad2,
  IconHandStop,
  IconPlayerRecord,
  IconPlug,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { CalibrationCard } from './calibration-card.tsx';
import { DrivingCard } from './driving-card.tsx';
import { DrivingStrip } from './driving-strip.tsx';
import { MetersCard } from './meters-card.tsx';
import { OutputsCard } from './outputs-card.tsx';
import { PriorityCard } from './priority-card.tsx';
import { SourcesCard } from './sources-card.tsx';
import { StateBanner } from './state-banner.tsx';
import { useLookAtTracking } from './tracking-context.tsx';
import { TuningCard } from './tuning-card.tsx';
import { WebcamCard } from './webcam-card.tsx';
import './tracking.css';

/** Who sees the streamer, how well, and who drives the avatar. */
export function TrackingPage() {
  const { tracking } = useStrings();
  useLookAtTracking();
  return (
    <Page title={tracking.title} intro={tracking.intro}>
      <StateBanner />
      <DrivingStrip />
      <WebcamCard />
      <CalibrationCard />
      <MetersCard />
      <SourcesCard />
      <PriorityCard />
      <TuningCard />
      <DrivingCard />
      <OutputsCard />
      <More />
    </Page>
  );
}

function More() {
  const { more } = useStrings().tracking;
  const links = [
    { to: '#/controls', icon: IconDeviceGamepad2, title: more.controls, hint: more.controlsHint },
    { to: '#/performances', icon: IconPlayerRecord, title: more.performances, hint: more.performancesHint },
    { to: '#/co-host', icon: IconUsersGroup, title: more.coHost, hint: more.coHostHint },
    { to: '#/hotkeys', icon: IconHandStop, title: more.gestures, hint: more.gesturesHint },
    { to: '#/mapping', icon: IconAdjustmentsHorizontal, title: more.mapping, hint: more.mappingHint },
    { to: '#/plugins', icon: IconPlug, title: more.plugins, hint: more.pluginsHint },
  ];
  return (
    <Panel title={more.title}>
      <div className="track-more">
        {links.map(({ to, icon: Icon, title, hint }) => (
          <a key={to} href={to} className="track-more-link">
            <Icon size="1.25rem" aria-hidden />
            <span>
              <b>{title}</b>
              <small>{hint}</small>
            </span>
            <IconChevronRight size="1rem" aria-hidden />
          </a>
        ))}
      </div>
    </Panel>
  );
}
