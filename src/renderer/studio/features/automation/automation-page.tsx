import { Button, FileButton, Tabs, TextInput } from '@mantine/core';
import {
  IconArrowBackUp,
  IconDownload,
  IconFlask,
  IconPlus,
  IconRobot,
  IconSearch,
  IconTemplate,
  IconUpload,
} from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { AutomationRule } from '#shared/automation/rule.ts';
import type { AutomationView } from '#shared/contract/automation.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { SavedSwitch } from '../../ui/fields.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useSave } from '../../ui/use-save.ts';
import { Gallery } from './gallery.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RuleList } from './rule-list.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { type RuleVerbs, useRuleVerbs } from './use-rule-verbs.ts';
import { ViewerScenesCard } from './viewer-scenes-card.tsx';
import '../bindings/bindings.css';
import './automation.css';

const TAB_KEY = 'yingxi.automation.tab';

/** When this happens, if that holds, do these things: the rules, and what became of them. */
export function AutomationPage() {
  const { automation: words } = useStrings();
  const { value, problem } = useWatch((api) => api.automation.watch);
  const verbs = useRuleVerbs();
  const [tab, setTab] = useState(() => (localStorage.getItem(TAB_KEY) === 'timeline' ? 'timeline' : 'rules'));
  const choose = (next: string | null): void => {
    const wanted = next === 'timeline' ? 'timeline' : 'rules';
    localStorage.setItem(TAB_KEY, wanted);
    setTab(wanted);
  };
  return (
    <Page title={words.title} intro={words.intro}>
      <MasterPanel />
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="rules">{words.tabRules}</Tabs.Tab>
          <Tabs.Tab value="timeline">{words.tabTimeline}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules" pt="md">
          {value === undefined ? (
            <Panel>
              {problem === undefined ? <LoadingState rows={8} /> : <FailedState title={words.loadFailed} problem={problem} />}
            </Panel>
          ) : (
            <RulesTab view={value} verbs={verbs} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="timeline" pt="md">
          <TimelineTab rules={value?.rules ?? []} onClear={verbs.clearTimeline} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function MasterPanel() {
  const { automation: words } = useStrings();
  const enabled = useSettings(({ automation }) => automation.enabled);
  const dryRun = useSettings(({ automation }) => automation.dryRun);
  const save = useSave();
  return (
    <>
      <Panel>
        <div className="two-columns">
          <SavedSwitch
            path="automation.enabled"
            label={words.enabled}
            description={words.enabledHint}
            value={enabled}
            onSave={(next) => save({ automation: { enabled: next } })}
          />
          <SavedSwitch
            path="automation.dryRun"
            label={words.dryRun}
            description={words.dryRunHint}
            value={dryRun}
            onSave={(next) => save({ automation: { dryRun: next } })}
          />
        </div>
      </Panel>
      {dryRun ? (
        <p className="rule-dry" role="status">
          <IconFlask size="1rem" aria-hidden /> {words.dryRunOn}
        </p>
      ) : null}
    </>
  );
}

/** More than these and the list can be searched. */
const SEARCH_FROM = 8;

function RulesTab({ view, verbs }: { readonly view: AutomationView; readonly verbs: RuleVerbs }) {
  const { automation: words } = useStrings();
  const client = useClient();
  const [editing, setEditing] = useState<AutomationRule | 'new'>();
  const [hasGallery, setHasGallery] = useState(false);
  const [search, setSearch] = useState('');
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId: null }, { signal }), [client]);
  const models = new Map(useQuery(ask).value?.models.map(({ id, name }) => [id, name]));
  const begin = (
    <div className="rule-tools">
      <Button leftSection={<IconPlus size="1rem" />} onClick={() => setEditing('new')}>
        {words.add}
      </Button>
      <Button variant="light" leftSection={<IconTemplate size="1rem" />} onClick={() => setHasGallery(true)}>
        {words.templates}
      </Button>
      <Button variant="default" leftSection={<IconArrowBackUp size="1rem" />} disabled={!view.canUndo} onClick={verbs.undo}>
        {words.undo}
      </Button>
      <FileButton accept="application/json,.json" onChange={(file) => (file === null ? undefined : verbs.importFile(file))}>
        {(props) => (
          <Button {...props} variant="subtle" color="gray" leftSection={<IconUpload size="1rem" />}>
            {words.import}
          </Button>
        )}
      </FileButton>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconDownload size="1rem" />}
        disabled={view.rules.length === 0}
        onClick={verbs.exportAll}
      >
        {words.export}
      </Button>
      {view.rules.length < SEARCH_FROM ? null : (
        <TextInput
          className="binding-search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size="1rem" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
    </div>
  );
  return (
    <div className="cards">
      {begin}
      {view.rules.length === 0 ? (
        <Panel>
          <EmptyState icon={<IconRobot size="1.5rem" />} title={words.emptyTitle} hint={words.emptyHint} />
        </Panel>
      ) : (
        <RuleList view={view} search={search} models={models} verbs={verbs} onEdit={setEditing} />
      )}
      <ViewerScenesCard />
      {hasGallery ? <Gallery onClose={() => setHasGallery(false)} onUndo={verbs.undo} /> : null}
      {editing === undefined ? null : (
        <RuleEditor rule={editing === 'new' ? undefined : editing} rules={view.rules} onClose={() => setEditing(undefined)} />
      )}
    </div>
  );
}
