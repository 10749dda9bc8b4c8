import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { IntentExample } from '#shared/contract/intent.ts';
import type { Intent } from '#shared/live/appraisal.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { EmotionIcon } from '../../ui/emotion-icon.tsx';
import { IntentChip } from '../../ui/intent-chip.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useExampleVerbs } from './use-example-verbs.ts';

const PAGE = 50;
/** What one question may ask for. */
const MOST = 200;

interface ExamplesListProps {
  readonly search: string;
  readonly intent: Intent | undefined;
  /** Grows with every change of the examples. */
  readonly version: number;
}

/** Newest first. */
export function ExamplesList({ search, intent, version }: ExamplesListProps) {
  const { understanding, common } = useStrings();
  const client = useClient();
  const [limit, setLimit] = useState(PAGE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is read anew
  const ask = useCallback(
    (signal: AbortSignal) => client.intent.examples({ search, limit, ...(intent === undefined ? {} : { intent }) }, { signal }),
    [client, search, intent, limit, version],
  );
  const { value, problem, again } = useQuery(ask);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={3} />
    ) : (
      <FailedState title={understanding.examplesFailed} problem={problem} onRetry={again} />
    );
  if (value.found === 0) return <EmptyState icon={<IconTrash size="1.5rem" />} title={understanding.nothingFound} />;
  return (
    <>
      <p className="understanding-count tabular">{fill(understanding.count, { n: value.found })}</p>
      <ul className="understanding-examples">
        {value.examples.map((example) => (
          <ExampleRow key={example.id} example={example} />
        ))}
      </ul>
      {value.examples.length < value.found && limit < MOST ? (
        <Button variant="default" size="xs" onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
          {common.more}
        </Button>
      ) : null}
    </>
  );
}

function ExampleRow({ example }: { readonly example: IntentExample }) {
  const { understanding, emotions } = useStrings();
  const { remove } = useExampleVerbs();
  return (
    <li>
      <span className="understanding-line">{example.text}</span>
      {example.intent === undefined ? null : <IntentChip intent={example.intent} />}
      {example.emotion === undefined ? null : (
        <span className="understanding-mood">
          <EmotionIcon emotion={example.emotion} size="1rem" />
          {emotions[example.emotion]}
        </span>
      )}
      <Tooltip label={understanding.remove}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${understanding.remove}: ${example.text}`}
          onClick={() => void remove([example.id])}
        >
          <IconTrash size="1rem" />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
