import { Button, Collapse, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconChevronRight, IconKeyboard, IconPlus, IconSearch, IconWand } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Binding } from '#shared/avatar/bindings.ts';
import type { BindingsState, BindingsView } from '#shared/contract/bindings.ts';
import { IS_MAC } from '../../hotkeys/platform.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { BindingEditor } from './binding-editor.tsx';
import { BindingRow } from './binding-row.tsx';
import { useBindings } from './bindings-context.tsx';
import { actionText, type BindingGroup, groupsOf, triggerText } from './describe.ts';
import { InputsCard } from './inputs-card.tsx';
import { RemoteCard } from './remote-card.tsx';
import { SoundsCard } from './sounds-card.tsx';
import { type RowVerbs, useRowVerbs } from './use-row-verbs.ts';
import './bindings.css';

/** Everything of "when this happens, do that". */
export function BindingsPage() {
  const strings = useStrings();
  const { bindings } = strings;
  const { value, problem } = useBindings();
  const state = useWatch((api) => api.bindings.watchState).value;
  const [editing, setEditing] = useState<Binding | 'new'>();
  const verbs = useRowVerbs(useCallback((binding: Binding) => setEditing(binding), []));
  return (
    <Page title={bindings.title} intro={bindings.intro}>
      <div className="binding-tools">
        <Button leftSection={<IconPlus size="1rem" />} disabled={value === undefined} onClick={() => setEditing('new')}>
          {bindings.add}
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size="1rem" />}
          disabled={value?.canUndo !== true}
          onClick={verbs.undo}
        >
          {bindings.undo}
        </Button>
        {value === undefined || value.bindings.length === 0 ? null : <CreateDefaults subtle disabled={value.model === null} />}
      </div>
      {value === undefined ? (
        <Panel>
          {problem === undefined ? <LoadingState rows={6} /> : <FailedState title={bindings.loadFailed} problem={problem} />}
        </Panel>
      ) : (
        <BindingLists view={value} state={state} verbs={verbs} />
      )}
      <RemoteCard />
      <InputsCard />
      <SoundsCard />
      {editing === undefined || value === undefined ? null : (
        <BindingEditor view={value} binding={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </Page>
  );
}

interface BindingListsProps {
  readonly view: BindingsView;
  readonly state: BindingsState | undefined;
  readonly verbs: RowVerbs;
}

/** More than these and the list can be searched. */
const SEARCH_FROM = 8;

function BindingLists({ view, state, verbs }: BindingListsProps) {
  const strings = useStrings();
  const { bindings } = strings;
  const [search, setSearch] = useState('');
  const models = new Map(view.models.map(({ id, name }) => [id, name]));
  if (view.model !== null) models.set(view.model.id, view.model.name);
  const wanted = search.trim().toLowerCase();
  const matches = (binding: Binding): boolean =>
    wanted === '' ||
    [
      binding.name,
      ...binding.triggers.map((trigger) => triggerText(strings, trigger, IS_MAC)),
      ...binding.actions.map(({ action }) => actionText(strings, action, models)),
    ].some((text) => text.toLowerCase().includes(wanted));
  const groups = groupsOf(view.bindings, view.model?.id, matches);
  if (view.bindings.length === 0) return <NoBindings hasModel={view.model !== null} />;
  return (
    <>
      <div className="binding-tools">
        {view.bindings.length < SEARCH_FROM ? null : (
          <TextInput
            className="binding-search"
            aria-label={bindings.search}
            placeholder={bindings.search}
            leftSection={<IconSearch size="1rem" />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {state !== undefined && state.dropped > 0 ? (
          <span className="quiet-line">{fill(bindings.dropped, { n: state.dropped })}</span>
        ) : null}
      </div>
      {groups.length === 0 ? <p className="quiet-line">{bindings.nothingFound}</p> : null}
      {groups.map((group) => (
        <GroupPanel
          key={group.modelId ?? 'all'}
          group={group}
          view={view}
          state={state}
          verbs={verbs}
          models={models}
          open={wanted !== ''}
        />
      ))}
    </>
  );
}

interface GroupPanelProps extends BindingListsProps {
  readonly group: BindingGroup;
  readonly models: ReadonlyMap<string, string>;
  /** Other models' lists are folded away unless something is looked for. */
  readonly open: boolean;
}

function GroupPanel({ group, view, state, verbs, models, open }: GroupPanelProps) {
  const { bindings } = useStrings();
  const [unfolded, setUnfolded] = useState(false);
  const name = group.modelId === null ? '' : (models.get(group.modelId) ?? bindings.unknownModel);
  const names = new Map(view.bindings.map((binding) => [binding.id, binding.name === '' ? bindings.unnamed : binding.name]));
  const rows = (
    <ul className="binding-list">
      {group.bindings.map((binding, index) => (
        <BindingRow
          key={binding.id}
          binding={binding}
          activity={state?.activity[binding.id]}
          conflicts={view.conflicts[binding.id] ?? []}
          names={names}
          models={models}
          above={group.bindings[index - 1]?.id}
          below={group.bindings[index + 1]?.id}
          verbs={verbs}
        />
      ))}
    </ul>
  );
  if (group.kind === 'all') return <Panel title={bindings.groupAll}>{rows}</Panel>;
  if (group.kind === 'model')
    return (
      <Panel title={fill(bindings.groupModel, { name })} hint={bindings.groupModelHint}>
        {rows}
      </Panel>
    );
  const shown = unfolded || open;
  return (
    <Panel>
      <UnstyledButton className="advanced-toggle" aria-expanded={shown} onClick={() => setUnfolded(!unfolded)}>
        <IconChevronRight size="0.95rem" aria-hidden /> {bindings.groupOther}: {name} ({group.bindings.length})
      </UnstyledButton>
      <Collapse expanded={shown}>
        <p className="field-hint">{bindings.groupOtherHint}</p>
        {rows}
      </Collapse>
    </Panel>
  );
}

function NoBindings({ hasModel }: { readonly hasModel: boolean }) {
  const { bindings } = useStrings();
  return (
    <Panel>
      <EmptyState
        icon={<IconKeyboard size="1.5rem" />}
        title={bindings.emptyTitle}
        hint={bindings.emptyHint}
        action={<CreateDefaults disabled={!hasModel} />}
      />
    </Panel>
  );
}

function CreateDefaults({ subtle = false, disabled }: { readonly subtle?: boolean; readonly disabled: boolean }) {
  const { bindings } = useStrings();
  const client = useClient();
  const create = useCallback(async () => {
    const { added } = await client.bindings.createDefaults();
    showToast({ tone: 'plain', title: added === 0 ? bindings.createdNone : fill(bindings.createdSome, { n: added }) });
  }, [client, bindings]);
  const { run, busy } = useAction(bindings.createFailed, create);
  return (
    <Button
      variant={subtle ? 'subtle' : 'filled'}
      color={subtle ? 'gray' : 'pink'}
      leftSection={<IconWand size="1rem" />}
      loading={busy}
      disabled={disabled}
      onClick={() => void run()}
    >
      {bindings.createDefaults}
    </Button>
  );
}
