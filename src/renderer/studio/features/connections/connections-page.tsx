import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
import { RoomCards } from './room-cards.tsx';
import './bridges/bridges.css';
import './connections.css';

/** Where viewers' messages come in. */
export function ConnectionsPage() {
  const { connections } = useStrings();
  const { value, problem } = useMirror('connections');
  return (
    <Page title={connections.title} intro={connections.intro}>
      {value === undefined && problem !== undefined ? <FailedState title={connections.loadFailed} problem={problem} /> : null}
      <RoomCards />
    </Page>
  );
}
