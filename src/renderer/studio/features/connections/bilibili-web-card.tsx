import { Checkbox, Tooltip } from '@mantine/core';
import { IconWorldWww } from '@tabler/icons-react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSwitch, SavedText, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from '../brain/api-key-field.tsx';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';
import { HowTo } from './how-to.tsx';

/** As main reads it: digits, or an address of a room. */
const ROOM = /^\s*(?:(?:https?:\/\/)?live\.bilibili\.com\/(?:h5\/|blanc\/)?)?\d{0,15}(?:[/?#].*)?\s*$/;
const ADDRESSES = ['liveApiUrl', 'apiUrl', 'siteUrl', 'socketUrl'] as const;

/** A Bilibili room as its web page reads it: only with consent. */
export function BilibiliWebCard() {
  const { connections, bilibili } = useStrings();
  const web = useSettings((settings) => settings.bilibiliWeb);
  const besideOpen = useSettings((settings) => settings.bilibiliOpen.enabled);
  const save = useSave();
  const lock = useLock('bilibiliWeb.consent');
  const missing = [...(web.room === '' ? [bilibili.room] : []), ...(web.consent ? [] : [bilibili.consentShort])];
  const cannotBegin = missing.length > 0 && !web.enabled;
  return (
    <Panel
      title={bilibili.web}
      hint={bilibili.webHint}
      icon={<IconWorldWww size="1.25rem" />}
      right={<ConnectionChip id="bilibili-web" />}
    >
      <div className="inline-fields">
        <SavedText
          path="bilibiliWeb.room"
          label={bilibili.room}
          placeholder={bilibili.roomPlaceholder}
          spellCheck={false}
          maxLength={60}
          value={web.room}
          error={ROOM.test(web.room) ? undefined : bilibili.roomInvalid}
          onSave={(next) => save({ bilibiliWeb: { room: next.trim() } })}
        />
        <Tooltip label={fill(bilibili.needs, { list: missing.join(' · ') })} disabled={!cannotBegin}>
          <div className="inline-switch">
            <SavedSwitch
              path="bilibiliWeb.enabled"
              label={connections.enabled}
              disabled={cannotBegin}
              value={web.enabled}
              onSave={(next) => save({ bilibiliWeb: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      <Checkbox
        label={bilibili.consent}
        description={lock.note ?? bilibili.consentHint}
        disabled={lock.disabled}
        checked={web.consent}
        onChange={(event) => {
          const agreed = event.currentTarget.checked;
          // Consent that is taken back ends the connection.
          void save({ bilibiliWeb: { consent: agreed, ...(agreed ? {} : { enabled: false }) } });
        }}
      />
      {web.consent ? <Cookie /> : null}
      {besideOpen ? <p className="field-hint">{bilibili.besideOpen}</p> : null}
      <ConnectionFacts id="bilibili-web" />
      <Advanced>
        {ADDRESSES.map((key) => (
          <SavedText
            key={key}
            path={`bilibiliWeb.${key}`}
            label={bilibili.addresses[key]}
            description={connections.serverUrlHint}
            spellCheck={false}
            value={web[key]}
            onSave={(next) => save({ bilibiliWeb: { [key]: next.trim() } })}
          />
        ))}
      </Advanced>
    </Panel>
  );
}

function Cookie() {
  const { bilibili } = useStrings();
  return (
    <>
      <ApiKeyField secret="bilibili.cookie" label={bilibili.cookie} hint={bilibili.cookieHint} beginning="SESSDATA=…" />
      <HowTo
        title={bilibili.howCookie}
        steps={[bilibili.cookieStep1, bilibili.cookieStep2, bilibili.cookieStep3, bilibili.cookieStep4]}
      />
    </>
  );
}
