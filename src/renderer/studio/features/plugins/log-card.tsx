import { Switch } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { PluginLogEntry } from '#shared/contract/plugins.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';

const SHOWN = 100;

/** What plugins asked for last and how it ended, for those who look for a fault. */
export function LogCard() {
  const { plugins } = useStrings();
  return (
    <Panel title={plugins.log} hint={plugins.logHint} icon={<IconHistory size="1.25rem" />}>
      <Log />
    </Panel>
  );
}

function Log() {
  const { plugins } = useStrings();
  const { value } = useWatch((api) => api.plugins.watchLog);
  const [errorsOnly, setErrorsOnly] = useState(false);
  if (value === undefined) return <LoadingState rows={3} />;
  const entries = value.filter(({ errorId }) => !errorsOnly || errorId !== null);
  const newest = entries.slice(-SHOWN).reverse();
  return (
    <>
      <Switch
        label={plugins.logErrorsOnly}
        checked={errorsOnly}
        onChange={(event) => setErrorsOnly(event.currentTarget.checked)}
      />
      {newest.length === 0 ? (
        <EmptyState
          icon={<IconHistory size="1.5rem" />}
          title={errorsOnly && value.length > 0 ? plugins.logNoErrors : plugins.logNone}
        />
      ) : (
        <LogTable entries={newest} />
      )}
    </>
  );
}

function LogTable({ entries }: { readonly entries: readonly PluginLogEntry[] }) {
  const { plugins } = useStrings();
  const language = useInterfaceLanguage();
  return (
    <div className="plugin-log">
      <table>
        <thead>
          <tr>
            <th>{plugins.logTime}</th>
            <th>{plugins.logPlugin}</th>
            <th>{plugins.logRequest}</th>
            <th>{plugins.logResult}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ seq, at, plugin, request, repeats, errorId, message }) => (
            <tr key={seq}>
              <td className="tabular">{new Date(at).toLocaleTimeString(language)}</td>
              <td>{plugin === '' ? plugins.unknown : plugin}</td>
              <td>
                <code>{request.replace(/Request$/, '')}</code>
                {repeats > 1 ? <span className="plugin-repeats tabular"> ×{repeats}</span> : null}
              </td>
              <td className={errorId === null ? '' : 'plugin-errors'}>
                {errorId === null ? plugins.ok : `${fill(plugins.error, { id: errorId })} · ${message}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
