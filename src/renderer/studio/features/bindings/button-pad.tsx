import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { createPressBook, type PressBook } from '#renderer/shared/press-book.ts';
import { bindingEmoji } from '#shared/avatar/binding-emoji.ts';
import type { Binding } from '#shared/avatar/bindings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useBindings } from './bindings-context.tsx';
import './bindings.css';

/** The on-screen buttons of the model in use, by their place. A button lasts as long as it is pressed where its action holds. */
export function ButtonPad() {
  const { bindings } = useStrings();
  const view = useBindings().value;
  const state = useWatch((api) => api.bindings.watchState).value;
  const book = useButtonPresses();
  const buttons = useMemo(() => (view === undefined ? [] : buttonsOf(view.bindings, view.model?.id)), [view]);
  if (view === undefined || buttons.length === 0) return null;
  const down = (binding: Binding) => (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    book.down(`button ${binding.id}`, [binding], 'button');
  };
  return (
    <fieldset className="button-pad" aria-label={bindings.pad}>
      {buttons.map((binding) => {
        const up = (): void => book.up(`button ${binding.id}`);
        const isKey = (key: string): boolean => key === 'Enter' || key === ' ';
        return (
          <button
            type="button"
            key={binding.id}
            className="expression"
            data-shown={state?.activity[binding.id]?.on || undefined}
            onPointerDown={down(binding)}
            onPointerUp={up}
            onPointerCancel={up}
            onKeyDown={(event) =>
              isKey(event.key) && !event.repeat ? book.down(`button ${binding.id}`, [binding], 'button') : undefined
            }
            onKeyUp={(event) => (isKey(event.key) ? up() : undefined)}
          >
            <span aria-hidden>{bindingEmoji(binding)}</span>
            <span>{binding.name === '' ? bindings.unnamed : binding.name}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

/** In force, with a place on screen, in the order of the places. */
export function buttonsOf(bindings: readonly Binding[], modelId: string | undefined): readonly Binding[] {
  const placed = bindings.flatMap((binding) => {
    const slot = binding.triggers.flatMap((trigger) => (trigger.type === 'button' ? [trigger.slot] : []))[0];
    const inForce = binding.enabled && (binding.modelId === null || binding.modelId === modelId);
    return slot === undefined || !inForce ? [] : [{ slot, binding }];
  });
  return placed.sort((a, b) => a.slot - b.slot).map(({ binding }) => binding);
}

function useButtonPresses(): PressBook {
  const client = useClient();
  const { bindings } = useStrings();
  const words = useRef(bindings.answers);
  words.current = bindings.answers;
  const book = useMemo(() => createPressBook(pressesOf(client, words)), [client]);
  useEffect(() => () => book.close(), [book]);
  return book;
}

function pressesOf(
  client: StudioApi,
  words: { readonly current: Readonly<Record<string, string>> },
): Parameters<typeof createPressBook>[0] {
  const lost = (): void => undefined;
  return {
    press: (id, by) =>
      void client.bindings.press({ id, by, holds: true }).then(({ answer }) => {
        const text = words.current[answer];
        if (text !== undefined) showToast({ tone: 'plain', title: text });
      }, lost),
    release: (id) => void client.bindings.release({ id }).catch(lost),
    holding: (ids) => void client.bindings.holding({ ids: [...ids] }).catch(lost),
    every(ms, task) {
      const timer = setInterval(task, ms);
      return () => clearInterval(timer);
    },
  };
}
