import type { AvatarDown, StageConfig, StageRole } from '#shared/stage/stage-protocol.ts';
import { createHeardClock, type HeardClock, type HeardPosition } from '../audio/heard-clock.ts';
import { readSpoken } from '../captions/caption-layout.ts';
import type { CaptionView } from '../captions/caption-view.ts';
import { FACE_CONTROLS } from '../layers/face.ts';
import { createFaceLayer, type FaceLayer, type FaceWish } from '../layers/face-layer.ts';
import { createGaze } from '../layers/gaze.ts';
import { createBlink, createBreath, createSway, createWeightShift, type Random } from '../layers/idle.ts';
import type { Moment } from '../layers/moment.ts';
import { createPose, type Pose } from '../layers/pose.ts';
import type { FromLink, PageDown } from '../net/link-messages.ts';
import { createHumanShare, HUMAN, makeRoom } from './human-share.ts';
import { createMood } from './mood.ts';
import { type BoardUtterance, createSpeechBoard } from './speech-board.ts';

/** What she does, from moment to moment: the studio's messages in, a pose and captions out. */
export interface StageShow {
  readonly pose: Pose;
  readonly heard: HeardPosition;
  /** Lines of the sounding stage's sound come here, in context time. */
  readonly soundClock: HeardClock;
  readonly role: StageRole | 'unconnected';
  readonly expression: string;
  /** How much she speaks now, 0…1, softly rising and falling. */
  readonly speaking: number;
  readonly face: FaceLayer;
  receive(message: Exclude<FromLink, { type: 'parameters' | 'pose' }>): void;
  /** One frame, in the order of its layers; writes how much she speaks into `moment`. */
  update(moment: Moment): void;
}

export interface StageShowOptions {
  readonly captions: CaptionView;
  readonly random: Random;
  /** ms between the epoch and the page's time zero. */
  readonly timeOriginMs: number;
  readonly now: () => number;
  readonly onConfig: (config: StageConfig) => void;
  /** What concerns the avatar alone. */
  readonly onAvatar: (message: AvatarDown) => void;
}

/** Captions stay this long after the last word, ms; in a sentence that ran dry they wait for more. */
const LINGER_MS = 1200;
const DRY_MS = 6000;

