import type { HearingView } from '#shared/contract/hearing.ts';
import { plainSpoken } from '#shared/hearing/spoken-text.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { sceneWish } from './scene-wish.ts';

/** What words of the streamer can do; the composition root connects it. */
export interface DeedPorts {
  /** The streamer's words under the picture. `final`: they will not change any more. */
  readonly caption: (text: string, final: boolean) => void;
  /** Fires what is bound to a spoken phrase in `text`; the names of what it fired. */
  readonly command: (text: string) => readonly string[];
  /** Scenes of the broadcast by name; none while OBS is not connected. */
  readonly scenes: () => readonly string[];
  /** Brings one of them on air. */
  readonly showScene: (scene: string) => void;
  /** Words by which she is silenced, besides the built-in ones. */
  readonly stopWords: () => readonly string[];
  readonly stop: () => void;
  /** To her, as the owner's message. */
  readonly message: (text: string) => void;
}
export interface Deed {
  readonly became: HearingView['recent'][number]['became'];
  readonly detail: string;
}

/** Said alone they silence her; within a sentence they are words like others. */
const STOP_PHRASES = [
  ...['stop', 'stop it', 'stop talking', 'be quiet', 'quiet', 'shut up', 'silence'],
  ...['停', '停下', '停止', '停止说话', '别说了', '不要说了', '安静', '闭嘴', '住口'],
  ...['止めて', 'やめて', 'ストップ', '黙って', '静かに', '静かにして', 'しゃべらないで'],
].map(plainSpoken);

/** Carries out what an utterance asks for: a command, else a message to her; and captions in any case. */
export function actOnWords(text: string, settings: HearingSettings, ports: DeedPorts): Deed {
  const plain = plainSpoken(text);
  if (plain === '') return { became: 'nothing', detail: '' };
  if (settings.captions) ports.caption(text, true);
  if (settings.commands) {
    if (STOP_PHRASES.includes(plain) || ports.stopWords().some((word) => plainSpoken(word) === plain)) {
      ports.stop();
      return { became: 'command', detail: 'stop' };
    }
    const fired = ports.command(text);
    if (fired.length > 0) return { became: 'command', detail: fired.join(', ') };
    const scene = sceneWish(text, ports.scenes());
    if (scene !== undefined) {
      ports.showScene(scene);
      return { became: 'command', detail: scene };
    }
  }
  if (settings.coHost) {
    ports.message(text);
    return { became: 'message', detail: '' };
  }
  return { became: settings.captions ? 'caption' : 'nothing', detail: '' };
}
