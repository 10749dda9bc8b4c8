import { Button, Select } from '@mantine/core';
import { IconExternalLink, IconUsersGroup } from '@tabler/icons-react';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo, useMirror, useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { CopyField } from '../../ui/copy.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** A second avatar for the AI beside the human's: whether, which one, and where it is seen. */
export function CoHostCard() {
  const { coHost: words } = useStrings().controls;
  const { enabled } = useSettings(({ driving }) => driving.coHost);
  const save = useSave();
  return (
    <Panel title={words.title} hint={words.hint} icon={<IconUsersGroup size="1.25rem" />}>
      <SavedSwitch
        path="driving.coHost.enabled"
        label={words.enabled}
        value={enabled}
        onSave={(next) => save({ driving: { coHost: { enabled: next } } })}
      />
      {enabled ? (
        <>
          <ModelChoice />
          <Address />
        </>
      ) : null}
    </Panel>
  );
}

function ModelChoice() {
  const { coHost: words } = useStrings().controls;
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

function Address() {
  const { coHost: words } = useStrings().controls;
  const info = useInfo();
  const { value } = useMirror('stages');
  const pages = value?.stages.filter(({ avatar }) => avatar === 'cohost').length ?? 0;
  if (info === undefined) return null;
  const address = `${info.stageUrl}&avatar=cohost`;
  return (
    <>
      <CopyField label={words.address} text={address} secret />
      <p className="quiet-line">{words.addressHint}</p>
      <div className="button-row">
        <Button
          variant="default"
          component="a"
          target="_blank"
          rel="noreferrer"
          href={address}
          leftSection={<IconExternalLink size="1rem" />}
        >
          {words.open}
        </Button>
        <span className={pages > 0 ? 'tag tag-good' : 'tag'} role="status">
          {pages > 0 ? fill(words.shown, { n: pages }) : words.notShown}
        </span>
      </div>
    </>
  );
}
