import { Button } from '@mantine/core';
import { IconArrowMerge, IconCoins, IconDownload, IconId, IconShieldCheck, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ViewerCard } from '#shared/audience/viewers.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { GrantSheet } from '../points/grant-sheet.tsx';
import { JournalTable } from '../points/journal-table.tsx';
import { ForgetSheet } from './forget-sheet.tsx';
import { MergeSheet } from './merge-sheet.tsx';
import { useViewerCard } from './use-viewers.ts';
import { ViewerFacts } from './viewer-facts.tsx';
import { ViewerMemory } from './viewer-memory.tsx';
import { ViewerName } from './viewer-name.tsx';

interface ViewerCardPanelProps {
  readonly viewerKey: string | undefined;
  readonly onChoose: (viewerKey: string | undefined) => void;
}

/** All about one viewer, and what can be done with it. */
export function ViewerCardPanel({ viewerKey, onChoose }: ViewerCardPanelProps) {
  const { viewers } = useStrings();
  if (viewerKey === undefined)
    return (
      <Panel className="viewer-card">
        <EmptyState icon={<IconId size="1.5rem" />} title={viewers.choose} />
      </Panel>
    );
  return <LoadedCard key={viewerKey} viewerKey={viewerKey} onChoose={onChoose} />;
}

function LoadedCard({
  viewerKey,
  onChoose,
}: {
  readonly viewerKey: string;
  readonly onChoose: (key: string | undefined) => void;
}) {
  const { viewers } = useStrings();
  const { value, problem, again } = useViewerCard(viewerKey);
  if (value === undefined)
    return (
      <Panel className="viewer-card">
        {problem === undefined ? (
          <LoadingState rows={8} />
        ) : (
          <FailedState title={viewers.cardFailed} problem={problem} onRetry={again} />
        )}
      </Panel>
    );
  return (
    <div className="viewer-card">
      <Panel title={<ViewerName name={value.name} />} icon={<IconId size="1.25rem" />}>
        <ViewerFacts card={value} />
        <CardVerbs card={value} onChoose={onChoose} />
      </Panel>
      <ViewerMemory card={value} />
      <Panel title={viewers.journal} icon={<IconCoins size="1.25rem" />}>
        <JournalTable viewerKey={viewerKey} />
      </Panel>
    </div>
  );
}

function CardVerbs({ card, onChoose }: { readonly card: ViewerCard; readonly onChoose: (key: string | undefined) => void }) {
  const { viewers, points } = useStrings();
  const [open, setOpen] = useState<'merge' | 'forget' | 'grant'>();
  const close = useCallback(() => setOpen(undefined), []);
  const viewer = { viewerKey: card.viewerKey, name: card.name || viewers.nameless };
  return (
    <div className="viewer-verbs">
      <Button size="compact-sm" variant="default" leftSection={<IconCoins size="1rem" />} onClick={() => setOpen('grant')}>
        {points.grant}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconArrowMerge size="1rem" />} onClick={() => setOpen('merge')}>
        {viewers.merge}
      </Button>
      <Button size="compact-sm" variant="default" component="a" href="#/moderation" leftSection={<IconShieldCheck size="1rem" />}>
        {viewers.timeOut}
      </Button>
      <ExportButton card={card} />
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size="1rem" />}
        onClick={() => setOpen('forget')}
      >
        {viewers.forget}
      </Button>
      {open === 'grant' ? <GrantSheet viewer={viewer} onClose={close} /> : null}
      {open === 'merge' ? <MergeSheet viewer={viewer} onClose={close} /> : null}
      {open === 'forget' ? <ForgetSheet viewer={viewer} onClose={close} onDone={() => onChoose(undefined)} /> : null}
    </div>
  );
}

/** The whole card with its journal, as a viewer may ask for it. */
function ExportButton({ card }: { readonly card: ViewerCard }) {
  const { viewers } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    viewers.exportFailed,
    useCallback(async () => {
      const { lines } = await client.audience.journal({ viewerKey: card.viewerKey, limit: 500 });
      const fileName = fill('viewer-{name}.json', { name: card.name.replace(/[^\p{L}\p{N}_-]+/gu, '_') || 'nameless' });
      downloadBytes(fileName, JSON.stringify({ viewer: card, journal: lines }, null, 2), 'application/json');
    }, [client, card]),
  );
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      leftSection={<IconDownload size="1rem" />}
      onClick={() => void run()}
    >
      {viewers.export}
    </Button>
  );
}
