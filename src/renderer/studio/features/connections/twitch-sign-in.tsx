import { Button } from '@mantine/core';
import { IconBrandTwitch, IconCircleCheck, IconExternalLink } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { TwitchSignInView } from '#shared/contract/rooms.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';

/** Signing in by a code: nothing secret is typed here. */
export function TwitchSignIn({ view, canBegin }: { readonly view: TwitchSignInView | undefined; readonly canBegin: boolean }) {
  if (view === undefined) return <LoadingState rows={1} />;
  switch (view.state) {
    case 'waiting':
      return <Waiting view={view} />;
    case 'signed-in':
      return <SignedIn view={view} />;
    case 'signed-out':
      return <SignedOut view={view} canBegin={canBegin} />;
  }
}

function useSignIn() {
  const { ownRooms } = useStrings();
  const client = useClient();
  const begin = useCallback(() => client.rooms.twitch.signIn(), [client]);
  return useAction(ownRooms.signInFailed, begin);
}

type View<S extends TwitchSignInView['state']> = Extract<TwitchSignInView, { state: S }>;

function SignedOut({ view, canBegin }: { readonly view: View<'signed-out'>; readonly canBegin: boolean }) {
  const { ownRooms } = useStrings();
  const { run, busy } = useSignIn();
  const problem = problemOf(view, ownRooms);
  return (
    <>
      {problem === undefined ? null : <p className="trouble trouble-degraded">{problem}</p>}
      <Button
        className="start-button"
        leftSection={<IconBrandTwitch size="1rem" />}
        disabled={!canBegin}
        loading={busy}
        onClick={() => void run()}
      >
        {view.problem === 'none' ? ownRooms.signIn : ownRooms.signInAgain}
      </Button>
    </>
  );
}

function problemOf({ problem, message }: View<'signed-out'>, ownRooms: Strings['ownRooms']): string | undefined {
  if (problem === 'denied') return ownRooms.problemDenied;
  if (problem === 'expired') return ownRooms.problemExpired;
  return problem === 'refused' ? fill(ownRooms.problemRefused, { message: message.replaceAll('_', ' ') }) : undefined;
}

function Waiting({ view }: { readonly view: View<'waiting'> }) {
  const { ownRooms } = useStrings();
  const client = useClient();
  const cancel = useAction(
    ownRooms.cancelFailed,
    useCallback(() => client.rooms.twitch.cancel(), [client]),
  );
  const seconds = useSecondsUntil(view.expiresAt);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div className="sign-in" aria-live="polite">
      <div className="sign-in-qr">
        <QrCode text={view.address} label={ownRooms.scan} />
      </div>
      <div className="sign-in-words">
        <strong>{ownRooms.signingIn}</strong>
        <p className="field-hint">{ownRooms.signInSteps}</p>
        <div className="sign-in-code">
          <span>{ownRooms.code}</span>
          <code>{view.userCode}</code>
          <span className="tabular">{fill(ownRooms.expiresIn, { time })}</span>
        </div>
        <div className="button-row">
          <Button
            component="a"
            href={view.address}
            target="_blank"
            rel="noreferrer noopener"
            leftSection={<IconExternalLink size="1rem" />}
          >
            {ownRooms.openAddress}
          </Button>
          <CopyButton variant="default" text={view.address} label={ownRooms.copyAddress} />
          <Button variant="subtle" color="gray" loading={cancel.busy} onClick={() => void cancel.run()}>
            {ownRooms.cancel}
          </Button>
        </div>
      </div>
    </div>
  );
}

function SignedIn({ view }: { readonly view: View<'signed-in'> }) {
  const { ownRooms } = useStrings();
  const client = useClient();
  const again = useSignIn();
  const out = useCallback(async () => {
    await client.rooms.twitch.signOut();
    showToast({ tone: 'plain', title: ownRooms.signedOut });
  }, [client, ownRooms]);
  const signOut = useAction(ownRooms.signOutFailed, out);
  const missing = view.missing.map((scope) => scopeName(scope, ownRooms));
  return (
    <>
      <div className="signed-in">
        <span>
          <IconCircleCheck size="1.1rem" aria-hidden /> {fill(ownRooms.signedInAs, { login: view.login })}
        </span>
        <Button variant="subtle" color="gray" size="xs" loading={signOut.busy} onClick={() => void signOut.run()}>
          {ownRooms.signOut}
        </Button>
        <Button
          {...(missing.length > 0 ? {} : { variant: 'subtle', color: 'gray' })}
          size="xs"
          loading={again.busy}
          onClick={() => void again.run()}
        >
          {ownRooms.signInAgain}
        </Button>
      </div>
      {missing.length === 0 ? null : (
        <p className="trouble trouble-degraded">{fill(ownRooms.missing, { list: missing.join(' · ') })}</p>
      )}
    </>
  );
}

const SCOPE_NAMES: Readonly<Record<string, keyof Strings['ownRooms']['scopes']>> = {
  'moderator:read:followers': 'follows',
  'channel:read:redemptions': 'points',
  'user:write:chat': 'write',
  'user:read:chat': 'read',
  'bits:read': 'bits',
  'channel:read:subscriptions': 'subs',
  'moderator:manage:banned_users': 'timeOut',
};

function scopeName(scope: string, ownRooms: Strings['ownRooms']): string {
  const name = lookUp(SCOPE_NAMES, scope);
  return name === undefined ? scope : (lookUp(ownRooms.scopes, name) ?? scope);
}
