import { plainWord } from '#shared/audience/command-text.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { ShowChoices } from '#shared/show/show-choices.ts';
import type { FulfilWish } from './audience/commands/command.types.ts';
import type { DeskAnswer } from './avatar/avatar.types.ts';
import type { MusicDesk } from './music/music.types.ts';
import type { ObsControl } from './obs/obs.types.ts';
import type { OverlayDesk } from './overlays/overlays.types.ts';
import { createPerformShowAction, type PerformShowAction } from './perform-show-action.ts';

/** What there is around her, each asked for when it is needed: parts come up in their own order, and some studios lack one. */
export interface ShowParts {
  readonly obs: () => ObsControl | undefined;
  readonly music: () => (MusicDesk & { readonly playlists: () => readonly string[] }) | undefined;
  readonly overlays: () => OverlayDesk;
  readonly clip: ((title: string, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** Scenes that viewers may ask for. */
  readonly viewerScenes: () => readonly string[];
  readonly avatar: {
    /** Of the model that is on stage. */
    readonly motions: () => readonly string[];
    readonly play: (motion: string) => DeskAnswer;
  };
}

/** Deeds on the show, what they can name, and wishes of viewers that they fulfil. */
export interface ShowDeeds {
  readonly perform: PerformShowAction;
  choices(): ShowChoices;
  /** As commands ask; undefined: no part fulfils it. */
  readonly fulfil: FulfilWish;
}

/** How authors of models call their dances. */
const DANCE = /dance|dancing|舞|踊|ダンス/iu;

export function createShowDeeds(parts: ShowParts): ShowDeeds {
  const perform = createPerformShowAction({
    obs: parts.obs,
    music: parts.music,
    async clip(title, signal) {
      if (parts.clip === undefined) throw new StudioError('unavailable', 'Clips need OBS. Connect it on the OBS page.');
      await parts.clip(title, signal);
    },
    overlays: {
      alert: (title, text) => parts.overlays().alert(title, text),
      status: (text) => parts.overlays().status(text),
      frame: (fileName, seconds) => parts.overlays().frame(fileName, seconds),
    },
    random: Math.random,
  });

  async function enterScene(argument: string, signal: AbortSignal): Promise<string | undefined> {
    const scene = namedIn(argument, parts.viewerScenes());
    if (scene === undefined) return `Viewers may not ask for the scene "${argument}". Allow it on the automation page.`;
    try {
      return await perform({ type: 'obs-scene', scene, transition: '' }, signal);
    } catch (cause) {
      return messageFromUnknown(cause);
    }
  }

  /** Undefined: viewers may not ask for music; she answers in words. */
  function playWish(text: string, { name, viewerKey }: Parameters<FulfilWish>[2]): Promise<string | undefined> | undefined {
    const answer = parts.music()?.request({ text, by: name, viewerKey });
    switch (answer?.outcome) {
      case undefined:
      case 'off':
        return undefined;
      case 'unknown':
        return Promise.resolve(`There is no track "${text}" in the music library.`);
      case 'full':
        return Promise.resolve('Enough music is waiting already.');
      default:
        return Promise.resolve(undefined);
    }
  }

  /** A motion that is called so, else any dance of hers. Undefined: the model has none; she answers in words. */
  function dance(argument: string): Promise<string | undefined> | undefined {
    const motions = parts.avatar.motions();
    const dances = motions.filter((name) => DANCE.test(name));
    const any = dances[Math.min(dances.length - 1, Math.floor(Math.random() * dances.length))];
    const motion = namedIn(argument, motions) ?? any;
    return motion !== undefined && parts.avatar.play(motion) === 'done' ? Promise.resolve(undefined) : undefined;
  }

  return {
    perform,
    choices: () => ({
      ...choicesOf(parts.obs()?.state.get()),
      playlists: [...(parts.music()?.playlists() ?? [])],
      frames: parts
        .overlays()
        .pictures.pictures.get()
        .map(({ fileName }) => fileName),
    }),
    fulfil(wish, argument, asker, signal) {
      if (wish === 'scene') return enterScene(argument, signal);
      if (wish === 'dance') return dance(argument);
      return wish === 'sing' ? playWish(argument, asker) : undefined;
    },
  };
}

/** The one that is called so, else the only one whose name holds the words. Viewer text is compared, nothing else. */
export function namedIn(argument: string, names: readonly string[]): string | undefined {
  const wanted = plainWord(argument);
  if (wanted === '') return undefined;
  const same = names.find((name) => plainWord(name) === wanted);
  if (same !== undefined) return same;
  const holding = names.filter((name) => plainWord(name).includes(wanted));
  return holding.length === 1 ? holding[0] : undefined;
}

function choicesOf(state: ObsState | undefined): Omit<ShowChoices, 'playlists' | 'frames'> {
  if (state === undefined) return { obs: false, scenes: [], inputs: [], transitions: [] };
  return {
    obs: true,
    scenes: state.scenes.map(({ name, items }) => ({ name, sources: items.map(({ source }) => source) })),
    inputs: state.inputs.map(({ name, kind, audio, media, filters }) => ({
      name,
      kind,
      audio: audio !== null,
      media: media !== null,
      filters: filters.map((filter) => filter.name),
    })),
    transitions: state.transitions.map(({ name }) => name),
  };
}
