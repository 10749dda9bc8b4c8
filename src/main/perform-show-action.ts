import { assertNever, messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { ShowAction } from '#shared/show/show-actions.ts';
import type { MusicDesk } from './music/music.types.ts';
import type { ObsControl } from './obs/obs.types.ts';

/** All that a deed on the show can reach. Asked for when it is needed; a part that this studio lacks is undefined. */
export interface ShowTargets {
  readonly obs: () => ObsControl | undefined;
  readonly music: () => MusicDesk | undefined;
  /** Saves the last moments; rejects in plain words. */
  readonly clip: (title: string, signal: AbortSignal) => Promise<void>;
  readonly overlays: {
    alert(title: string, text: string): void;
    /** '' gives the line back to the program. */
    status(text: string): void;
    /** '' clears the frame; 0 s = until the next. False: no such picture. */
    frame(fileName: string, seconds: number): boolean;
  };
  /** 0 … 1 */
  readonly random: () => number;
}
type ObsAction = Extract<ShowAction, { type: `obs-${string}` }>;

/** Resolves with a problem in plain words, or with nothing when it is done. Never rejects. */
export type PerformShowAction = (action: ShowAction, signal: AbortSignal) => Promise<string | undefined>;

export function createPerformShowAction(targets: ShowTargets): PerformShowAction {
  const { overlays } = targets;
  return async (action, signal) => {
    try {
      return await perform(action, signal);
    } catch (cause) {
      if (cause instanceof StudioError) return cause.message;
      return `This could not be done: ${messageFromUnknown(cause)}`;
    }
  };

  async function perform(action: ShowAction, signal: AbortSignal): Promise<string | undefined> {
    switch (action.type) {
      case 'clip':
        return done(targets.clip(action.title, signal));
      case 'music':
        playMusic(action);
        return undefined;
      case 'alert':
        overlays.alert(action.title, action.text);
        return undefined;
      case 'status':
        overlays.status(action.text);
        return undefined;
      case 'frame':
        return overlays.frame(action.fileName, action.seconds)
          ? undefined
          : `There is no picture "${action.fileName}". Add it on the overlays page or choose another one.`;
      default:
        return done(inObs(action, signal));
    }
  }

  function inObs(action: ObsAction, signal: AbortSignal): Promise<unknown> {
    const obs = targets.obs();
    if (obs === undefined) throw new StudioError('unavailable', 'OBS is not set up here. Connect it on the OBS page.');
    switch (action.type) {
      case 'obs-scene':
        return obs.setScene(action.scene, { ...(action.transition === '' ? {} : { transition: action.transition }), signal });
      case 'obs-item':
        return obs.setItem(action);
      case 'obs-filter':
        return obs.setFilter(action);
      case 'obs-text':
        return obs.setText(action.source, action.text);
      case 'obs-picture':
        return obs.setPicture(action.source, oneOf(action.files));
      case 'obs-media':
        return obs.media(action.source, action.verb);
      case 'obs-volume':
        return obs.setVolume(action.source, action.volumeDb, action.seconds, signal);
      case 'obs-mute':
        return obs.setMute(action.source, action.mode);
      case 'obs-output':
        return output(obs, action);
      default:
        return assertNever(action);
    }
  }

  async function output(obs: ObsControl, action: Extract<ShowAction, { type: 'obs-output' }>): Promise<unknown> {
    if (action.output === 'record') return obs.record(action.verb);
    if (action.verb === 'start' || action.verb === 'stop') return obs.replay(action.verb);
    throw new StudioError('invalid-input', 'The replay buffer can only be started and stopped.');
  }

  function playMusic({ verb, playlist }: Extract<ShowAction, { type: 'music' }>): void {
    const music = targets.music();
    if (music === undefined) throw new StudioError('unavailable', 'There is no music here yet. Add some on the music page.');
    if (verb === 'play') music.play(playlist);
    else music[verb]();
  }

  function oneOf(files: readonly string[]): string {
    return files[Math.min(files.length - 1, Math.floor(targets.random() * files.length))] ?? '';
  }
}

async function done(deed: Promise<unknown>): Promise<undefined> {
  await deed;
  return undefined;
}
