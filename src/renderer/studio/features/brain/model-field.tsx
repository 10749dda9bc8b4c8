import { Autocomplete } from '@mantine/core';
import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useQuery } from '../../ui/use-query.ts';
import { useSave } from '../../ui/use-save.ts';

const TYPING_PAUSE_MS = 600;

/** The model's name: one that the endpoint offers, or typed. */
export function ModelField({ baseUrl }: { readonly baseUrl: string }) {
  const { brain } = useStrings();
  const client = useClient();
  const model = useSettings((settings) => settings.brain.model);
  const save = useSave();
  const lock = useLock('brain.model');
  const draft = useDraft(model, (next: string) => save({ brain: { model: next.trim() } }), TYPING_PAUSE_MS);
  const ask = useCallback(
    async (signal: AbortSignal) => (baseUrl === '' ? [] : client.brain.models({}, { signal })),
    [client, baseUrl],
  );
  const { value, problem } = useQuery(ask);
  return (
    <Autocomplete
      size="sm"
      label={brain.model}
      description={lock.note ?? (problem === undefined ? brain.modelPlaceholder : brain.modelsFailed)}
      placeholder={brain.modelPlaceholder}
      disabled={lock.disabled}
      spellCheck={false}
      data={[...new Set(value ?? [])]}
      limit={200}
      maxDropdownHeight={260}
      value={draft.value}
      onChange={draft.change}
      onBlur={draft.flush}
    />
  );
}
