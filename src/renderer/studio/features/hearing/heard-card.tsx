import { Button } from '@mantine/core';
import { IconEar, IconTestPipe } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { HearingView } from '#shared/contract/hearing.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

/** The last words and what became of them; and a try in which nothing is acted on. */
export function HeardCard({ view }: { readonly view: HearingView | undefined }) {
  const { hearing } = useStrings();
  const client = useClient();
  const enabled = useSettings((all) => all.hearing.enabled);
  const testing = view?.testing === true;
  const toggle = useCallback(() => client.hearing.test({ on: !testing }), [client, testing]);
  const { run, busy } = useAction(hearing.talkFailed, toggle);
  return (
    <Panel
      title={hearing.heard}
      hint={testing ? hearing.testing : hearing.testHint}
      right={
        <Button
          size="xs"
          variant={testing ? 'filled' : 'default'}
          disabled={!enabled}
          loading={busy}
          leftSection={<IconTestPipe size="0.95rem" />}
          onClick={() => void run()}
        >
          {testing ? hearing.testStop : hearing.test}
        </Button>
      }
    >
      {view === undefined || view.recent.length === 0 ? (
        <EmptyState icon={<IconEar size="1.5rem" />} title={hearing.heardNone} hint={hearing.heardNoneHint} />
      ) : (
        <ol className="ears-heard">
          {view.recent.map((entry) => (
            <HeardRow key={`${entry.atMs} ${entry.text}`} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function HeardRow({ entry }: { readonly entry: HearingView['recent'][number] }) {
  const { hearing } = useStrings();
  const language = useInterfaceLanguage();
  const time = new Date(entry.atMs).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const good = entry.became === 'command' || entry.became === 'message' || entry.became === 'wake';
  return (
    <li>
      <time className="tabular">{time}</time>
      <span className="ears-words">{entry.text}</span>
      <span className={good ? 'tag tag-good' : 'tag'}>
        {hearing.became[entry.became]}
        {entry.detail === '' ? '' : ` · ${entry.detail}`}
      </span>
    </li>
  );
}
