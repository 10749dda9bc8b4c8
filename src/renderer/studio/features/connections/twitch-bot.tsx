import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { CardOption } from './card-option.tsx';
import { SignInPanel } from './sign-in-panel.tsx';

/** An account of her own for what she writes into Twitch chat. */
export function TwitchBot({ missing }: { readonly missing: string | undefined }) {
  const { ownRooms } = useStrings();
  const view = useWatch((api) => api.rooms.twitchBot.watch).value;
  return (
    <CardOption
      title={ownRooms.bot}
      hint={ownRooms.botHint}
      state={view?.state === 'signed-in' ? fill(ownRooms.signedInAs, { login: view.login }) : undefined}
    >
      <SignInPanel account="twitchBot" view={view} missing={missing} />
    </CardOption>
  );
}