export function createStageShow(options: StageShowOptions): StageShow {
  const { captions, random } = options;
  const board = createSpeechBoard();
  const mood = createMood();
  const soundClock = createHeardClock();
  const followClock = createHeardClock();
  const pose = createPose(FACE_CONTROLS.length);
  const asked = { seconds: 0 };
  const heard: HeardPosition = { turnId: -1, index: -1, positionMs: 0, playing: false };
  const face = createFaceLayer();
  // Fractions from the start: the engine lays out an object by the first numbers in it.
  const wish: FaceWish = { emotion: 'neutral', intensity: 0.5, speaking: 0.5 };
  const human = createHumanShare();
  // Order matters: the gaze makes up for head motion that the sway has added.
  const idle = [createBreath(), createWeightShift(random), createSway(random), createBlink(random), createGaze(random)];
  const spoken = { offset: 0 };
  let role: StageRole | 'unconnected' = 'unconnected';
  let current: BoardUtterance | undefined;
  let captioned: BoardUtterance | undefined;
  const voice = { silentSinceMs: 0, speaking: 0 };
  let thinking = false;
  /** Her voice is this avatar's, and it talks now. */
  let speaks = true;
  let talking = false;

  function endSpeech(turnId: number): void {
    board.stop(turnId);
    if (captioned !== undefined && captioned.turnId <= turnId) hideCaption();
    mood.endSpeech();
    followClock.reset();
    thinking = false;
  }

  function hideCaption(): void {
    captioned = undefined;
    captions.hide();
  }

  function configure(config: StageConfig): void {
    mood.setBase(config.expression);
    setSpeaks(config.speaks !== false);
    captions.setStyle(config.stage.captions);
    options.onConfig(config);
  }

  function setSpeaks(next: boolean): void {
    if (next === speaks) return;
    speaks = next;
    if (speaks) return;
    hideCaption();
    mood.endSpeech();
  }

  function receiveDown(message: PageDown): void {
    switch (message.type) {
      case 'welcome':
        role = message.role;
        configure(message.config);
        break;
      case 'config':
        configure(message.config);
        break;
      case 'role':
        role = message.role;
        break;
      case 'turn':
      case 'turn-end':
        break;
      case 'thinking':
        thinking = message.thinking;
        break;
      case 'utterance':
        thinking = false;
        board.open(message);
        break;
      case 'cues':
        board.addCues(message);
        break;
      case 'utterance-end':
        board.end(message);
        break;
      case 'stop':
        endSpeech(message.turnId);
        break;
      case 'driving':
        human.aim(message.human);
        break;
      case 'expression':
        mood.hold(message.emotion, message.intensity, message.holdMs, options.now());
        break;
      default:
        options.onAvatar(message);
        break;
    }
  }

  function clockLayer({ heardSeconds, nowMs }: Moment): void {
    if (role === 'following') {
      asked.seconds = nowMs / 1000;
      followClock.read(asked, heard);
    } else {
      asked.seconds = heardSeconds;
      soundClock.read(asked, heard);
    }
    current = board.find(heard.turnId, heard.index);
    talking = speaks && heard.playing;
    if (talking) voice.silentSinceMs = nowMs;
  }

  function captionLayer(moment: Moment): void {
    if (current !== undefined && talking) {
      if (current !== captioned) {
        captioned = current;
        captions.show(current.text, current.language);
      }
      readSpoken(current.words, heard, spoken);
      captions.setSpoken(spoken);
    } else if (captioned !== undefined) {
      const complete = captioned !== current || (current.totalMs >= 0 && heard.positionMs >= current.totalMs - 30);
      if (complete) {
        spoken.offset = captioned.text.length;
        captions.setSpoken(spoken);
      }
      if (moment.nowMs - voice.silentSinceMs > (complete ? LINGER_MS : DRY_MS)) hideCaption();
    }
    captions.setThinking(thinking && speaks && captioned === undefined, moment);
  }

  function moodLayer(moment: Moment): void {
    if (current !== undefined && talking) mood.speak(current, moment);
    mood.update(moment);
    human.step(moment);
    wish.emotion = mood.emotion;
    wish.intensity = mood.intensity * (1 - (human.shares[HUMAN.expression] ?? 0));
    wish.speaking = talking ? 1 : 0;
    face.update(moment, wish, pose);
    pose.faceMouth *= 1 - (human.shares[HUMAN.mouth] ?? 0);
  }

  function idleLayers(moment: Moment): void {
    voice.speaking += ((talking ? 1 : 0) - voice.speaking) * Math.min(1, moment.dt * 6);
    moment.speaking = voice.speaking;
    for (let i = 0; i < idle.length; i++) idle[i]?.update(moment, pose);
    makeRoom(pose, human.shares);
  }

  function mouthLayer({ dt }: Moment): void {
    if (current !== undefined && talking) current.mouth.sampleHeard(heard, pose.mouth);
    else {
      const close = Math.exp(-dt / 0.03);
      for (let i = 0; i < pose.mouth.length; i++) pose.mouth[i] = (pose.mouth[i] ?? 0) * close;
    }
  }

  return {
    pose,
    heard,
    soundClock,
    face,
    get role() {
      return role;
    },
    get expression() {
      return mood.emotion;
    },
    get speaking() {
      return voice.speaking;
    },
    receive(message) {
      if (message.type === 'down') receiveDown(message.message);
      else if (message.type === 'follow') {
        const atSeconds = (message.atMs - options.timeOriginMs) / 1000;
        followClock.add({ ...message, fromSeconds: atSeconds, atSeconds, immediate: true });
      } else if (!message.connected) {
        role = 'unconnected';
        human.aim({});
        endSpeech(Number.MAX_SAFE_INTEGER);
        soundClock.reset();
      }
    },
    update(moment) {
      clearAngles(pose);
      clockLayer(moment);
      captionLayer(moment);
      moodLayer(moment);
      idleLayers(moment);
      mouthLayer(moment);
    },
  };
}

/** Layers add up from nothing. */
function clearAngles(pose: Pose): void {
  pose.headYaw = 0;
  pose.headPitch = 0;
  pose.headRoll = 0;
  pose.bodyYaw = 0;
  pose.bodyPitch = 0;
  pose.bodyRoll = 0;
  pose.weightShift = 0;
  pose.gazeYaw = 0;
  pose.gazePitch = 0;
}
