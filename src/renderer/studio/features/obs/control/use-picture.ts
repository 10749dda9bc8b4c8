import { useEffect, useState } from 'react';
import { useClient } from '../../../session/session-context.tsx';

const EVERY_MS = 1000;
/** Pixels; enough for a card, and a few dozen kilobytes. */
const WIDTH = 640;
/** A scene that changes has no picture for a moment. */
const FAILURES_BEFORE_TOLD = 3;

interface Seen {
  readonly source: string;
  readonly picture: string | undefined;
  readonly failed: boolean;
}

/** Pictures of a source, one after the other and never two at once; none while the page is not seen. */
export function usePicture(source: string, wanted: boolean): Omit<Seen, 'source'> {
  const client = useClient();
  const [seen, setSeen] = useState<Seen>({ source, picture: undefined, failed: false });
  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        try {
          const { picture } = await client.obsControl.screenshot({ source, width: WIDTH }, { signal: abort.signal });
          failures = 0;
          if (!abort.signal.aborted) setSeen({ source, picture, failed: false });
        } catch {
          failures += 1;
          if (!abort.signal.aborted && failures >= FAILURES_BEFORE_TOLD) setSeen({ source, picture: undefined, failed: true });
        }
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [client, source, wanted]);
  return seen.source === source ? seen : { picture: undefined, failed: false };
}
