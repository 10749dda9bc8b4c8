import type { z } from 'zod';
import type { AvatarDesk, AvatarView, DeskAnswer } from '#main/avatar/avatar.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { AvatarState, avatarVerbInputs } from '#shared/contract/avatar.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

type CurrentAvatar = { name: string; author: string; licence: string; url: string; bytes: number };

export function avatarRoutes(
  os: StudioImplementer,
  services: { readonly desk: AvatarDesk; readonly current: () => Promise<CurrentAvatar>; readonly pause: Pause },
) {
  const verbs = avatarVerbs(() => services.desk, services.pause);
  return os.avatar.router({
    current: os.avatar.current.handler(services.current),
    watch: os.avatar.watch.handler(verbs.watch),
    setExpression: os.avatar.setExpression.handler(verbs.setExpression),
    clearExpressions: os.avatar.clearExpressions.handler(verbs.clearExpressions),
    playMotion: os.avatar.playMotion.handler(verbs.playMotion),
    setIdleMotions: os.avatar.setIdleMotions.handler(verbs.setIdleMotions),
    move: os.avatar.move.handler(verbs.move),
  });
}

/** `desk` throws `unavailable` where the AI has no avatar of her own. */
export function coHostRoutes(os: StudioImplementer, desk: () => AvatarDesk, pause: Pause) {
  const verbs = avatarVerbs(desk, pause);
  return os.coHost.router({
    watch: os.coHost.watch.handler(verbs.watch),
    setExpression: os.coHost.setExpression.handler(verbs.setExpression),
    clearExpressions: os.coHost.clearExpressions.handler(verbs.clearExpressions),
    playMotion: os.coHost.playMotion.handler(verbs.playMotion),
    setIdleMotions: os.coHost.setIdleMotions.handler(verbs.setIdleMotions),
    move: os.coHost.move.handler(verbs.move),
  });
}

type InputOf<Verb extends keyof typeof avatarVerbInputs> = { readonly input: z.output<(typeof avatarVerbInputs)[Verb]> };

/** What one asks of either avatar. */
function avatarVerbs(desk: () => AvatarDesk, pause: Pause) {
  return {
    async *watch({ signal }: { readonly signal?: AbortSignal | undefined }) {
      for await (const view of watchCell(desk().view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }))
        yield stateOf(view);
    },
    setExpression: ({ input: { name, active, seconds, fade } }: InputOf<'setExpression'>) =>
      settled(desk().setExpression(name, { active, seconds, fade, held: false, group: '' }), `expression "${name}"`),
    clearExpressions() {
      desk().clearExpressions();
      return OK;
    },
    playMotion: ({ input: { name, loop } }: InputOf<'playMotion'>) =>
      settled(desk().playMotion(name ?? undefined, loop), `motion "${name}"`),
    setIdleMotions: ({ input }: InputOf<'setIdleMotions'>) => settled(desk().setIdlePlaylist(input.names), 'motion of that name'),
    move: ({ input: { seconds, ...target } }: InputOf<'move'>) => settled(desk().move(target, seconds), 'place'),
  };
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
