import { useStrings } from '../../i18n/use-strings.tsx';
import { Page } from '../../ui/page.tsx';
import { MacrosCard } from './macros-card.tsx';
import { MapCard } from './map-card.tsx';
import { SwitchesCard } from './switches-card.tsx';
import './controls.css';

/** Moving her by hand: gamepad, keys, mouse, MIDI and phone. */
export function ControlsPage() {
  const { controls } = useStrings();
  return (
    <Page title={controls.title} intro={controls.intro} wide>
      <div className="cards">
        <SwitchesCard />
        <MacrosCard />
        <MapCard />
      </div>
    </Page>
  );
}
