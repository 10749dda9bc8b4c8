import { Tooltip } from '@mantine/core';
import { IconBrandBilibili } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { bilibiliOpenSettingsSchema, type SecretName } from '#shared/settings/settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSession, useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedSwitch, SavedText, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from '../brain/api-key-field.tsx';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';
import { HowTo } from './how-to.tsx';

const { signing: signingSchema } = bilibiliOpenSettingsSchema.unwrap().shape;
const APP_ID = /^\d{0,19}$/;
const WEB_ADDRESS = /^(?:https?:\/\/\S+)?$/;

/** A Bilibili room by the official route. */
export function BilibiliOpenCard() {
  const { connections, bilibili } = useStrings();
  const { enabled, signing, apiUrl } = useSettings((settings) => settings.bilibiliOpen);
  const save = useSave();
  const lock = useLock('bilibiliOpen.signing');
  const missing = useMissing();
  const cannotBegin = missing.length > 0 && !enabled;
  const needs = fill(bilibili.needs, { list: missing.join(' · ') });
  return (
    <Panel
      title={bilibili.open}
      hint={bilibili.openHint}
      icon={<IconBrandBilibili size="1.25rem" />}
      right={<ConnectionChip id="bilibili-open" />}
    >
      <ApiKeyField
        secret="bilibili.identityCode"
        label={bilibili.identityCode}
        hint={bilibili.identityCodeHint}
        beginning="ABCD1234EFGH5"
      />
      <HowTo title={bilibili.howIdentityCode} steps={[bilibili.identityStep1, bilibili.identityStep2, bilibili.identityStep3]} />
      <ChoiceCards
        wide
        label={bilibili.signing}
        disabled={lock.disabled}
        value={signing}
        onChange={(next) => void save({ bilibiliOpen: { signing: signingSchema.parse(next) } })}
        choices={[
          { value: 'own', title: bilibili.own, hint: bilibili.ownHint },
          { value: 'relay', title: bilibili.relay, hint: bilibili.relayHint },
        ]}
      />
      {signing === 'own' ? <OwnKeys /> : <Relay />}
      <Tooltip label={needs} disabled={!cannotBegin}>
        <div>
          <SavedSwitch
            path="bilibiliOpen.enabled"
            label={connections.enabled}
            disabled={cannotBegin}
            value={enabled}
            onSave={(next) => save({ bilibiliOpen: { enabled: next } })}
          />
        </div>
      </Tooltip>
      {enabled && missing.length > 0 ? <p className="trouble trouble-degraded">{needs}</p> : null}
      <ConnectionFacts id="bilibili-open" />
      {signing === 'own' ? (
        <Advanced>
          <SavedText
            path="bilibiliOpen.apiUrl"
            label={bilibili.apiUrl}
            description={connections.serverUrlHint}
            spellCheck={false}
            value={apiUrl}
            onSave={(next) => save({ bilibiliOpen: { apiUrl: next.trim() } })}
          />
        </Advanced>
      ) : null}
    </Panel>
  );
}

/** What has to be filled in before it can run, as people call it. */
function useMissing(): readonly string[] {
  const { bilibili } = useStrings();
  const { settings } = useSession();
  const { signing, appId, relayUrl } = useSettings((all) => all.bilibiliOpen);
  const secrets = useStore(settings, ({ view }) => view?.secrets);
  const lacks = (name: SecretName, label: string): readonly string[] => (secrets?.[name] === true ? [] : [label]);
  return [
    ...lacks('bilibili.identityCode', bilibili.identityCode),
    ...(signing === 'relay'
      ? relayUrl === ''
        ? [bilibili.relayUrl]
        : []
      : [
          ...(appId === '' ? [bilibili.appId] : []),
          ...lacks('bilibili.accessKeyId', bilibili.accessKeyId),
          ...lacks('bilibili.accessKeySecret', bilibili.accessKeySecret),
        ]),
  ];
}

function OwnKeys() {
  const { bilibili } = useStrings();
  const appId = useSettings((settings) => settings.bilibiliOpen.appId);
  const save = useSave();
  return (
    <>
      <SavedText
        path="bilibiliOpen.appId"
        label={bilibili.appId}
        placeholder={bilibili.appIdPlaceholder}
        inputMode="numeric"
        spellCheck={false}
        autoComplete="off"
        maxLength={30}
        value={appId}
        error={APP_ID.test(appId) ? undefined : bilibili.appIdInvalid}
        onSave={(next) => save({ bilibiliOpen: { appId: next.trim() } })}
      />
      <ApiKeyField secret="bilibili.accessKeyId" label={bilibili.accessKeyId} hint={bilibili.secretHint} beginning="xxxxxxxx" />
      <ApiKeyField
        secret="bilibili.accessKeySecret"
        label={bilibili.accessKeySecret}
        hint={bilibili.secretHint}
        beginning="xxxxxxxx"
      />
      <HowTo title={bilibili.howKeys} steps={[bilibili.keysStep1, bilibili.keysStep2, bilibili.keysStep3]} />
    </>
  );
}

function Relay() {
  const { bilibili } = useStrings();
  const { relayUrl, appId } = useSettings((settings) => settings.bilibiliOpen);
  const save = useSave();
  return (
    <>
      <SavedText
        path="bilibiliOpen.relayUrl"
        label={bilibili.relayUrl}
        placeholder={bilibili.relayUrlPlaceholder}
        spellCheck={false}
        autoComplete="off"
        maxLength={500}
        value={relayUrl}
        error={WEB_ADDRESS.test(relayUrl) ? undefined : bilibili.relayUrlInvalid}
        onSave={(next) => save({ bilibiliOpen: { relayUrl: next.trim() } })}
      />
      <ApiKeyField secret="bilibili.relayToken" label={bilibili.relayToken} hint={bilibili.relayTokenHint} beginning="" />
      <SavedText
        path="bilibiliOpen.appId"
        label={bilibili.appId}
        description={bilibili.appIdByRelay}
        inputMode="numeric"
        spellCheck={false}
        autoComplete="off"
        maxLength={30}
        value={appId}
        error={APP_ID.test(appId) ? undefined : bilibili.appIdInvalid}
        onSave={(next) => save({ bilibiliOpen: { appId: next.trim() } })}
      />
      <HowTo title={bilibili.howRelay} steps={[bilibili.relayStep1, bilibili.relayStep2, bilibili.relayStep3]} />
    </>
  );
}
