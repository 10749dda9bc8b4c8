import { Badge } from '@mantine/core';
import { IconLayoutBoard } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { SceneDrawing } from './scene-drawing.tsx';
import { TemplateMenu } from './template-menu.tsx';

/** The templates as pictures of their main scene; arrow keys move, as in any radio group. */
export function TemplatePicker({ view }: { readonly view: SetupView }) {
  const { obsSetup } = useStrings();
  const client = useClient();
  const group = useRef<HTMLDivElement>(null);
  const { templates, chosenId } = view;
  const { run: choose } = useAction(
    obsSetup.chooseFailed,
    useCallback((templateId: string) => client.obsSetup.choose({ templateId }), [client]),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = templates.findIndex(({ template }) => template.id === chosenId);
    const next = templates[(at + step + templates.length) % templates.length]?.template.id;
    if (next === undefined) return;
    void choose(next);
    group.current?.querySelector<HTMLElement>(`[data-id="${next}"]`)?.focus();
  };
  return (
    <Panel title={obsSetup.template} icon={<IconLayoutBoard size="1.25rem" />} right={<TemplateMenu view={view} />}>
      <div className="template-cards" role="radiogroup" aria-label={obsSetup.template} ref={group} onKeyDown={onKeyDown}>
        {templates.map(({ template, shipped, edited }) => {
          const main = template.scenes.find(({ id }) => id === template.start);
          return (
            // biome-ignore lint/a11y/useSemanticElements: a card with a picture inside; keyboard and roles are those of a radio
            <button
              type="button"
              key={template.id}
              role="radio"
              className="template-card"
              data-id={template.id}
              aria-checked={template.id === chosenId}
              tabIndex={template.id === chosenId ? 0 : -1}
              onClick={() => void choose(template.id)}
            >
              {main === undefined ? null : <SceneDrawing template={template} scene={main} label={template.name} />}
              <span className="template-name">
                {template.name}
                {edited ? <Badge size="xs">{obsSetup.edited}</Badge> : null}
                {shipped ? null : (
                  <Badge size="xs" color="violet">
                    {obsSetup.own}
                  </Badge>
                )}
              </span>
              <span className="choice-hint">{fill(obsSetup.scenesCount, { n: template.scenes.length })}</span>
            </button>
          );
        })}
      </div>
    </Panel>
  );
}
