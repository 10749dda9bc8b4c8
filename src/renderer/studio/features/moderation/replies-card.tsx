import { NativeSelect } from '@mantine/core';
import { IconMessageCircleOff } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSwitch, SavedTags } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const ACTIONS = ['replace', 'drop', 'end'] as const;

/** Her own sentences, before they are spoken. */
export function RepliesCard() {
  const { moderation } = useStrings();
  const replies = useSettings((all) => all.moderation.replies);
  const save = useSave();
  return (
    <Panel title={moderation.replies} hint={moderation.repliesHint} icon={<IconMessageCircleOff size="1.25rem" />}>
      <SavedSwitch
        path="moderation.replies.enabled"
        label={moderation.repliesEnabled}
        value={replies.enabled}
        onSave={(enabled) => save({ moderation: { replies: { enabled } } })}
      />
      <NativeSelect
        size="sm"
        label={moderation.repliesAction}
        value={replies.action}
        disabled={!replies.enabled}
        data={ACTIONS.map((action) => ({ value: action, label: moderation.repliesActions[action] }))}
        onChange={(event) => {
          const action = ACTIONS.find((one) => one === event.currentTarget.value);
          if (action !== undefined) void save({ moderation: { replies: { action } } });
        }}
      />
      {replies.action === 'replace' ? (
        <SavedTags
          path="moderation.replies.substitutes"
          label={moderation.substitutes}
          hint={moderation.substitutesHint}
          placeholder={moderation.wordPlaceholder}
          maxTags={50}
          value={replies.substitutes}
          onSave={(substitutes) => save({ moderation: { replies: { substitutes: [...substitutes] } } })}
        />
      ) : null}
    </Panel>
  );
}
