import type { InferenceStream } from '#main/inference/inference.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Recognition } from '#main/recognition/recognition.types.ts';
import type { HealthReport } from '#shared/health.ts';
import { VAD_FRAME } from '#shared/inference/vad.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import { createAttention } from './attention.ts';
import { createCaptureDesk } from './capture-desk.ts';
import { captureProblem, hearingHealth, microphoneHealth } from './capture-health.ts';
import { loadChineseSound } from './chinese-sound.ts';
import { actOnWords, type DeedPorts } from './deeds.ts';
import type { AttachEars } from './ears.types.ts';
import { createEndpointer } from './endpointer.ts';
import { createFloor, type Floor, type FloorPorts } from './floor.ts';
import type { Hearing } from './hearing.types.ts';
import { createHearingBoard } from './hearing-board.ts';
import { createInterruptionJudge, MORE_THAN_ECHO_DB } from './interruption-judge.ts';
import { areHerOwnWords } from './own-words.ts';
import { createPreRoll } from './pre-roll.ts';
import { createSoundLine, type SoundBlock } from './sound-line.ts';
import { createSpeechDetector } from './speech-detector.ts';
import { createUtterances } from './utterances.ts';

export interface HearingOptions extends DeedPorts {
  readonly settings: () => HearingSettings;
  /** Her name: wakes her where no wake word was chosen. */
  readonly name: () => string;
  readonly recognition: Recognition;
  readonly openDetector: () => InferenceStream | undefined;
  /** Writes what she played at a time, mono 16 kHz. */
  readonly readPlayed: (atMs: number, out: Float32Array) => void;
  /** Times what is sent to the stage. */
  readonly volume: () => number;
  readonly floor: Omit<FloorPorts, 'clock' | 'bargeIn'>;
  /** All that the microphone takes in while the ears are on: mono 16 kHz, with the echo of her voice taken out. */
  readonly onSound: (samples: Float32Array) => void;
  /** What she says now or said a moment ago. */
  readonly herWords: () => string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (part: 'microphone' | 'hearing', health: HealthReport) => void;
}

export interface OpenHearing extends Hearing {
  readonly attach: AttachEars;
  /** She may not begin to speak: the streamer does. */
  readonly floorIsTaken: boolean;
  /** The streamer or the chat silenced her: what she was about to take up is forgotten. */
  stopped(): void;
  /** The settings may have changed. */
  refresh(): void;
  close(): void;
}

/** What a frame of the detector is judged with when its probability comes back. */
interface FrameNote {
  readonly atMs: number;
  readonly echoing: boolean;
  readonly excessDb: number;
  readonly guardReady: boolean;
}

/** Sound before the first frame of speech that the recogniser gets too. */
const PRE_ROLL_MS = 300;
/** A key is pressed a little late and let go a little early. */
const KEY_PRE_ROLL_MS = 250;
const KEY_TAIL_MS = 200;
const TEST_MS = 60_000;
const SAMPLES_PER_MS = 16;
const SENTENCE_ENDS = new Set('.!?。！？');

/**
 * Microphone → words → deeds.
 *
 *   frames ─► line of time ─► echo guard ─► detector of speech ─► endpointer ─► recogniser ─► attention ─► deed
 *                                               └─► interruption judge ─► floor: she stops
 */
