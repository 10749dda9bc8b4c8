import { useMemo } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';

/** What a row can do to its binding. Failures become toasts. */
export interface RowVerbs {
  readonly edit: (binding: Binding) => void;
  readonly test: (binding: Binding) => void;
  readonly enable: (binding: Binding, enabled: boolean) => void;
  readonly duplicate: (binding: Binding) => void;
  /** Does nothing when one of the two is undefined. */
  readonly moveBefore: (id: string | undefined, beforeId: string | undefined) => void;
  readonly remove: (binding: Binding) => void;
  readonly undo: () => void;
}

export function useRowVerbs(edit: (binding: Binding) => void): RowVerbs {
  const client = useClient();
  const strings = useStrings();
  return useMemo(() => rowVerbs(client, strings, edit), [client, strings, edit]);
}

function rowVerbs(client: StudioApi, strings: Strings, edit: (binding: Binding) => void): RowVerbs {
  const { bindings, common } = strings;
  const attempt = (failed: string, command: Promise<unknown>, done?: () => void): void => {
    command.then(done, (error: unknown) => showToast({ tone: 'bad', title: failed, text: problemText(strings, error) }));
  };
  const undo = (): void =>
    attempt(bindings.undoFailed, client.bindings.undo(), () => showToast({ tone: 'plain', title: bindings.undone }));
  return {
    edit,
    undo,
    test({ id: _id, ...draft }) {
      client.bindings.test(draft).then(
        ({ problem }) => (problem === null ? undefined : showToast({ tone: 'bad', title: bindings.testFailed, text: problem })),
        (error: unknown) => showToast({ tone: 'bad', title: bindings.testFailed, text: problemText(strings, error) }),
      );
    },
    enable: ({ id }, enabled) => attempt(bindings.changeFailed, client.bindings.change({ id, change: { enabled } })),
    duplicate: ({ id }) => attempt(bindings.changeFailed, client.bindings.duplicate({ id })),
    moveBefore(id, beforeId) {
      if (id !== undefined && beforeId !== undefined) attempt(bindings.changeFailed, client.bindings.move({ id, beforeId }));
    },
    remove({ id, name }) {
      attempt(bindings.removeFailed, client.bindings.remove({ ids: [id] }), () =>
        showToast({
          tone: 'plain',
          title: fill(bindings.removed, { name: name === '' ? bindings.unnamed : name }),
          action: { label: common.undo, run: undo },
        }),
      );
    },
  };
}
