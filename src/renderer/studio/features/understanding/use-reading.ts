import { useDebouncedValue } from '@mantine/hooks';
import { useCallback } from 'react';
import { useClient } from '../../session/session-context.tsx';
import { useQuery } from '../../ui/use-query.ts';

/** Typing pauses for so long before a line is read. */
const CALM_MS = 120;

/** What the studio reads in the line that is being typed; `model` changes when another model reads it. */
export function useReading(text: string, model: string) {
  const client = useClient();
  const [line] = useDebouncedValue(text.trim(), CALM_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model reads the same line anew
  const ask = useCallback(
    async (signal: AbortSignal) => ({
      line,
      reading: line === '' ? undefined : await client.intent.read({ text: line }, { signal }),
    }),
    [client, line, model],
  );
  return useQuery(ask);
}
export type LineReading = NonNullable<NonNullable<ReturnType<typeof useReading>['value']>['reading']>;
