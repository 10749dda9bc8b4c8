import { useMemo } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { type AutomationRule, ruleFileSchema } from '#shared/automation/rule.ts';
import { StudioError } from '#shared/errors.ts';
import { fill, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';

/** What can be done to rules. Failures become toasts. */
export interface RuleVerbs {
  readonly run: (rule: AutomationRule) => void;
  readonly enable: (rule: AutomationRule, enabled: boolean) => void;
  readonly duplicate: (rule: AutomationRule) => void;
  readonly moveBefore: (id: string, beforeId: string) => void;
  readonly remove: (rule: AutomationRule) => void;
  readonly undo: () => void;
  readonly exportAll: () => void;
  readonly importFile: (file: File) => void;
  readonly clearTimeline: () => void;
}

export function useRuleVerbs(): RuleVerbs {
  const client = useClient();
  const strings = useStrings();
  return useMemo(() => ruleVerbs(client, strings), [client, strings]);
}

function ruleVerbs(client: StudioApi, strings: Strings): RuleVerbs {
  const { automation, common } = strings;
  const attempt = <T>(failed: string, command: Promise<T>, done?: (answer: T) => void): void => {
    command.then(done, (error: unknown) => showToast({ tone: 'bad', title: failed, text: problemText(strings, error) }));
  };
  const undo = (): void =>
    attempt(automation.undoFailed, client.automation.undo(), () => showToast({ tone: 'plain', title: automation.undone }));
  const undoable = (title: string): void => showToast({ tone: 'plain', title, action: { label: common.undo, run: undo } });
  return {
    undo,
    run: ({ id }) => attempt(automation.runFailed, client.automation.run({ id })),
    enable: ({ id }, enabled) => attempt(automation.changeFailed, client.automation.change({ id, change: { enabled } })),
    duplicate: ({ id }) => attempt(automation.changeFailed, client.automation.duplicate({ id })),
    moveBefore: (id, beforeId) => attempt(automation.changeFailed, client.automation.move({ id, beforeId })),
    remove: ({ id, name }) =>
      attempt(automation.removeFailed, client.automation.remove({ ids: [id] }), () =>
        undoable(fill(automation.removed, { name: name || automation.unnamed })),
      ),
    exportAll: () =>
      attempt(automation.loadFailed, client.automation.export({ ids: [] }), (file) =>
        downloadBytes('yingxi-automation.json', `${JSON.stringify(file, undefined, 2)}\n`, 'application/json'),
      ),
    importFile: (file) =>
      attempt(automation.importFailed, imported(client, file, automation.importBad), (n) =>
        undoable(fill(automation.imported, { n })),
      ),
    clearTimeline: () => attempt(automation.timeline.clearFailed, client.automation.clearTimeline()),
  };
}

/** Rules from elsewhere come switched off: they name other scenes. */
async function imported(client: StudioApi, file: File, bad: string): Promise<number> {
  const read = ruleFileSchema.safeParse(jsonFrom(await file.text()));
  if (!read.success || read.data.rules.length === 0) throw new StudioError('invalid-input', bad);
  const { ids } = await client.automation.add({ rules: read.data.rules.map((rule) => ({ ...rule, enabled: false })) });
  return ids.length;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
