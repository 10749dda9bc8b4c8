import { Button } from '@mantine/core';
import { IconBrandTwitch, IconBrandYoutube, IconCircleCheck, IconExternalLink } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SignInView } from '#shared/contract/rooms.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSecondsUntil } from '../../ui/use-seconds-until.ts';

/** An account that can be signed in; `service` is what people call the platform. */
export const SIGN_IN_ACCOUNTS = {
  twitch: { service: 'Twitch', icon: IconBrandTwitch },
  twitchBot: { service: 'Twitch', icon: IconBrandTwitch },
  youtube: { service: 'YouTube', icon: IconBrandYoutube },
} as const;
export type SignInAccount = keyof typeof SIGN_IN_ACCOUNTS;

interface SignInProps {
  readonly account: SignInAccount;
  readonly view: SignInView | undefined;
  /** What is missing before it can begin; undefined: nothing. */
  readonly missing: string | undefined;
}

/** Signing in by a code: no password is typed here. */
export function SignInPanel({ account, view, missing }: SignInProps) {
  if (view === undefined) return <LoadingState rows={1} />;
  switch (view.state) {
    case 'waiting':
      return <Waiting account={account} view={view} />;
    case 'signed-in':
      return <SignedIn account={account} view={view} />;
    case 'signed-out':
      return <SignedOut account={account} view={view} missing={missing} />;
  }
}

function useSignIn(account: SignInAccount) {
  const { ownRooms } = useStrings();
  const client = useClient();
  const begin = useCallback(() => client.rooms[account].signIn(), [client, account]);
  return useAction(ownRooms.signInFailed, begin);
}

interface Of<S extends SignInView['state']> {
  readonly account: SignInAccount;
  readonly view: Extract<SignInView, { state: S }>;
}

function SignedOut({ account, view, missing }: Of<'signed-out'> & Pick<SignInProps, 'missing'>) {
  const { ownRooms } = useStrings();
  const { run, busy } = useSignIn(account);
  const { service, icon: Icon } = SIGN_IN_ACCOUNTS[account];
  const problem = problemOf({ account, view }, ownRooms);
  return (
    <>
      {problem === undefined ? null : <p className="trouble trouble-degraded">{problem}</p>}
      <div className="sign-in-begin">
        <Button
          className="start-button"
          leftSection={<Icon size="1rem" />}
          disabled={missing !== undefined}
          loading={busy}
          onClick={() => void run()}
        >
          {view.problem === 'none' ? fill(ownRooms.signIn, { service }) : ownRooms.signInAgain}
        </Button>
        {missing === undefined ? null : <span className="field-hint">{missing}</span>}
      </div>
    </>
  );
}

function problemOf({ account, view: { problem, message } }: Of<'signed-out'>, ownRooms: Strings['ownRooms']): string | undefined {
  const { service } = SIGN_IN_ACCOUNTS[account];
  if (problem === 'denied') return fill(ownRooms.problemDenied, { service });
  if (problem === 'expired') return ownRooms.problemExpired;
  if (problem === 'none') return undefined;
  const hint = account === 'youtube' ? ownRooms.refusedGoogle : ownRooms.refusedTwitch;
  return `${fill(ownRooms.problemRefused, { service, message: message.replaceAll('_', ' ') })} ${hint}`;
}

const STEPS: Readonly<Record<SignInAccount, (words: Strings['ownRooms']) => string>> = {
  twitch: (words) => words.signInSteps,
  twitchBot: (words) => words.botSteps,
  youtube: (words) => words.youtubeSteps,
};

function Waiting({ account, view }: Of<'waiting'>) {
  const { ownRooms } = useStrings();
  const client = useClient();
  const cancel = useAction(
    ownRooms.cancelFailed,
    useCallback(() => client.rooms[account].cancel(), [client, account]),
  );
  const seconds = useSecondsUntil(view.expiresAt);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div className="sign-in" aria-live="polite">
      <div className="sign-in-qr">
        <QrCode text={view.address} label={fill(ownRooms.scan, { service: SIGN_IN_ACCOUNTS[account].service })} />
      </div>
      <div className="sign-in-words">
        <strong>{ownRooms.signingIn}</strong>
        <p className="field-hint">{STEPS[account](ownRooms)}</p>
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

function SignedIn({ account, view }: Of<'signed-in'>) {
  const { ownRooms } = useStrings();
  const client = useClient();
  const again = useSignIn(account);
  const out = useCallback(async () => {
    await client.rooms[account].signOut();
    showToast({ tone: 'plain', title: ownRooms.signedOut });
  }, [client, account, ownRooms]);
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
  'user:manage:whispers': 'whisper',
  'https://www.googleapis.com/auth/youtube': 'write',
};

function scopeName(scope: string, ownRooms: Strings['ownRooms']): string {
  const name = lookUp(SCOPE_NAMES, scope);
  return name === undefined ? scope : (lookUp(ownRooms.scopes, name) ?? scope);
}
