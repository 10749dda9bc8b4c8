import { Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStrings } from '../i18n/use-strings.tsx';
import { useSession } from '../session/session-context.tsx';
import { problemText } from '../ui/problem.ts';
import { Mark } from './mark.tsx';

/** After this long without the settings, say what may be wrong instead of only turning. */
const PATIENCE_MS = 4000;

/** Shown until the settings have come. */
export function BootScreen() {
  const strings = useStrings();
  const problem = useStore(useSession().settings, (state) => state.problem);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const failed = late || problem !== undefined;
  return (
    <main className="centre boot">
      <Mark size="3.5rem" />
      {failed ? (
        <>
          <strong>{strings.errors.bootFailed}</strong>
          <p>{problem === undefined ? strings.errors.bootHint : problemText(strings, problem)}</p>
          <Button variant="default" onClick={() => location.reload()}>
            {strings.errors.reload}
          </Button>
        </>
      ) : (
        <Loader size="sm" type="dots" aria-label={strings.common.loading} />
      )}
    </main>
  );
}
