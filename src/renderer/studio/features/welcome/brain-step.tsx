import { Button } from '@mantine/core';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { useSave } from '../../ui/use-save.ts';

/** A model found on this computer with one click, or later. */
export function BrainStep({ onChosen, onOpenBrain }: { readonly onChosen: () => void; readonly onOpenBrain: () => void }) {
  const { welcome } = useStrings();
  const found = useMirror('brain').value?.found ?? [];
  const save = useSave();
  const choices = found.flatMap(({ baseUrl, models }) => (models[0] === undefined ? [] : [{ baseUrl, model: models[0] }]));
  const choose = async (baseUrl: string, model: string): Promise<void> => {
    await save({ brain: { mode: 'auto', baseUrl, model } });
    onChosen();
  };
  return (
    <>
      <p>{welcome.brainText}</p>
      <p>{found.length === 0 ? welcome.brainNone : fill(welcome.brainFound, { n: found.length })}</p>
      <div className="button-row">
        {choices.map(({ baseUrl, model }) => (
          <Button key={baseUrl} size="xs" variant="light" onClick={() => void choose(baseUrl, model)}>
            {fill(welcome.brainUse, { model })}
          </Button>
        ))}
        <Button size="xs" variant="default" onClick={onOpenBrain}>
          {welcome.openBrain}
        </Button>
      </div>
    </>
  );
}
