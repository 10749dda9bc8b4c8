import { Select, Tooltip } from '@mantine/core';
import { IconBrandYoutube } from '@tabler/icons-react';
import { useMemo } from 'react';
import { youtubeSettingsSchema } from '#shared/settings/settings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedSwitch, SavedText, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from '../brain/api-key-field.tsx';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';
import { HowTo } from './how-to.tsx';
import { YoutubeWriting } from './youtube-writing.tsx';

const { route: routeSchema } = youtubeSettingsSchema.unwrap().shape;
/** As main reads it: an address of YouTube, a video's or channel's id, or a handle. */
const TARGET = /^$|^@\S+$|^[\w-]{11}$|^UC[\w-]{22}$|^(?:https?:\/\/)?(?:[\w-]+\.)?(?:youtube\.com|youtu\.be)\/\S+$/u;
/** Regions whose money is written with a bare $ or ¥. */
const REGIONS = ['US', 'JP', 'CN', 'TW', 'HK', 'SG', 'CA', 'AU', 'NZ', 'MX', 'AR', 'CL', 'CO', 'UY'] as const;

export function YoutubeCard() {
  const { connections, ownRooms } = useStrings();
  const { enabled, video, route, apiUrl } = useSettings((settings) => settings.youtube);
  const save = useSave();
  const routeLock = useLock('youtube.route');
  const needsVideo = video === '' && !enabled;
  return (
    <Panel
      title={ownRooms.youtube}
      hint={ownRooms.youtubeHint}
      icon={<IconBrandYoutube size="1.25rem" />}
      right={<ConnectionChip id="youtube" />}
    >
      <div className="inline-fields">
        <SavedText
          path="youtube.video"
          label={ownRooms.video}
          placeholder={ownRooms.videoPlaceholder}
          spellCheck={false}
          maxLength={300}
          value={video}
          error={TARGET.test(video) ? undefined : ownRooms.videoInvalid}
          onSave={(next) => save({ youtube: { video: next.trim() } })}
        />
        <Tooltip label={ownRooms.needVideo} disabled={!needsVideo}>
          <div className="inline-switch">
            <SavedSwitch
              path="youtube.enabled"
              label={connections.enabled}
              disabled={needsVideo}
              value={enabled}
              onSave={(next) => save({ youtube: { enabled: next } })}
            />
          </div>
        </Tooltip>
      </div>
      <ChoiceCards
        wide
        label={ownRooms.route}
        disabled={routeLock.disabled}
        value={route}
        onChange={(next) => void save({ youtube: { route: routeSchema.parse(next) } })}
        choices={[
          { value: 'innertube', title: ownRooms.innertube, hint: ownRooms.innertubeHint },
          { value: 'data-api', title: ownRooms.dataApi, hint: ownRooms.dataApiHint },
        ]}
      />
      {route === 'data-api' ? <ApiKey /> : <Region />}
      <ConnectionFacts id="youtube" />
      <YoutubeWriting />
      {route === 'data-api' ? (
        <Advanced>
          <SavedText
            path="youtube.apiUrl"
            label={ownRooms.apiUrl}
            description={connections.serverUrlHint}
            spellCheck={false}
            value={apiUrl}
            onSave={(next) => save({ youtube: { apiUrl: next.trim() } })}
          />
        </Advanced>
      ) : null}
    </Panel>
  );
}

function ApiKey() {
  const { ownRooms } = useStrings();
  return (
    <>
      <ApiKeyField secret="youtube.apiKey" hint={ownRooms.keyHint} beginning="AIza…" />
      <p className="field-hint">{ownRooms.quotaNote}</p>
      <HowTo title={ownRooms.howKey} steps={[ownRooms.keyStep1, ownRooms.keyStep2, ownRooms.keyStep3]} />
    </>
  );
}

function Region() {
  const { ownRooms } = useStrings();
  const language = useInterfaceLanguage();
  const region = useSettings((settings) => settings.youtube.region);
  const save = useSave();
  const lock = useLock('youtube.region');
  const names = useMemo(() => new Intl.DisplayNames([language], { type: 'region' }), [language]);
  return (
    <Select
      label={ownRooms.region}
      description={lock.note ?? ownRooms.regionHint}
      disabled={lock.disabled}
      allowDeselect={false}
      value={region}
      onChange={(next) => void save({ youtube: { region: next ?? '' } })}
      data={[
        { value: '', label: ownRooms.regionUnknown },
        ...REGIONS.map((value) => ({ value, label: names.of(value) ?? value })),
      ]}
    />
  );
}
