import { useStore } from 'zustand';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSession, useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { SavedNumber, SavedText } from '../../ui/fields.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from '../brain/api-key-field.tsx';
import { CardOption } from './card-option.tsx';
import { HowTo } from './how-to.tsx';
import { SignInPanel } from './sign-in-panel.tsx';

const CLIENT_ID = /^$|^[\w-]+\.apps\.googleusercontent\.com$/u;

/** Letting her write into YouTube chat: the official API, under the streamer's own Google client. */
export function YoutubeWriting() {
  const { ownRooms } = useStrings();
  const { clientId, dailyLines } = useSettings((settings) => settings.youtube.writing);
  const hasSecret = useStore(useSession().settings, ({ view }) => view?.secrets['youtube.clientSecret'] === true);
  const view = useWatch((api) => api.rooms.youtube.watch).value;
  const save = useSave();
  const isSignedIn = view?.state === 'signed-in';
  return (
    <CardOption
      title={ownRooms.writing}
      hint={ownRooms.writingHint}
      state={view?.state === 'signed-in' ? fill(ownRooms.signedInAs, { login: view.login }) : undefined}
    >
      {isSignedIn ? null : (
        <>
          <SavedText
            path="youtube.writing.clientId"
            label={ownRooms.clientId}
            placeholder="….apps.googleusercontent.com"
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            value={clientId}
            error={CLIENT_ID.test(clientId) ? undefined : ownRooms.googleIdInvalid}
            onSave={(next) => save({ youtube: { writing: { clientId: next.trim() } } })}
          />
          <ApiKeyField secret="youtube.clientSecret" label={ownRooms.clientSecret} hint={ownRooms.keyHint} beginning="GOCSPX-…" />
          <HowTo
            title={ownRooms.howGoogle}
            steps={[ownRooms.googleStep1, ownRooms.googleStep2, ownRooms.googleStep3, ownRooms.googleStep4]}
          />
        </>
      )}
      <SignInPanel
        account="youtube"
        view={view}
        missing={clientId !== '' && CLIENT_ID.test(clientId) && hasSecret ? undefined : ownRooms.fillClient}
      />
      <SavedNumber
        path="youtube.writing.dailyLines"
        label={ownRooms.dailyLines}
        description={fill(ownRooms.dailyLinesHint, { units: dailyLines * 50 })}
        min={0}
        max={200}
        allowDecimal={false}
        value={dailyLines}
        onSave={(next) => save({ youtube: { writing: { dailyLines: next } } })}
      />
    </CardOption>
  );
}
