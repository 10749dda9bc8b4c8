import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { createParameterInbox } from '../avatar/parameter-inbox.ts';
import type { CaptionView } from '../captions/caption-view.ts';
import { FACE_CONTROLS } from '../layers/face.ts';
import { createMoment } from '../layers/moment.ts';
import type { PageDown } from '../net/link-messages.ts';
import { createStageShow, type StageShow } from './stage-show.ts';

/** What a viewer would read. */
function createReadableCaptions() {
  const seen = { text: '', spokenUntil: 0, thinking: false };
  const view: CaptionView = {
    setStyle: () => undefined,
    show(text) {
      seen.text = text;
      seen.spokenUntil = 0;
    },
    setSpoken({ offset }) {
      seen.spokenUntil = Math.max(seen.spokenUntil, offset);
    },
    hide() {
      seen.text = '';
      seen.spokenUntil = 0;
    },
    setThinking(thinking) {
      seen.thinking = thinking;
    },
    get text() {
      return seen.text;
    },
    get spokenUntil() {
      return seen.spokenUntil;
    },
  };
  return { view, seen };
}

const config = {
  stage: defaultSettings().stage,
  avatar: DEFAULT_AVATAR,
  volume: 1,
  effectsVolume: 1,
  monitorVolume: 1,
  expression: 'neutral' as Emotion,
};
const STEP = 1 / 50;
const PARAMETER = (id: string) => ({ id, name: '', min: 0, max: 1, default: 0 });