export function createHearing(options: HearingOptions): OpenHearing {
  const { settings, clock, logger, recognition } = options;
  const board = createHearingBoard(clock);
  const attention = createAttention({ settings, name: options.name });
  const floor: Floor = createFloor({ ...options.floor, clock, bargeIn: () => settings().bargeIn });
  const endpointer = createEndpointer(settings);
  const judge = createInterruptionJudge(() => settings().threshold);
  const preRoll = createPreRoll();
  const line = createSoundLine({ readPlayed: options.readPlayed, volume: options.volume, onBlock });
  const desk = createCaptureDesk({ clock, logger, onFrame: line.take, onChange: onCapture });
  const detector = createSpeechDetector<FrameNote>({ open: options.openDetector, clock, logger, onJudged, onProblem });
  const utterances = createUtterances({
    open: recognition.open,
    clock,
    words: () => ({ language: settings().language, hotWords: [...settings().hotWords, ...settings().wakeWords] }),
    mayGuess: () => settings().mode !== 'push-to-talk' && !sendsSoundAway,
    onGuess: (text) => (isWhole(text) ? endpointer.hurry() : undefined),
    onPartial,
    onDone: ({ text, problem }) => done(text.trim(), problem),
  });
  let answerDue = false;
  let detectorProblem = '';
  let warmedFor = '';
  /** The recogniser is not of this computer: what it hears twice is paid twice. */
  let sendsSoundAway = true;
  let held = false;
  let heldSpeech = false;
  let probability = 0;
  let frame = new Float32Array(VAD_FRAME);
  let filled = 0;
  let cancelTest: (() => void) | undefined;
  let cancelTail: (() => void) | undefined;
  let mode = settings().mode;

  function onBlock(block: SoundBlock): void {
    if (!settings().enabled) return;
    options.onSound(block.cleaned);
    preRoll.push(block.atMs, block.cleaned);
    utterances.push(block.cleaned);
    board.sound(block, probability);
    frame.set(block.cleaned, filled);
    filled += block.cleaned.length;
    if (filled < VAD_FRAME) return;
    const { echoing, excessDb, guardReady } = block;
    detector.push(frame, { atMs: block.atMs - (filled - block.cleaned.length) / SAMPLES_PER_MS, echoing, excessDb, guardReady });
    frame = new Float32Array(VAD_FRAME);
    filled = 0;
  }

  function onJudged(next: number, note: FrameNote): void {
    probability = next;
    const echo = echoOf(note);
    board.show({ guarding: note.echoing });
    if (next >= settings().threshold && echo !== 'only') heldSpeech = true;
    const isForHer = isListening();
    if (settings().bargeIn.enabled && isForHer && !board.view.get().testing && judge.next({ ...note, probability: next }))
      interrupt();
    const event = endpointer.next({ probability: next, atMs: note.atMs, echo });
    if (settings().mode === 'push-to-talk') return;
    if (event?.type === 'begin') begin(event.sinceMs - PRE_ROLL_MS);
    else if (event?.type === 'pause') utterances.pause();
    else if (event?.type === 'resume') utterances.resume();
    else if (event?.type === 'end') endUtterance();
  }

  function isListening(): boolean {
    return settings().mode === 'push-to-talk' ? held : attention.isAwake(clock.now());
  }

  function interrupt(): void {
    if (floor.interrupt()) logger.info('the streamer spoke: she stopped');
  }

  function begin(sinceMs: number): void {
    if (utterances.isSpoken) return;
    if (isListening() && !board.view.get().testing) {
      attention.touch(clock.now());
      if (settings().coHost) floor.take();
    }
    utterances.begin(preRoll.since(sinceMs));
    publish();
  }

  function onPartial(text: string): void {
    if (!isListening() && !held) return;
    board.show({ partial: text });
    if (settings().captions && !board.view.get().testing) options.caption(text, false);
  }

  function done(text: string, problem: string): void {
    board.show({ partial: '' });
    if (problem !== '') logger.warn('an utterance was not understood', { problem });
    if (text !== '' && settle(text)) answerDue = true;
    giveBack();
  }

  /** The floor is hers again once nothing is spoken nor being read. */
  function giveBack(): void {
    if (!utterances.isBusy) {
      floor.release(answerDue);
      answerDue = false;
    }
    publish();
  }

  function endUtterance(): void {
    utterances.end();
    publish();
  }

  /** Returns whether the words went to her. */
  function settle(text: string): boolean {
    if (board.view.get().testing) {
      board.note({ text, became: 'test', detail: '' });
      return false;
    }
    if (areHerOwnWords(text, options.herWords())) {
      board.note({ text, became: 'echo', detail: '' });
      return false;
    }
    const heard = attention.hear(text, clock.now());
    // What was said while she slept was not meant for her: it is not even shown.
    if (heard.kind === 'ignored') return false;
    if (heard.kind === 'sleep') {
      board.note({ text, became: 'sleep', detail: '' });
      return false;
    }
    if (heard.kind === 'wake') interrupt();
    if (heard.kind === 'wake' && heard.text === '') {
      board.note({ text, became: 'wake', detail: '' });
      return false;
    }
    const deed = actOnWords(heard.text, settings(), options);
    board.note({ text, ...deed });
    return deed.became === 'message';
  }

  function talk(wanted: boolean | 'toggle'): void {
    const next = wanted === 'toggle' ? !held : wanted;
    if (next === held || settings().mode !== 'push-to-talk' || !settings().enabled || (next && desk.state !== 'capturing'))
      return;
    held = next;
    if (held) {
      cancelTail?.();
      heldSpeech = false;
      judge.reset();
      begin(clock.now() - KEY_PRE_ROLL_MS);
    } else cancelTail = clock.after(KEY_TAIL_MS, letGo);
    publish();
  }

  function letGo(): void {
    if (heldSpeech || detectorProblem !== '') endUtterance();
    else drop();
  }

  function drop(): void {
    utterances.drop();
    board.show({ partial: '' });
    giveBack();
  }

  function onProblem(problem: string): void {
    detectorProblem = problem;
    publish();
  }

  function onCapture(): void {
    // Another microphone or none: what was half heard is of no use, and the detector begins anew.
    if (desk.state !== 'capturing' && desk.state !== 'suspended') {
      held = false;
      endpointer.reset();
      judge.reset();
      detector.reset();
      line.reset();
      drop();
    }
    publish();
  }

  function publish(): void {
    const { enabled } = settings();
    const capture = desk.state ?? null;
    const { recognizer, problem } = recognition.state.get();
    const state = !enabled
      ? 'off'
      : capture !== 'capturing'
        ? 'waiting'
        : utterances.isBusy
          ? 'hearing'
          : isListening()
            ? 'listening'
            : 'asleep';
    board.show({
      state,
      capture,
      recognizer,
      problem: enabled ? captureProblem(capture) || detectorProblem || problem : '',
    });
    options.report('microphone', microphoneHealth(enabled, capture, desk.device));
    options.report('hearing', hearingHealth(enabled, detectorProblem, problem));
  }

  function warmUp({ language, recognizer }: HearingSettings): void {
    const wanted = `${language} ${recognizer}`;
    if (wanted === warmedFor) return;
    warmedFor = wanted;
    void loadChineseSound();
    void recognition.warmUp(language).then(lookAtRecognizer);
  }

  async function lookAtRecognizer(): Promise<void> {
    publish();
    const infos = await recognition.describe();
    const { recognizer } = recognition.state.get();
    sendsSoundAway = infos.find(({ id }) => id === recognizer)?.online ?? true;
  }

  const unsubscribe = recognition.state.subscribe(() => void lookAtRecognizer());
  const stopAwakeWatch = watchEverySecond(clock, publish);
  publish();
  return {
    view: board.view,
    level: board.level,
    attach: desk.attach,
    recognizers: recognition.describe,
    talk,
    test(on) {
      cancelTest?.();
      cancelTest = on ? clock.after(TEST_MS, () => board.show({ testing: false })) : undefined;
      board.show({ testing: on });
    },
    get floorIsTaken() {
      return floor.isTaken;
    },
    stopped: floor.forget,
    refresh() {
      const now = settings();
      if (now.mode !== mode) {
        mode = now.mode;
        held = false;
        attention.reset();
        drop();
      }
      if (!now.enabled) {
        held = false;
        warmedFor = '';
        drop();
        detector.rest();
        floor.forget();
      } else warmUp(now);
      publish();
    },
    close() {
      stopAwakeWatch();
      unsubscribe();
      cancelTest?.();
      cancelTail?.();
      utterances.close();
      floor.close();
      detector.close();
      desk.close();
    },
  };
}

/** A recogniser that punctuates took it for a whole sentence. */
const isWhole = (text: string): boolean => SENTENCE_ENDS.has(text.trim().at(-1) ?? '');

function echoOf({ echoing, guardReady, excessDb }: FrameNote): 'none' | 'perhaps' | 'only' {
  if (!echoing) return 'none';
  return guardReady && excessDb >= MORE_THAN_ECHO_DB ? 'perhaps' : 'only';
}

/** She falls asleep without anything happening: the state is looked at again. */
function watchEverySecond(clock: Clock, look: () => void): () => void {
  let cancel = clock.after(1000, tick);
  function tick(): void {
    look();
    cancel = clock.after(1000, tick);
  }
  return () => cancel();
}
