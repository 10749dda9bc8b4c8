import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useQuery } from '../../ui/use-query.ts';
import { rulesOfTemplate, TEMPLATES, type Template } from './templates.ts';

/** Sets of rules to begin with. */
export function Gallery({ onClose, onUndo }: { readonly onClose: () => void; readonly onUndo: () => void }) {
  const strings = useStrings();
  const { gallery } = strings.automation;
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId: null }, { signal }), [client]);
  const choices = useQuery(ask).value;
  const add = useCallback(
    async (template: Template) => {
      if (choices === undefined) return;
      const rules = rulesOfTemplate(template, strings, choices);
      await client.automation.add({ rules: [...rules] });
      showToast({
        tone: 'good',
        title: fill(gallery.added, { n: rules.length }),
        action: { label: strings.common.undo, run: onUndo },
      });
      onClose();
    },
    [client, choices, strings, gallery, onClose, onUndo],
  );
  const adding = useAction(gallery.addFailed, add);
  return (
    <Modal opened onClose={onClose} title={gallery.title} size="46rem" yOffset="4.5rem">
      <p className="quiet-line rule-gallery-intro">{gallery.intro}</p>
      {choices === undefined ? (
        <LoadingState rows={6} />
      ) : (
        <ul className="rule-gallery">
          {TEMPLATES.map((template) => (
            <li key={template}>
              <strong>{gallery.names[template]}</strong>
              <p>{gallery.hints[template]}</p>
              <footer>
                <span className="quiet-line">
                  {fill(gallery.count, { n: rulesOfTemplate(template, strings, choices).length })}
                </span>
                <Button
                  size="xs"
                  variant="light"
                  leftSection={<IconPlus size="0.9rem" />}
                  aria-label={`${gallery.add}: ${gallery.names[template]}`}
                  onClick={() => void adding.run(template)}
                >
                  {gallery.add}
                </Button>
              </footer>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
