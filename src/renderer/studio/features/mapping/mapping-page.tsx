import { Button, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconFilterOff, IconPlus, IconSearch, IconUserQuestion } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { MappingView } from '#shared/contract/parameters.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch, useWatchStore } from '../../session/use-watch.ts';
import { FileDropZone } from '../../ui/file-drop-zone.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { ImportReport } from './import-report.tsx';
import type { MeterStore } from './live-meter.tsx';
import { MappingMenu } from './mapping-menu.tsx';
import { MappingRow } from './mapping-row.tsx';
import { matchesSearch, rowViews } from './row-view.ts';
import { SourcesCard } from './sources-card.tsx';
import { type MappingActions, useCustomInputs, useMappingActions } from './use-mapping.ts';
import { useVtubeImport } from './use-vtube-import.ts';
import './mapping.css';

/** How inputs drive the model's parameters: live, editable, importable. */
export function MappingPage() {
  const { mapping } = useStrings();
  const { value: view, problem } = useWatch((api) => api.parameters.watchMapping);
  const meters = useWatchStore((api) => api.parameters.watchMeters);
  const actions = useMappingActions();
  const vtube = useVtubeImport();
  const [openId, setOpenId] = useState<string>();
  const add = useCallback(async () => {
    const added = await actions.add();
    if (added !== undefined) setOpenId(added.id);
  }, [actions]);
  const usable = view !== undefined && view.modelId !== null;
  return (
    <FileDropZone text={mapping.dropHere} onFile={usable ? (file) => void vtube.importFile(file) : undefined}>
      <Page
        title={mapping.title}
        intro={mapping.intro}
        wide
        right={
          usable ? (
            <MappingMenu view={view} actions={actions} onAdd={add} onImport={vtube.importFile} importing={vtube.busy} />
          ) : undefined
        }
      >
        {view === undefined && problem === undefined ? <LoadingState rows={8} /> : null}
        {view === undefined && problem !== undefined ? <FailedState title={mapping.loadFailed} problem={problem} /> : null}
        {view !== undefined && view.modelId === null ? (
          <EmptyState icon={<IconUserQuestion size="1.5rem" />} title={mapping.noModel} hint={mapping.noModelHint} />
        ) : null}
        {usable && view.parameters.length === 0 && view.rows.length === 0 ? (
          <EmptyState icon={<IconUserQuestion size="1.5rem" />} title={mapping.noParameters} hint={mapping.noParametersHint} />
        ) : null}
        {usable && (view.parameters.length > 0 || view.rows.length > 0) ? (
          <Editor view={view} meters={meters} actions={actions} openId={openId} setOpenId={setOpenId} onAdd={add} />
        ) : null}
      </Page>
      <ImportReport report={vtube.report} onClose={vtube.close} onUndo={() => void actions.undo()} />
    </FileDropZone>
  );
}

interface EditorProps {
  readonly view: MappingView;
  readonly meters: MeterStore;
  readonly actions: MappingActions;
  readonly openId: string | undefined;
  readonly setOpenId: (id: string | undefined) => void;
  readonly onAdd: () => Promise<void>;
}

function Editor({ view, meters, actions, openId, setOpenId, onAdd }: EditorProps) {
  const { mapping } = useStrings();
  const custom = useCustomInputs();
  const [search, setSearch] = useState('');
  const views = useMemo(() => rowViews(view.rows, view.parameters, custom), [view.rows, view.parameters, custom]);
  const shown = useMemo(
    () => views.filter((one) => one.row.id === openId || matchesSearch(one, search, mapping.names)),
    [views, search, openId, mapping.names],
  );
  const written = useMemo(() => new Set(view.rows.map(({ output }) => output)), [view.rows]);
  const toggle = useCallback((id: string) => setOpenId(id === openId ? undefined : id), [openId, setOpenId]);
  const remove = useCallback((one: (typeof views)[number]) => void actions.remove(one), [actions]);
  return (
    <>
      <SourcesCard store={meters} motion={view.motion} eyes={view.eyes} />
      {views.length === 0 ? (
        <EmptyState
          icon={<IconAdjustmentsHorizontal size="1.5rem" />}
          title={mapping.noRows}
          hint={mapping.noRowsHint}
          action={
            <Button size="xs" variant="default" leftSection={<IconPlus size="0.9rem" />} onClick={() => void onAdd()}>
              {mapping.add}
            </Button>
          }
        />
      ) : (
        <div className="mapping-search">
          <TextInput
            leftSection={<IconSearch size="1rem" />}
            aria-label={mapping.search}
            placeholder={mapping.search}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <span className="tag">{mapping.origin[view.origin]}</span>
          <span className="quiet-line tabular">{fill(mapping.rows, { n: views.length })}</span>
        </div>
      )}
      {views.length > 0 && shown.length === 0 ? (
        <EmptyState
          icon={<IconFilterOff size="1.5rem" />}
          title={mapping.noMatch}
          action={
            <Button size="xs" variant="default" onClick={() => setSearch('')}>
              {mapping.clearSearch}
            </Button>
          }
        />
      ) : null}
      {shown.length === 0 ? null : (
        <ul className="mapping-rows" aria-label={mapping.title}>
          {shown.map((one) => (
            <MappingRow
              key={one.row.id}
              view={one}
              open={one.row.id === openId}
              meters={meters}
              parameters={view.parameters}
              custom={custom}
              taken={one.row.id === openId ? without(written, one.row.output) : written}
              onToggle={toggle}
              onSave={actions.save}
              onRemove={remove}
            />
          ))}
        </ul>
      )}
    </>
  );
}

const without = (all: ReadonlySet<string>, one: string): ReadonlySet<string> => new Set([...all].filter((id) => id !== one));
