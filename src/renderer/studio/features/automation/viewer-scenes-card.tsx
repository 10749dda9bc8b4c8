import { useCallback } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useSave } from '../../ui/use-save.ts';
import { WordsField } from './small-fields.tsx';

/** Which scenes the chat command may switch to. */
export function ViewerScenesCard() {
  const { automation: words } = useStrings();
  const client = useClient();
  const scenes = useSettings(({ automation }) => automation.viewerScenes);
  const save = useSave();
  const ask = useCallback((signal: AbortSignal) => client.bindings.choices({ modelId: null }, { signal }), [client]);
  const known = useQuery(ask).value?.show.scenes.map(({ name }) => name);
  return (
    <Panel title={words.viewerScenes} hint={words.viewerScenesHint}>
      <WordsField
        label={words.editor.scenes}
        hint={words.editor.wordsHint}
        placeholder={words.viewerScenesNone}
        most={50}
        data={known ?? []}
        value={scenes}
        onChange={(next) => void save({ automation: { viewerScenes: next } })}
      />
    </Panel>
  );
}
