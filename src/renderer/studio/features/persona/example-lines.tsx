import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconMessages, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Settings } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useSave } from '../../ui/use-save.ts';

type Example = Settings['persona']['examples'][number];
const MAX_EXAMPLES = 100;
const TYPING_PAUSE_MS = 600;

/** Pairs of a viewer's line and hers, edited in place. */
export function ExampleLines() {
  const { persona, common } = useStrings();
  const examples = useSettings((settings) => settings.persona.examples);
  const save = useSave();
  const lock = useLock('persona.examples');
  const draft = useDraft<readonly Example[]>(examples, (next) => save({ persona: { examples: [...next] } }), TYPING_PAUSE_MS);
  const keys = useRowKeys(draft.value.length);
  const change = (row: number, part: Partial<Example>): void =>
    draft.change(draft.value.map((line, at) => (at === row ? { ...line, ...part } : line)));
  const remove = (row: number): void => {
    const before = draft.value;
    keys.remove(row);
    draft.change(before.filter((_, at) => at !== row));
    draft.flush();
    showToast({
      tone: 'plain',
      title: persona.rowRemoved,
      action: { label: common.undo, run: () => void save({ persona: { examples: [...before] } }) },
    });
  };
  const add = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size="0.95rem" />}
      disabled={lock.disabled || draft.value.length >= MAX_EXAMPLES}
      onClick={() => draft.change([...draft.value, { viewer: '', her: '' }])}
    >
      {persona.addExample}
    </Button>
  );
  return (
    <Panel title={persona.examples} hint={lock.note ?? persona.examplesHint} right={draft.value.length === 0 ? undefined : add}>
      {draft.value.length === 0 ? (
        <EmptyState icon={<IconMessages size="1.5rem" />} title={persona.examplesEmpty} action={add} />
      ) : null}
      <div className="examples">
        {draft.value.map((line, row) => (
          <div className="example" key={keys.of(row)}>
            <Textarea
              size="sm"
              autosize
              minRows={1}
              maxRows={6}
              maxLength={1000}
              disabled={lock.disabled}
              aria-label={persona.exampleViewer}
              placeholder={persona.exampleViewer}
              value={line.viewer}
              onChange={(event) => change(row, { viewer: event.currentTarget.value })}
              onBlur={draft.flush}
            />
            <Textarea
              size="sm"
              autosize
              minRows={1}
              maxRows={6}
              maxLength={2000}
              disabled={lock.disabled}
              aria-label={persona.exampleHer}
              placeholder={persona.exampleHer}
              value={line.her}
              onChange={(event) => change(row, { her: event.currentTarget.value })}
              onBlur={draft.flush}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              disabled={lock.disabled}
              aria-label={common.remove}
              onClick={() => remove(row)}
            >
              <IconTrash size="1.05rem" />
            </ActionIcon>
          </div>
        ))}
      </div>
    </Panel>
  );
}

/** Rows have no id of their own; these keys stay with a row while others are added or removed. */
function useRowKeys(count: number): { readonly of: (row: number) => number; readonly remove: (row: number) => void } {
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < count) {
    last.current += 1;
    keys.current.push(last.current);
  }
  keys.current.length = count;
  return { of: (row) => keys.current[row] ?? row, remove: (row) => void keys.current.splice(row, 1) };
}
