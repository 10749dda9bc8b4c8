import { ActionIcon, Autocomplete, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { type FieldMap, fieldMapSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { pathsInJson } from './json-paths.ts';

type Kind = FieldMap['kinds'][string];
const kindSchema = fieldMapSchema.unwrap().shape.kinds.unwrap().valueType;
const PATHS = ['userName', 'text', 'userId', 'id', 'avatarUrl', 'kind', 'giftName', 'giftCount', 'amount'] as const;

interface FieldMapperProps {
  readonly fields: FieldMap;
  /** Text that the user pasted; its paths are offered. */
  readonly example: string;
  readonly onChange: (fields: FieldMap) => void;
}

/** Where name, text and the rest lie in a foreign message. */
export function FieldMapper({ fields, example, onChange }: FieldMapperProps) {
  const { moreRooms } = useStrings();
  const paths = useMemo(() => pathsInJson(example, fields.list), [example, fields.list]);
  return (
    <fieldset className="bridge-fields">
      <legend className="field-label">{moreRooms.fields}</legend>
      <p className="quiet-line">{moreRooms.fieldsHint}</p>
      <div className="bridge-grid">
        <Autocomplete
          label={moreRooms.field.list}
          data={[...paths.lists]}
          maxLength={200}
          spellCheck={false}
          value={fields.list}
          onChange={(list) => onChange({ ...fields, list: list.trim() })}
        />
        {PATHS.map((field) => (
          <Autocomplete
            key={field}
            label={moreRooms.field[field]}
            data={[...paths.values]}
            maxLength={200}
            spellCheck={false}
            value={fields[field]}
            onChange={(path) => onChange({ ...fields, [field]: path.trim() })}
          />
        ))}
        <TextInput
          label={moreRooms.field.currency}
          maxLength={3}
          spellCheck={false}
          value={fields.currency}
          onChange={(event) => onChange({ ...fields, currency: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      {fields.kind === '' ? null : <Kinds kinds={fields.kinds} onChange={(kinds) => onChange({ ...fields, kinds })} />}
    </fieldset>
  );
}

interface Row {
  readonly key: number;
  readonly told: string;
  readonly kind: Kind;
}
let lastKey = 0;
const rowOf = (told: string, kind: Kind): Row => {
  lastKey += 1;
  return { key: lastKey, told, kind };
};

/** Rows are kept here while they are edited: two may be alike for a moment, and an empty one is no setting yet. */
function Kinds({
  kinds,
  onChange,
}: {
  readonly kinds: FieldMap['kinds'];
  readonly onChange: (kinds: FieldMap['kinds']) => void;
}) {
  const { moreRooms, kinds: names } = useStrings();
  const [rows, setRows] = useState<readonly Row[]>(() => {
    const known = Object.entries(kinds).map(([told, kind]) => rowOf(told, kind));
    return known.length > 0 ? known : [rowOf('', 'chat')];
  });
  const keep = (next: readonly Row[]): void => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(({ told }) => told !== '').map(({ told, kind }) => [told, kind])));
  };
  const change = (key: number, part: Partial<Row>): void =>
    keep(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <div className="bridge-kinds">
      <span className="field-label">{moreRooms.kinds}</span>
      <p className="quiet-line">{moreRooms.kindsHint}</p>
      {rows.map(({ key, told, kind }) => (
        <div key={key} className="bridge-kind">
          <TextInput
            aria-label={moreRooms.kindValue}
            placeholder={moreRooms.kindValue}
            maxLength={100}
            spellCheck={false}
            value={told}
            onChange={(event) => change(key, { told: event.currentTarget.value.trim() })}
          />
          <Select
            aria-label={moreRooms.kindMeaning}
            value={kind}
            onChange={(next) => change(key, { kind: kindSchema.parse(next) })}
            data={kindSchema.options.map((value) => ({ value, label: names[value] }))}
          />
          <Tooltip label={moreRooms.removeKind}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={moreRooms.removeKind}
              onClick={() => keep(rows.filter((row) => row.key !== key))}
            >
              <IconTrash size="1rem" />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        className="start-button"
        leftSection={<IconPlus size="0.9rem" />}
        onClick={() => setRows([...rows, rowOf('', 'chat')])}
      >
        {moreRooms.addKind}
      </Button>
    </div>
  );
}
