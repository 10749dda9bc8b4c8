import type { AvatarDesk, AvatarView, DeskAnswer } from '#main/avatar/avatar.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { AvatarState } from '#shared/contract/avatar.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

type CurrentAvatar = { name: string; author: string; licence: string; url: string; bytes: number };

export function avatarRoutes(
  os: StudioImplementer,
  services: { readonly desk: AvatarDesk; readonly current: () => Promise<CurrentAvatar>; readonly pause: Pause },
) {
  const { desk, pause } = services;
  return os.avatar.router({
    current: os.avatar.current.handler(services.current),
    watch: os.avatar.watch.handler(async function* ({ signal }) {
      for await (const view of watchCell(desk.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }))
        yield stateOf(view);
    }),
    setExpression: os.avatar.setExpression.handler(({ input: { name, active, seconds, fade } }) =>
      settled(desk.setExpression(name, { active, seconds, fade, held: false, group: '' }), `expression "${name}"`),
    ),
    clearExpressions: os.avatar.clearExpressions.handler(() => {
      desk.clearExpressions();
      return OK;
    }),
    playMotion: os.avatar.playMotion.handler(({ input: { name, loop } }) =>
      settled(desk.playMotion(name ?? undefined, loop), `motion "${name}"`),
    ),
    setIdleMotions: os.avatar.setIdleMotions.handler(({ input }) =>
      settled(desk.setIdlePlaylist(input.names), 'motion of that name'),
    ),
    move: os.avatar.move.handler(({ input: { seconds, ...target } }) => settled(desk.move(target, seconds), 'place')),
  });
}

function stateOf(view: AvatarView): AvatarState {
  return {
    modelId: view.model?.id ?? null,
    name: view.model?.name ?? '',
    placement: view.placement,
    expressions: view.expressions.map(({ name, active }) => ({ name, active })),
    motions: view.model?.description.motions ?? [],
    motion: view.motion ?? null,
    idlePlaylist: [...view.idlePlaylist],
    idleMotion: view.idleMotion ?? null,
  };
}

function settled(answer: DeskAnswer, what: string): typeof OK {
  if (answer === 'no-model') throw new StudioError('unavailable', 'No model is on the stage yet. Choose one on the avatar page.');
  if (answer === 'unknown') throw new StudioError('not-found', `This model has no ${what}. Choose one that it lists.`);
  return OK;
}
