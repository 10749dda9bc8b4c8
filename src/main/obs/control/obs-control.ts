import type { ObsControl, ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { joinSignals } from '#main/platform/join-signals.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { ObsMirror } from '../mirror/obs-mirror.ts';
import type { Faders } from './faders.ts';
import { requireFilter, requireItems, requireScene, requireSound, requireTransition } from './obs-names.ts';
import { both, createOutputVerbs, type OutputVerbs } from './outputs.ts';
import { createSourceVerbs, type SourceVerbs } from './sources.ts';
import { createUntil, lost, type Until } from './until.ts';

export interface ObsControlOptions {
  readonly link: ObsLink;
  readonly mirror: ObsMirror;
  readonly faders: Faders;
  readonly clock: Clock;
}
/** What the studio's own page can do besides. */
export interface FullObsControl extends ObsControl, OutputVerbs, SourceVerbs {
  readonly until: Until;
  /** The state now; throws `unavailable` while not connected. */
  present(): ObsState;
  setTransition(name: string): Promise<void>;
}

type Mode = 'on' | 'off' | 'toggle';
const isOn = (mode: Mode, before: boolean): boolean => (mode === 'toggle' ? !before : mode === 'on');
/** A transition may be longer than this says; stingers do not tell their length. */
const SCENE_MS = 15_000;

export function createObsControl({ link, mirror, faders, clock }: ObsControlOptions): FullObsControl {
  const until = createUntil(mirror.state, clock);
  let sceneWish = new AbortController();

  function present(): ObsState {
    const state = mirror.state.get();
    if (state === undefined) throw lost();
    return state;
  }

  async function setItem({ scene, source, mode }: Parameters<ObsControl['setItem']>[0]): Promise<void> {
    const found = requireItems(present(), scene, source);
    const visible = isOn(mode, found[0]?.item.visible ?? false);
    for (const { scene: sceneName, item } of found) {
      if (item.visible === visible) continue;
      const isSo = (state: ObsState): boolean =>
        (state.scenes.find(({ name }) => name === sceneName) ?? state.groups.find(({ name }) => name === sceneName))?.items.find(
          ({ id }) => id === item.id,
        )?.visible === visible;
      await both(
        link.call('SetSceneItemEnabled', { sceneName, sceneItemId: item.id, sceneItemEnabled: visible }),
        until(isSo, {
          late: `OBS did not ${visible ? 'show' : 'hide'} "${source}". Look at it in OBS: it may have been removed.`,
        }),
      );
    }
  }

  /** OBS answers before it has taken it. */
  async function setTransition(name: string): Promise<void> {
    await both(
      link.call('SetCurrentSceneTransition', { transitionName: name }),
      until((state) => state.transition.name === name, { late: `OBS did not take the transition "${name}". Look at OBS.` }),
    );
  }

  /** The newest wish wins: one that is overtaken is told so at once. */
  async function setScene(scene: string, { transition, signal }: Parameters<ObsControl['setScene']>[1] = {}): Promise<void> {
    const before = present();
    requireScene(before, scene);
    sceneWish.abort();
    const wish = new AbortController();
    sceneWish = wish;
    const joined = joinSignals(wish.signal, signal ?? wish.signal);
    const once = transition === undefined || transition === '' ? undefined : requireTransition(before, transition);
    try {
      if (once !== undefined && once !== before.transition.name) await setTransition(once);
      const isSo = (state: ObsState): boolean => state.programScene === requireScene(state, scene);
      const late = `The scene "${scene}" did not come on air. Look at OBS: a transition may be stuck.`;
      await both(
        link.call('SetCurrentProgramScene', { sceneName: scene }),
        until(isSo, { timeoutMs: SCENE_MS + (before.transition.durationMs ?? 0), signal: joined.signal, late }),
      );
    } catch (cause) {
      if (sceneWish !== wish && wish.signal.aborted)
        throw new StudioError('cancelled', `The scene "${scene}" was overtaken: another one was asked for.`);
      throw cause;
    } finally {
      joined.release();
      if (once !== undefined && once !== before.transition.name && sceneWish === wish)
        await setTransition(before.transition.name).catch(() => {});
    }
  }

  return {
    state: mirror.state,
    onNotice: mirror.onNotice,
    present,
    until,
    setScene,
    setTransition,
    setItem,
    async setFilter({ source, filter, mode }) {
      const enabled = isOn(mode, requireFilter(present(), source, filter).enabled);
      await both(
        link.call('SetSourceFilterEnabled', { sourceName: source, filterName: filter, filterEnabled: enabled }),
        until((state) => requireFilter(state, source, filter).enabled === enabled, {
          late: `OBS did not switch the filter "${filter}" of "${source}". Look at it in OBS.`,
        }),
      );
    },
    async setVolume(source, volumeDb, seconds, signal) {
      requireSound(present(), source);
      await faders.fade(source, volumeDb, seconds, signal);
    },
    async setMute(source, mode) {
      const muted = isOn(mode, requireSound(present(), source).muted);
      await both(
        link.call('SetInputMute', { inputName: source, inputMuted: muted }),
        until((state) => requireSound(state, source).muted === muted, {
          late: `OBS did not ${muted ? 'mute' : 'unmute'} "${source}". Look at it in OBS.`,
        }),
      );
    },
    ...createSourceVerbs({ link, clock, until, present }),
    ...createOutputVerbs({ link, clock, until, present }),
  };
}
