import type { TwitchSignIn } from '#main/connectors/twitch/twitch-sign-in.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;

export interface RoomsRouteServices {
  readonly twitch: TwitchSignIn;
  readonly pause: Pause;
}

export function roomsRoutes(os: StudioImplementer, { twitch, pause }: RoomsRouteServices) {
  return os.rooms.router({
    twitch: {
      watch: os.rooms.twitch.watch.handler(({ signal }) =>
        watchCell(twitch.view, { signal: present(signal), pause, minIntervalMs: 0 }),
      ),
      signIn: os.rooms.twitch.signIn.handler(async ({ signal }) => {
        await twitch.signIn(present(signal));
        return OK;
      }),
      cancel: os.rooms.twitch.cancel.handler(() => {
        twitch.cancel();
        return OK;
      }),
      signOut: os.rooms.twitch.signOut.handler(async () => {
        await twitch.signOut();
        return OK;
      }),
    },
  });
}
