import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';

/** What came of the last run. A good end is told by what stands below it, so only numbers and problems are shown. */
export function ResultBox({ view }: { readonly view: SetupView }) {
  const { obsSetup } = useStrings();
  const { last } = view;
  if (last === null) return null;
  const good = last.outcome === 'done';
  return (
    <div className={good ? 'setup-result' : 'setup-result setup-result-bad'} role="status">
      {good ? <IconCircleCheck size="1.25rem" aria-hidden /> : <IconAlertTriangle size="1.25rem" aria-hidden />}
      <div>
        <strong>{obsSetup.results[last.kind][last.outcome]}</strong>
        <p>{last.changed === 0 ? obsSetup.resultNothing : fill(obsSetup.resultDone, { n: last.changed })}</p>
        {last.outcome === 'stopped' ? <p>{obsSetup.stoppedText}</p> : null}
        {last.problems.length === 0 ? null : (
          <ul>
            {last.problems.map(({ doing, message }) => (
              <li key={`${doing}${message}`}>
                {doing === '' ? null : <strong>{doing}</strong>} {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
