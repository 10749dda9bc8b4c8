import { Button } from '@mantine/core';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import type { SetupTemplate } from '#shared/obs/setup/template.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { PartFields } from './part-fields.tsx';
import { PartsTable } from './parts-table.tsx';
import { SceneDrawing } from './scene-drawing.tsx';
import { withPlacement } from './template-edits.ts';

type Entry = SetupView['templates'][number];
interface Chosen {
  readonly scene: string;
  readonly source: string;
}
/** Steps back that are kept. */
const MAX_STEPS = 50;

/** The chosen template's scenes as pictures, and all that can be changed in them. A change is saved at once and can be taken back. */
export function EditorCard({ entry }: { readonly entry: Entry }) {
  const { obsSetup } = useStrings();
  const { template } = entry;
  const { save, undo } = useSaved(entry);
  const [chosen, setChosen] = useState<Chosen>();
  const scene = template.scenes.find(({ id }) => id === chosen?.scene);
  return (
    <Panel
      title={obsSetup.scenesOf}
      hint={obsSetup.scenesHint}
      icon={<IconPencil size="1.25rem" />}
      right={
        undo === undefined ? null : (
          <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size="0.9rem" />} onClick={undo}>
            {obsSetup.undoEdit}
          </Button>
        )
      }
    >
      <div className="scene-drawings">
        {template.scenes.map((each) => (
          <figure key={each.id}>
            <SceneDrawing
              template={template}
              scene={each}
              label={each.name}
              chosen={chosen?.scene === each.id ? chosen.source : undefined}
              onChoose={(source) => setChosen({ scene: each.id, source })}
              onPlace={(source, box) => save(withPlacement(template, each.id, source, box))}
            />
            <figcaption>{each.name}</figcaption>
          </figure>
        ))}
      </div>
      {scene === undefined || chosen === undefined ? null : (
        <PartFields
          template={template}
          scene={scene}
          sourceId={chosen.source}
          onChange={(next) => void save(next)}
          onClose={() => setChosen(undefined)}
        />
      )}
      <PartsTable template={template} onChange={(next) => void save(next)} />
    </Panel>
  );
}

/** Saves, and remembers what was before; a shipped template that is changed back to its first form is the shipped one again. */
function useSaved({ template, shipped, edited }: Entry) {
  const { obsSetup } = useStrings();
  const client = useClient();
  const [steps, setSteps] = useState<readonly { readonly template: SetupTemplate; readonly pristine: boolean }[]>([]);
  const { run: store } = useAction(
    obsSetup.saveFailed,
    useCallback((next: SetupTemplate) => client.obsSetup.saveTemplate({ template: next }), [client]),
  );
  const { run: reset } = useAction(
    obsSetup.saveFailed,
    useCallback((templateId: string) => client.obsSetup.removeTemplate({ templateId }), [client]),
  );
  const last = steps.at(-1);
  return {
    async save(next: SetupTemplate): Promise<void> {
      setSteps((before) => [...before, { template, pristine: shipped && !edited }].slice(-MAX_STEPS));
      await store(next);
    },
    undo:
      last === undefined
        ? undefined
        : () => {
            setSteps((before) => before.slice(0, -1));
            void (last.pristine ? reset(template.id) : store(last.template));
          },
  };
}
