import { Checkbox, Collapse, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBrandTiktok, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo, useSettings } from '../../session/session-context.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { SavedSwitch, SavedText, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ConnectionChip, ConnectionFacts, useConnection } from './connection-state.tsx';

/** A live on TikTok, through an add-on of the user's own and only with consent. */
export function TiktokCard() {
  const { connections, moreRooms } = useStrings();
  const { enabled, consent, user } = useSettings((settings) => settings.tiktok);
  const save = useSave();
  const lock = useLock('tiktok.consent');
  const lacks = (user === '' || !consent) && !enabled;
  return (
    <Panel
      title={moreRooms.tiktok}
      hint={moreRooms.tiktokHint}
      icon={<IconBrandTiktok size="1.25rem" />}
      right={<ConnectionChip id="tiktok" />}
    >
      <div className="inline-fields">
        <SavedText
          path="tiktok.user"
          label={moreRooms.tiktokUser}
          placeholder={moreRooms.tiktokUserPlaceholder}
          spellCheck={false}
          maxLength={60}
          value={user}
          onSave={(next) => save({ tiktok: { user: next.trim() } })}
        />
        <Tooltip label={moreRooms.needConsent} disabled={!lacks}>
          <div className="inline-switch">
            <SavedSwitch
              path="tiktok.enabled"
              label={connections.enabled}
              disabled={lacks}
              value={enabled}
              onSave={(next) => save({ tiktok: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      <Checkbox
        label={moreRooms.tiktokConsent}
        description={lock.note ?? moreRooms.tiktokConsentHint}
        disabled={lock.disabled}
        checked={consent}
        onChange={(event) => {
          const agreed = event.currentTarget.checked;
          // Consent that is taken back ends the connection.
          void save({ tiktok: { consent: agreed, ...(agreed ? {} : { enabled: false }) } });
        }}
      />
      <AddonSteps />
      <ConnectionFacts id="tiktok" />
    </Panel>
  );
}

/** How the add-on gets onto this computer; open by itself when it is what is missing. */
function AddonSteps() {
  const { moreRooms } = useStrings();
  const info = useInfo();
  const missing = useConnection('tiktok')?.health.reason?.startsWith('addon-') === true;
  const [opened, setOpened] = useState<boolean>();
  const open = opened ?? missing;
  const id = useId();
  const folder = `${info?.dataDir ?? ''}${info?.dataDir.includes('\\') === true ? '\\' : '/'}components`;
  return (
    <div className="advanced">
      <UnstyledButton className="advanced-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpened(!open)}>
        <IconChevronRight size="0.95rem" aria-hidden /> {moreRooms.tiktokAddon}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className="advanced-body">
          <ol className="steps">
            <li>{moreRooms.tiktokAddonStep1}</li>
            <li>{moreRooms.tiktokAddonStep2}</li>
            <li>{moreRooms.tiktokAddonStep3}</li>
          </ol>
          <CopyField
            label={moreRooms.tiktokAddonCommand}
            text={`npm install --prefix "${folder}" --ignore-scripts tiktok-live-connector@2.1.0`}
          />
          <p className="quiet-line">{moreRooms.tiktokAddonWhy}</p>
        </div>
      </Collapse>
    </div>
  );
}
