import { useCallback, useMemo } from 'react';
import { COMMAND_LIMIT, type Command, commandFileSchema } from '#shared/audience/command.ts';
import { StudioError } from '#shared/errors.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { commandName } from './describe-command.ts';

export interface CommandVerbs {
  readonly put: (command: Command) => void;
  /** Puts a copy with another id behind; the copy is the streamer's own. */
  readonly duplicate: (command: Command) => void;
  /** Back to the shipped one, or away with an own one. */
  readonly reset: (command: Command) => void;
  readonly resetAll: () => void;
  readonly importFile: (file: File) => void;
  readonly exportAll: () => void;
}

/** Changes to the commands: they are kept in the settings, and each can be undone. */
export function useCommandVerbs(commands: readonly Command[], shipped: readonly Command[]): CommandVerbs {
  const strings = useStrings();
  const words = strings.commands;
  const changed = useSettings(({ audience }) => audience.commands.changed);
  const save = useSave();

  const keep = useCallback(
    (next: readonly Command[], title: string) => {
      const write = (list: readonly Command[]) => void save({ audience: { commands: { changed: [...list] } } });
      write(next);
      showToast({ tone: 'good', title, action: { label: strings.common.undo, run: () => write(changed) } });
    },
    [save, strings, changed],
  );
  const { run: importFile } = useAction(
    words.importFailed,
    useCallback(
      async (file: File) => {
        const read = commandFileSchema.safeParse(jsonFrom(await file.text()));
        if (!read.success) throw new StudioError('invalid-input', words.importBad);
        const ids = new Set(read.data.commands.map(({ id }) => id));
        const next = [...changed.filter(({ id }) => !ids.has(id)), ...read.data.commands].slice(0, COMMAND_LIMIT);
        keep(next, fill(words.imported, { n: read.data.commands.length }));
      },
      [changed, keep, words],
    ),
  );

  return useMemo(() => {
    const without = (id: string): Command[] => changed.filter((one) => one.id !== id);
    const shippedOf = (id: string): Command | undefined => shipped.find((one) => one.id === id);
    const named = (text: string, command: Command): string => fill(text, { name: commandName(strings, command) });
    return {
      put(command) {
        const isAsShipped = JSON.stringify(command) === JSON.stringify(shippedOf(command.id));
        const at = changed.findIndex(({ id }) => id === command.id);
        const next = isAsShipped ? without(command.id) : at < 0 ? [...changed, command] : changed.with(at, command);
        keep(next, named(words.saved, command));
      },
      duplicate(command) {
        const copy = { ...command, id: newCommandId(), name: commandName(strings, command) };
        keep([...changed, copy], named(words.saved, copy));
      },
      reset(command) {
        keep(without(command.id), named(shippedOf(command.id) === undefined ? words.removed : words.resetDone, command));
      },
      resetAll: () =>
        keep(
          changed.filter(({ id }) => shippedOf(id) === undefined),
          words.resetAllDone,
        ),
      importFile: (file) => void importFile(file),
      exportAll() {
        const file = { format: 'yingxi-commands', version: 1, commands };
        downloadBytes('yingxi-commands.json', `${JSON.stringify(file, undefined, 2)}\n`, 'application/json');
      },
    };
  }, [changed, commands, shipped, keep, importFile, strings, words]);
}

/** 'own-' and eight letters or digits. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `own-${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
