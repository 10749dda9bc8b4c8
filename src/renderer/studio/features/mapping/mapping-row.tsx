import { ActionIcon, Switch } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconChevronDown } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef } from 'react';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { InputParameter, MappingRow as Row } from '#shared/avatar/parameters.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { CurvePreview } from './curve-preview.tsx';
import { LiveMeter, type MeterStore } from './live-meter.tsx';
import { RowDetail } from './row-detail.tsx';
import { inputName, parameterName, type RowView } from './row-view.ts';

const EDIT_PAUSE_MS = 250;

interface MappingRowProps {
  readonly view: RowView;
  readonly open: boolean;
  readonly meters: MeterStore;
  readonly parameters: readonly ModelParameter[];
  readonly custom: readonly InputParameter[];
  readonly taken: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  readonly onSave: (row: Row) => Promise<unknown>;
  readonly onRemove: (view: RowView) => void;
}

/** One row: what drives what, live; opened, all that can be set. */
export const MappingRow = memo(function MappingRow(props: MappingRowProps) {
  const { view, open, meters, parameters, custom, taken, onToggle, onSave, onRemove } = props;
  const { mapping } = useStrings();
  const draft = useDraft(view.row, async (row) => void (await onSave(row)), EDIT_PAUSE_MS);
  const row = draft.value;
  const { change: setDraft } = draft;
  const change = useCallback((patch: Partial<Row>) => setDraft({ ...row, ...patch }), [setDraft, row]);
  const name = parameterName({ id: row.output, name: view.output?.name ?? '' }, mapping.names);
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) line.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <li className="mapping-row" ref={line} data-off={!row.enabled} data-open={open}>
      <div className="mapping-line">
        <Switch
          size="xs"
          aria-label={`${mapping.enabled}: ${row.output}`}
          checked={row.enabled}
          onChange={(event) => {
            change({ enabled: event.currentTarget.checked });
          }}
        />
        <button
          type="button"
          className="mapping-names"
          aria-expanded={open}
          aria-label={`${mapping.expand}: ${row.output}`}
          onClick={() => onToggle(row.id)}
        >
          <span className="mapping-end">
            <InputName view={view} />
          </span>
          <IconArrowRight size="0.9rem" aria-hidden />
          <span className="mapping-end">
            <b>{row.output === '' ? mapping.noInput : row.output}</b>
            {view.output === undefined ? (
              <Missing text={mapping.missingOutput} />
            ) : (
              <small>{row.name === '' ? name : row.name}</small>
            )}
          </span>
        </button>
        <LiveMeter store={meters} rowId={row.id} which="raw" from={row.inputMin} to={row.inputMax} home={0} label={mapping.raw} />
        <CurvePreview shape={row} />
        <LiveMeter
          store={meters}
          rowId={row.id}
          which="mapped"
          from={view.output?.min ?? row.outputMin}
          to={view.output?.max ?? row.outputMax}
          home={0}
          label={mapping.mapped}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          className="mapping-chevron"
          aria-label={mapping.expand}
          aria-expanded={open}
          onClick={() => onToggle(row.id)}
        >
          <IconChevronDown size="1rem" />
        </ActionIcon>
      </div>
      {open ? (
        <RowDetail
          view={{ ...view, row }}
          parameters={parameters}
          custom={custom}
          taken={taken}
          change={change}
          flush={draft.flush}
          onRemove={() => onRemove(view)}
        />
      ) : null}
    </li>
  );
});

function InputName({ view: { row, input, autonomous } }: { readonly view: RowView }) {
  const { mapping } = useStrings();
  if (autonomous)
    return (
      <>
        <b>{mapping.itself}</b>
        <small>{row.breathing ? mapping.breathing : mapping.blinking}</small>
      </>
    );
  return (
    <>
      <b>{row.input === '' ? mapping.noInput : row.input}</b>
      {row.input !== '' && input === undefined ? (
        <Missing text={mapping.missingInput} />
      ) : (
        <small>{inputName(row.input, mapping.names)}</small>
      )}
    </>
  );
}

function Missing({ text }: { readonly text: string }) {
  return (
    <small className="mapping-missing">
      <IconAlertTriangle size="0.8rem" aria-hidden /> {text}
    </small>
  );
}