describe('stage show', () => {
  let show: StageShow;
  let seen: ReturnType<typeof createReadableCaptions>['seen'];
  let nowMs = 0;
  const moment = createMoment(STEP);
  const down = (message: PageDown): void => show.receive({ type: 'down', message });
  /** Plays on; context time is page time here. */
  const play = (seconds: number): void => {
    for (let i = 0; i < Math.round(seconds / STEP); i++) {
      nowMs += STEP * 1000;
      Object.assign(moment, { nowMs, heardSeconds: nowMs / 1000 });
      show.update(moment);
    }
  };
  const speak = (turnId: number, index: number, text: string, seconds: number, emotion: Emotion = 'neutral'): void => {
    down({
      type: 'utterance',
      turnId,
      index,
      text,
      language: 'en',
      emotion,
      intensity: 1,
      speaker: 'her' as const,
      startSample: 0,
    });
    down({
      type: 'cues',
      turnId,
      index,
      visemes: [{ startMs: 0, endMs: seconds * 1000, viseme: 'aa', open: 1 }],
      words: [{ startMs: 0, endMs: seconds * 1000, textStart: 0, textEnd: text.length }],
    });
    down({ type: 'utterance-end', turnId, index, totalSamples: seconds * 48_000 });
  };
  const soundBegins = (turnId: number, index: number, immediate = false): void =>
    show.soundClock.add({
      turnId,
      index,
      fromSeconds: nowMs / 1000,
      atSeconds: nowMs / 1000,
      positionMs: 0,
      playing: true,
      immediate,
    });
  const soundEnds = (turnId: number, index: number, positionMs: number, immediate = false): void =>
    show.soundClock.add({
      turnId,
      index,
      fromSeconds: nowMs / 1000,
      atSeconds: nowMs / 1000,
      positionMs,
      playing: false,
      immediate,
    });

  beforeEach(() => {
    nowMs = 1000;
    const captions = createReadableCaptions();
    seen = captions.seen;
    show = createStageShow({
      captions: captions.view,
      random: () => 0.5,
      timeOriginMs: 0,
      now: () => nowMs,
      onConfig: () => undefined,
      onAvatar: () => undefined,
    });
    show.receive({ type: 'connection', connected: true });
    down({ type: 'welcome', protocol: 1, stageId: 's', role: 'sounding', config });
  });

  it('shows a sentence and opens the mouth only when its sound begins', () => {
    speak(1, 0, 'hello', 1);
    play(0.2);
    expect(seen.text).toBe('');
    expect(show.pose.mouth[5]).toBe(0);
    soundBegins(1, 0);
    play(0.5);
    expect(seen.text).toBe('hello');
    expect(seen.spokenUntil).toBeCloseTo(2.5, 1);
    expect(show.pose.mouth[0]).toBeGreaterThan(0.8);
    expect(show.heard).toMatchObject({ turnId: 1, index: 0, playing: true });
  });

  it('keeps mouth, mood and caption to itself while her voice is another avatar’s, and knows where the sound is all the same', () => {
    down({ type: 'config', config: { ...config, speaks: false } });
    speak(1, 0, 'hello', 5, 'happy');
    soundBegins(1, 0);
    play(0.5);
    expect(seen.text).toBe('');
    expect(show.pose.mouth[0]).toBe(0);
    expect(show.speaking).toBe(0);
    expect(show.expression).not.toBe('happy');
    expect(show.heard).toMatchObject({ turnId: 1, index: 0, playing: true });
    down({ type: 'config', config: { ...config, speaks: true } });
    play(0.5);
    expect(seen.text).toBe('hello');
    expect(show.expression).toBe('happy');
    down({ type: 'config', config: { ...config, speaks: false } });
    expect(seen.text).toBe('');
  });

  it('keeps her own mouth under a human’s brows: what she says moves the lips, what she feels makes room', () => {
    const inbox = createParameterInbox();
    inbox.setModel('m', [PARAMETER('BrowLeftY'), PARAMETER('MouthOpen')]);
    const parameters = [
      { id: 'BrowLeftY', whileSpeaking: null },
      { id: 'MouthOpen', whileSpeaking: 'voice' as const },
    ];
    inbox.setTable({ type: 'parameter-table', table: 1, modelId: 'm', parameters });
    // As the studio sends it while the human has the expression and she the mouth.
    inbox.takeFrame({
      sequence: 0,
      table: 1,
      sourceTimeMs: 0,
      pictureMs: 0,
      values: Float32Array.of(0.9, 0.1),
      weights: Float32Array.of(1, 0),
    });
    /** What her own layers make of brows and mouth, with the human's parameters on top. */
    const drawn = (): number[] => {
      const values = Float32Array.of(Math.max(...show.pose.face), show.pose.mouth[0] ?? 0);
      inbox.blend(moment, values);
      return [...values];
    };
    speak(1, 0, 'hello', 3, 'happy');
    soundBegins(1, 0);
    play(1);
    expect(Math.max(...show.pose.face)).toBeGreaterThan(0.5);
    const open = show.pose.mouth[0]!;
    down({ type: 'driving', human: { head: 1, expression: 1 } });
    play(1);
    expect(Math.max(...show.pose.face)).toBeLessThan(0.02);
    expect(show.pose.mouth[0]).toBeCloseTo(open, 3);
    expect(drawn()[0]).toBeCloseTo(0.9, 5);
    expect(drawn()[1]).toBeCloseTo(open, 3);
    // The other way round: her face comes back with the expression, and the human's own mouth is not hers to move once she is silent.
    down({ type: 'driving', human: { head: 1, mouth: 1 } });
    play(0.9);
    expect(Math.max(...show.pose.face)).toBeGreaterThan(0.5);
    expect(show.pose.faceMouth).toBeLessThan(0.02);
  });

  it('keeps the caption for a moment after the last word, then clears it', () => {
    speak(1, 0, 'hello', 1);
    soundBegins(1, 0);
    play(1);
    soundEnds(1, 0, 1000);
    play(0.8);
    expect(seen).toMatchObject({ text: 'hello', spokenUntil: 5 });
    expect(show.pose.mouth[5]).toBeLessThan(0.01);
    play(0.6);
    expect(seen.text).toBe('');
  });

  it('goes from sentence to sentence without a gap', () => {
    speak(1, 0, 'one', 1);
    speak(1, 1, 'two', 1);
    soundBegins(1, 0);
    play(0.98);
    soundBegins(1, 1);
    play(0.1);
    expect(seen.text).toBe('two');
  });

  it('clears caption, mouth and mood at once on stop', () => {
    speak(1, 0, 'hello', 5, 'happy');
    soundBegins(1, 0);
    play(1);
    expect(show.expression).toBe('happy');
    down({ type: 'stop', turnId: 1 });
    expect(seen.text).toBe('');
    soundEnds(1, 0, 1004, true);
    play(0.1);
    expect(show.expression).toBe('neutral');
    expect(show.pose.mouth[5]).toBeLessThan(0.05);
    play(0.5);
    expect(show.pose.face[FACE_CONTROLS.indexOf('happy')]).toBe(0);
  });

  it('shows nothing of a stopped turn even while its sound still fades', () => {
    speak(1, 0, 'hello', 5);
    soundBegins(1, 0);
    play(1);
    down({ type: 'stop', turnId: 1 });
    play(0.1);
    expect(seen.text).toBe('');
    expect(show.pose.mouth[5]).toBeLessThan(0.1);
  });

  it('shows that she thinks until she speaks', () => {
    down({ type: 'thinking', thinking: true });
    play(0.1);
    expect(seen.thinking).toBe(true);
    speak(1, 0, 'well', 1);
    soundBegins(1, 0);
    play(0.1);
    expect(seen.thinking).toBe(false);
  });

  it('follows the clock of the sounding stage while another one sounds', () => {
    down({ type: 'role', role: 'following' });
    speak(2, 0, 'hello', 4);
    show.receive({ type: 'follow', turnId: 2, index: 0, positionMs: 1000, playing: true, atMs: nowMs - 100 });
    play(0.5);
    expect(show.heard.positionMs).toBeCloseTo(1600, 0);
    expect(seen.text).toBe('hello');
    down({ type: 'stop', turnId: 2 });
    play(STEP);
    expect(seen.text).toBe('');
    expect(show.heard.playing).toBe(false);
  });

  it('holds a hotkey’s expression for its time, over the sentence’s own', () => {
    speak(1, 0, 'hello', 5, 'sad');
    soundBegins(1, 0);
    play(0.1);
    down({ type: 'expression', emotion: 'surprised', intensity: 1, holdMs: 500 });
    play(0.3);
    expect(show.expression).toBe('surprised');
    play(0.4);
    expect(show.expression).toBe('sad');
  });

  it('shows a held expression between sentences until the next one is chosen', () => {
    down({ type: 'expression', emotion: 'angry', intensity: 0.5, holdMs: 0 });
    play(5);
    expect(show.expression).toBe('angry');
    speak(1, 0, 'hello', 1, 'happy');
    soundBegins(1, 0);
    play(0.2);
    expect(show.expression).toBe('happy');
    soundEnds(1, 0, 1000);
    play(2);
    expect(show.expression).toBe('angry');
  });

  it('forgets everything when the studio goes away, and begins anew with turn 1', () => {
    speak(1, 0, 'before', 5);
    soundBegins(1, 0);
    play(2);
    show.receive({ type: 'connection', connected: false });
    expect(show.role).toBe('unconnected');
    expect(seen.text).toBe('');
    down({ type: 'welcome', protocol: 1, stageId: 's', role: 'sounding', config });
    speak(1, 0, 'after', 5);
    soundBegins(1, 0);
    play(0.1);
    expect(seen.text).toBe('after');
    expect(show.heard.positionMs).toBeLessThan(150);
  });
});
