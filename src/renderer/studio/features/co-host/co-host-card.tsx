import { Select } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** A second avatar for the AI beside the human's: whether, and which one. */
export function CoHostCard() {
  const { coHost: words } = useStrings();
  const { enabled } = useSettings(({ driving }) => driving.coHost);
  const save = useSave();
  return (
    <Panel title={words.avatar} hint={words.hint} icon={<IconUsersGroup size="1.25rem" />}>
      <SavedSwitch
        path="driving.coHost.enabled"
        label={words.enabled}
        value={enabled}
        onSave={(next) => save({ driving: { coHost: { enabled: next } } })}
      />
      {enabled ? <ModelChoice /> : null}
    </Panel>
  );
}

function ModelChoice() {
  const { coHost: words } = useStrings();
  const modelId = useSettings(({ driving }) => driving.coHost.modelId || DEFAULT_AVATAR.modelId);
  const lock = useLock('driving.coHost.modelId');
  const save = useSave();
  const { value } = useWatch((api) => api.models.watch);
  const models = value?.models ?? [];
  const isMissing = value !== undefined && !models.some(({ id }) => id === modelId);
  const isSame = value?.inUse === modelId;
  return (
    <>
      <Select
        label={words.model}
        description={lock.note ?? words.modelHint}
        placeholder={words.chooseModel}
        disabled={lock.disabled}
        allowDeselect={false}
        searchable={models.length > 8}
        maw="28rem"
        data={models.map(({ id, name }) => ({ value: id, label: name }))}
        value={isMissing ? null : modelId}
        onChange={(next) => (next === null ? undefined : void save({ driving: { coHost: { modelId: next } } }))}
      />
      {isMissing ? (
        <p className="quiet-line" role="alert">
          {words.missing}
        </p>
      ) : null}
      {isSame ? <p className="quiet-line">{words.same}</p> : null}
    </>
  );
}
