import { Button, Checkbox, Chip } from '@mantine/core';
import { IconMoodSmile, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { AvatarState } from '#shared/contract/avatar.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Of whom: the streamer's avatar, or the AI's own. */
type Whose = 'avatar' | 'coHost';

/** What the model in use can show and play, to try and to choose its idle motions. */
export function MovesCard({ whose }: { readonly whose: Whose }) {
  const { moves } = useStrings();
  const { value } = useWatch((api) => api[whose].watch);
  if (value === undefined || value.modelId === null) return null;
  return (
    <Panel title={moves.title} hint={whose === 'avatar' ? moves.hint : moves.hintHers} icon={<IconMoodSmile size="1.25rem" />}>
      <Expressions whose={whose} expressions={value.expressions} />
      <Motions whose={whose} state={value} />
    </Panel>
  );
}

function Expressions({ whose, expressions }: { readonly whose: Whose; readonly expressions: AvatarState['expressions'] }) {
  const { moves } = useStrings();
  const client = useClient();
  const toggle = useAction(
    moves.failed,
    useCallback((name: string) => client[whose].setExpression({ name, active: 'toggle' }), [client, whose]),
  );
  const clear = useAction(
    moves.failed,
    useCallback(() => client[whose].clearExpressions({}), [client, whose]),
  );
  return (
    <section className="moves">
      <div className="moves-head">
        <span className="field-label">{moves.expressions}</span>
        {expressions.some(({ active }) => active) ? (
          <Button size="compact-xs" variant="subtle" onClick={() => void clear.run()}>
            {moves.clear}
          </Button>
        ) : null}
      </div>
      {expressions.length === 0 ? <p className="field-hint">{moves.noExpressions}</p> : null}
      <div className="moves-chips">
        {expressions.map(({ name, active }) => (
          <Chip key={name} size="xs" checked={active} onChange={() => void toggle.run(name)}>
            {name}
          </Chip>
        ))}
      </div>
    </section>
  );
}

function Motions({ whose, state }: { readonly whose: Whose; readonly state: AvatarState }) {
  const { moves } = useStrings();
  const client = useClient();
  const play = useAction(
    moves.failed,
    useCallback((name: string | null) => client[whose].playMotion({ name }), [client, whose]),
  );
  const idle = useAction(
    moves.failed,
    useCallback((names: string[]) => client[whose].setIdleMotions({ names }), [client, whose]),
  );
  const { motions, motion, idlePlaylist } = state;
  return (
    <section className="moves">
      <span className="field-label">{moves.motions}</span>
      {motions.length === 0 ? <p className="field-hint">{whose === 'avatar' ? moves.noMotions : moves.noMotionsHers}</p> : null}
      <ul className="moves-list">
        {motions.map(({ name }) => (
          <li key={name} className="moves-row">
            <Button
              size="compact-sm"
              variant={motion === name ? 'light' : 'default'}
              leftSection={motion === name ? <IconPlayerStopFilled size="0.85rem" /> : <IconPlayerPlayFilled size="0.85rem" />}
              aria-label={`${motion === name ? moves.stop : moves.play}: ${name}`}
              onClick={() => void play.run(motion === name ? null : name)}
            >
              {name}
            </Button>
            <Checkbox
              size="xs"
              label={moves.idle}
              checked={idlePlaylist.includes(name)}
              onChange={({ currentTarget }) =>
                void idle.run(currentTarget.checked ? [...idlePlaylist, name] : idlePlaylist.filter((each) => each !== name))
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
