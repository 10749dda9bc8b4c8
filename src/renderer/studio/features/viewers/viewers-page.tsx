import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { parameterOfAddress } from '../../shell/routes.ts';
import { Page } from '../../ui/page.tsx';
import { MemorySettings } from './memory-settings.tsx';
import { ShowsView } from './shows-view.tsx';
import { ViewerCardPanel } from './viewer-card-panel.tsx';
import { ViewerList } from './viewer-list.tsx';
import './viewers.css';

type Tab = 'viewers' | 'shows';

/** Who was here and what the evenings were like. */
export function ViewersPage() {
  const { viewers } = useStrings();
  const [tab, setTab] = useState<Tab>('viewers');
  const tabs = [
    { value: 'viewers' as const, label: viewers.tabViewers },
    { value: 'shows' as const, label: viewers.tabShows },
  ];
  return (
    <Page
      title={viewers.title}
      intro={viewers.intro}
      wide
      right={<SegmentedControl aria-label={viewers.title} data={tabs} value={tab} onChange={setTab} />}
    >
      {tab === 'viewers' ? <Book /> : <ShowsView />}
    </Page>
  );
}

function Book() {
  // A name in the room leads here with its key.
  const [chosen, setChosen] = useState<string | undefined>(() => parameterOfAddress('key'));
  return (
    <>
      <div className="viewers">
        <ViewerList chosen={chosen} onChoose={setChosen} />
        <ViewerCardPanel viewerKey={chosen} onChoose={setChosen} />
      </div>
      <MemorySettings />
    </>
  );
}
