import type { SignIn } from '#main/connectors/sign-in/sign-in.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;

export interface RoomsRouteServices {
  readonly signIns: Readonly<Record<keyof StudioImplementer['rooms'] & ('twitch' | 'twitchBot' | 'youtube'), SignIn>>;
  readonly pause: Pause;
}

export function roomsRoutes(os: StudioImplementer, { signIns, pause }: RoomsRouteServices) {
  const routes = (account: keyof RoomsRouteServices['signIns']) => ({
    watch: os.rooms[account].watch.handler(({ signal }) =>
      watchCell(signIns[account].view, { signal: present(signal), pause, minIntervalMs: 0 }),
    ),
    signIn: os.rooms[account].signIn.handler(async ({ signal }) => {
      await signIns[account].signIn(present(signal));
      return OK;
    }),
    cancel: os.rooms[account].cancel.handler(() => {
      signIns[account].cancel();
      return OK;
    }),
    signOut: os.rooms[account].signOut.handler(async () => {
      await signIns[account].signOut();
      return OK;
    }),
  });
  return os.rooms.router({
    twitch: routes('twitch'),
    twitchBot: routes('twitchBot'),
    youtube: routes('youtube'),
  });
}
