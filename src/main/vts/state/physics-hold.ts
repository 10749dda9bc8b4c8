import type { AvatarDesk } from '#main/avatar/avatar.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { PhysicsState } from '#shared/avatar/scene.ts';

export interface PhysicsOverride {
  readonly what: 'strength' | 'wind';
  /** Group id; undefined: the base value. */
  readonly group: string | undefined;
  readonly value: number;
  readonly seconds: number;
}
interface Running extends PhysicsOverride {
  readonly cancel: () => void;
}

/** One plugin at a time may override physics; it holds them until its last timer ends. The streamer's own values stay untouched below. */
export interface PhysicsHold {
  /** Who overrides now. */
  holder(): { readonly session: string; readonly pluginName: string } | undefined;
  /** As the author and the streamer set it, whatever is overridden. */
  base(): PhysicsState;
  /** False: another session holds them. */
  override(session: string, pluginName: string, overrides: readonly PhysicsOverride[]): boolean;
  release(session: string): void;
  /** Another model: all overrides end. */
  releaseAll(): void;
}

export function createPhysicsHold(avatar: Pick<AvatarDesk, 'scene' | 'setPhysics'>, clock: Clock): PhysicsHold {
  const running = new Map<string, Running>();
  let holder: { readonly session: string; readonly pluginName: string } | undefined;
  let base: PhysicsState | undefined;

  const apply = (): void => {
    if (base !== undefined) avatar.setPhysics(overridden(base, [...running.values()]));
  };
  const end = (): void => {
    for (const { cancel } of running.values()) cancel();
    running.clear();
    if (holder === undefined) return;
    holder = undefined;
    base = undefined;
    avatar.setPhysics(undefined);
  };
  const start = (override: PhysicsOverride): void => {
    const key = `${override.what}/${override.group ?? ''}`;
    running.get(key)?.cancel();
    const cancel = clock.after(override.seconds * 1000, () => {
      running.delete(key);
      if (running.size === 0) end();
      else apply();
    });
    running.set(key, { ...override, cancel });
  };

  return {
    holder: () => holder,
    base: () => base ?? avatar.scene().physics,
    override(session, pluginName, overrides) {
      if (holder !== undefined && holder.session !== session) return false;
      base ??= avatar.scene().physics;
      holder = { session, pluginName };
      for (const override of overrides) start(override);
      apply();
      return true;
    },
    release(session) {
      if (holder?.session === session) end();
    },
    releaseAll: end,
  };
}

function overridden(base: PhysicsState, overrides: readonly PhysicsOverride[]): PhysicsState {
  let { strength, wind } = base;
  const groups = new Map(base.groups.map((group) => [group.id, { ...group }]));
  for (const { what, group, value } of overrides) {
    if (group === undefined) {
      if (what === 'strength') strength = value;
      else wind = value;
      continue;
    }
    const known = groups.get(group) ?? { id: group, strength: 1, wind: 1 };
    groups.set(group, { ...known, [what]: value });
  }
  return { strength, wind, groups: [...groups.values()] };
}
