import { useCallback, useMemo } from 'react';
import type { InputParameter, MappingRow } from '#shared/avatar/parameters.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';
import type { RowView } from './row-view.ts';

const NONE: readonly InputParameter[] = [];

/** Inputs beyond the standard ones: ours, and those that plugins made. */
export function useCustomInputs(): readonly InputParameter[] {
  const client = useClient();
  const ask = useCallback(async () => {
    const { own, custom } = await client.parameters.inputs();
    return [...own, ...custom];
  }, [client]);
  return useQuery(ask).value ?? NONE;
}

/** Everything that changes the mapping. Failures become toasts with the next step. */
export function useMappingActions() {
  const strings = useStrings();
  const { mapping, common } = strings;
  const client = useClient();
  const { parameters: api } = client;

  const undo = useAction(
    mapping.undoFailed,
    useCallback(async () => {
      await api.undo();
      showToast({ tone: 'plain', title: mapping.undone });
    }, [api, mapping]),
  );
  const undoNow = undo.run;
  const add = useAction(
    mapping.addFailed,
    useCallback(() => api.addRow({}), [api]),
  );
  const fillIn = useAction(
    mapping.fillFailed,
    useCallback(async () => {
      const { added } = await api.fillAutomatically();
      const action = added === 0 ? undefined : { label: common.undo, run: () => void undoNow() };
      showToast({ tone: 'good', title: added === 0 ? mapping.filledNone : fill(mapping.filled, { n: added }), action });
    }, [api, mapping, common, undoNow]),
  );
  const reset = useAction(
    mapping.resetFailed,
    useCallback(async () => {
      await api.reset();
      showToast({ tone: 'plain', title: mapping.resetDone, action: { label: common.undo, run: () => void undoNow() } });
    }, [api, mapping, common, undoNow]),
  );
  const removing = useAction(
    mapping.removeFailed,
    useCallback(
      async ({ row }: RowView) => {
        await api.removeRow({ id: row.id });
        const name = row.name === '' ? row.output : row.name;
        showToast({
          tone: 'plain',
          title: fill(mapping.removed, { name }),
          action: { label: common.undo, run: () => void undoNow() },
        });
      },
      [api, mapping, common, undoNow],
    ),
  );
  /** Rows are saved while others are: no waiting in line. */
  const save = useCallback(
    async (row: MappingRow) => {
      try {
        await api.setRow({ row });
      } catch (error) {
        showToast({ tone: 'bad', title: mapping.saveFailed, text: problemText(strings, error) });
      }
    },
    [api, mapping, strings],
  );
  return useMemo(
    () => ({ undo: undo.run, add: add.run, fillIn: fillIn.run, reset: reset.run, remove: removing.run, save }),
    [undo.run, add.run, fillIn.run, reset.run, removing.run, save],
  );
}
export type MappingActions = ReturnType<typeof useMappingActions>;
