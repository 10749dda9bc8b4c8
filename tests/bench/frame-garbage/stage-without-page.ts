import { createPerformer, type PerformingRig } from '#renderer/stage/avatar/performer.ts';
import { createMoment } from '#renderer/stage/layers/moment.ts';
import { createFrameCost } from '#renderer/stage/render/frame-cost.ts';
import { createGovernor } from '#renderer/stage/render/governor.ts';
import { createStageShow, type StageShow } from '#renderer/stage/show/stage-show.ts';
import { AUTHOR_PHYSICS } from '#shared/avatar/scene-start.ts';
import { createParameterFrameWriter, decodeParameterFrame } from '#shared/frames/parameter-frame.ts';

/** What she does while garbage is counted. `tracked`: a frame of parameters for all of the model's comes before each picture. */
export const STATES = ['idle', 'speaking', 'expression', 'tracked'] as const;
export type State = (typeof STATES)[number];

const MODEL_ID = 'a'.repeat(32);
const TABLE = 1;
/** Frames of parameters that take turns: their bytes are the network's, not ours. */
const FRAMES_IN_TURN = 8;
const WORDS = 40;

export interface StageWithoutPage {
  begin(state: State): void;
  /** What `main.ts` does in a picture, but for sound, items and the graphics card. `nowMs`: a whole number, for any other is boxed on its way. */
  frame(nowMs: number): void;
}

export function createStageWithoutPage(rig: PerformingRig, fine: boolean): StageWithoutPage {
  const show = createShow();
  show.face.setFine(fine);
  const performer = createPerformer();
  performer.take(rig, MODEL_ID);
  const governor = createGovernor(false, { full: 2, plain: 1.5, flat: 1 });
  const cost = createFrameCost(false);
  const probe = { startProbe() {}, probeDone: () => true };
  const moment = createMoment();
  const frames = parameterFrames(rig);
  performer.inbox.setTable({
    type: 'parameter-table',
    table: TABLE,
    modelId: MODEL_ID,
    parameters: rig.description.parameters.map(({ id }) => ({ id, whileSpeaking: 'voice' })),
  });
  let tracked = false;
  let taken = 0;

  return {
    begin(state) {
      tracked = state === 'tracked';
      if (!tracked) performer.inbox.clear();
      const expressions = rig.description.expressions.slice(0, 2);
      performer.setScene({
        modelId: MODEL_ID,
        expressions: state === 'expression' ? expressions.map(({ name }) => ({ name, weight: 0.7, fade: 0.5 })) : [],
        tints: [],
        physics: AUTHOR_PHYSICS,
        idleMotion: null,
      });
      hold(show, state === 'expression' ? 'happy' : 'neutral');
      if (state === 'speaking') speak(show, moment.nowMs / 1000);
      else show.receive({ type: 'down', message: { type: 'stop', turnId: 1 } });
    },
    frame(nowMs) {
      if (cost.poll(nowMs, probe)) governor.addCost(cost.spent, nowMs);
      if (!governor.due(nowMs, 'beat')) return;
      moment.dt = Math.min(0.1, Math.max(0, (nowMs - moment.nowMs) / 1000));
      moment.nowMs = nowMs;
      moment.epochMs = nowMs + 0.5;
      moment.heardSeconds = nowMs / 1000;
      if (tracked) {
        const frame = frames[taken++ % FRAMES_IN_TURN];
        if (frame !== undefined) performer.inbox.takeFrame(frame);
      }
      show.update(moment);
      performer.step(moment, show.pose);
      cost.drawn(nowMs, nowMs + 1, probe);
    },
  };
}

function createShow(): StageShow {
  return createStageShow({
    captions: { text: '', spokenUntil: 0, setStyle() {}, show() {}, setSpoken() {}, hide() {}, setThinking() {} },
    random: Math.random,
    timeOriginMs: 0,
    now: () => 0,
    onConfig() {},
    onAvatar() {},
  });
}

function hold(show: StageShow, emotion: 'happy' | 'neutral'): void {
  show.receive({ type: 'down', message: { type: 'expression', emotion, intensity: 0.8, holdMs: 0 } });
}

/** One sentence for as long as anybody measures. */
function speak(show: StageShow, atSeconds: number): void {
  const sentence = { turnId: 1, index: 0 };
  const text = 'word '.repeat(WORDS);
  const said = { text, language: 'en', emotion: 'neutral', intensity: 1, speaker: 'her', startSample: 0 } as const;
  show.receive({ type: 'down', message: { type: 'utterance', ...sentence, ...said } });
  const visemes = (['aa', 'PP', 'I', 'sil', 'O', 'E', 'SS', 'U'] as const).map((viseme) => ({
    viseme,
    open: viseme === 'sil' ? 0 : 0.8,
  }));
  show.receive({
    type: 'down',
    message: {
      type: 'cues',
      ...sentence,
      visemes: Array.from({ length: 8000 }, (_, i) => ({
        startMs: i * 90,
        endMs: i * 90 + 90,
        ...(visemes[i % visemes.length] ?? { viseme: 'sil' as const, open: 0 }),
      })),
      words: Array.from({ length: WORDS }, (_, i) => ({
        startMs: i * 1000,
        endMs: i * 1000 + 900,
        textStart: i * 5,
        textEnd: i * 5 + 4,
      })),
    },
  });
  show.soundClock.add({ ...sentence, fromSeconds: atSeconds, atSeconds, positionMs: 0, playing: true, immediate: true });
}

/** A turn of everything that the model has, a little further in each frame. */
function parameterFrames({ description: { parameters } }: PerformingRig) {
  return Array.from({ length: FRAMES_IN_TURN }, (_, i) => {
    const writer = createParameterFrameWriter(TABLE, parameters.length);
    parameters.forEach(({ min, max }, at) => {
      writer.values[at] = min + (max - min) * (0.5 + 0.3 * Math.sin((i / FRAMES_IN_TURN) * 2 * Math.PI + at));
    });
    writer.weights.fill(0.5);
    writer.stamp(i, i, 0);
    return decodeParameterFrame(writer.bytes.slice().buffer);
  });
}
