import { IconAbc } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedTags } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const MAX_WORDS = 2000;

/** Words that the streamer does not want, and those that are fine whatever the lists say. */
export function WordsCard() {
  const { moderation } = useStrings();
  const blocked = useSettings((all) => all.director.blockedWords);
  const allowed = useSettings((all) => all.moderation.allowedWords);
  const save = useSave();
  return (
    <Panel title={moderation.words} hint={moderation.wordsHint} icon={<IconAbc size="1.25rem" />}>
      <SavedTags
        path="director.blockedWords"
        label={moderation.blocked}
        hint={undefined}
        placeholder={moderation.wordPlaceholder}
        maxTags={MAX_WORDS}
        value={blocked}
        onSave={(blockedWords) => save({ director: { blockedWords: [...blockedWords] } })}
      />
      <SavedTags
        path="moderation.allowedWords"
        label={moderation.allowed}
        hint={moderation.allowedHint}
        placeholder={moderation.wordPlaceholder}
        maxTags={MAX_WORDS}
        value={allowed}
        onSave={(allowedWords) => save({ moderation: { allowedWords: [...allowedWords] } })}
      />
    </Panel>
  );
}
