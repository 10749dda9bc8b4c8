import { assertNever, messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { ShowAction } from '#shared/show/show-actions.ts';
import type { MusicDesk } from './music/music.types.ts';
import type { ObsControl } from './obs/obs.types.ts';

/** All that a deed on the show can reach. */
export interface ShowTargets {
  readonly obs: ObsControl;
  readonly music: MusicDesk;
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
/** Resolves with a problem in plain words, or with nothing when it is done. Never rejects. */
export type PerformShowAction = (action: ShowAction, signal: AbortSignal) => Promise<string | undefined>;

export function createPerformShowAction(targets: ShowTargets): PerformShowAction {
  const { obs, music, overlays } = targets;
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
      case 'obs-scene':
        return done(
          obs.setScene(action.scene, { ...(action.transition === '' ? {} : { transition: action.transition }), signal }),
        );
      case 'obs-item':
        return done(obs.setItem(action));
      case 'obs-filter':
        return done(obs.setFilter(action));
      case 'obs-text':
        return done(obs.setText(action.source, action.text));
      case 'obs-picture':
        return done(obs.setPicture(action.source, oneOf(action.files)));
      case 'obs-media':
        return done(obs.media(action.source, action.verb));
      case 'obs-volume':
        return done(obs.setVolume(action.source, action.volumeDb, action.seconds, signal));
      case 'obs-mute':
        return done(obs.setMute(action.source, action.mode));
      case 'obs-output':
        return done(output(action));
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
        return assertNever(action);
    }
  }

  async function output(action: Extract<ShowAction, { type: 'obs-output' }>): Promise<unknown> {
    if (action.output === 'record') return obs.record(action.verb);
    if (action.verb === 'start' || action.verb === 'stop') return obs.replay(action.verb);
    throw new StudioError('invalid-input', 'The replay buffer can only be started and stopped.');
  }

  function playMusic({ verb, playlist }: Extract<ShowAction, { type: 'music' }>): void {
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
