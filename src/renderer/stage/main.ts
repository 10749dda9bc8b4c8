import { messageFromUnknown } from '#shared/errors.ts';
import type { ParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { AvatarDown, StageConfig, StageSnapshot, StageUp } from '#shared/stage/stage-protocol.ts';
import { createSoundEffects } from './audio/sound-effects.ts';
import { createStageAudio, type StageAudio } from './audio/stage-audio.ts';
import { createStageMusic } from './audio/stage-music.ts';
import { createAvatarStage } from './avatar/avatar-stage.ts';
import { createCaptionView } from './captions/caption-view.ts';
import { createStreamerCaption } from './captions/streamer-caption.ts';
import { createMoment } from './layers/moment.ts';
import { POSE_ANGLES } from './layers/pose.ts';
import type { FromLink, ToLink } from './net/link-messages.ts';
import { setAvatarNote, setRestingNote, setSoundNote } from './notes.ts';
import { readPageAddress } from './page-address.ts';
import { isSoftwareRendered } from './rigs/vrm/software-renderer.ts';
import { createStageShow } from './show/stage-show.ts';
import { createTrace, type TraceRow } from './trace.ts';

declare global {
  interface Window {
    yingxiStage: {
      snapshot(): StageSnapshot;
      /** Starts (true) or ends (false) the recording of drawn frames, and returns what was recorded so far. */
      trace(on: boolean): TraceRow[];
    };
  }
}

const STATS_MS = 1000;
/** A preview that is no wider, CSS pixels, stands in the studio's corner. */
const THUMBNAIL_WIDTH = 260;
/** Without a frame of the browser for so long nobody sees the page. */
const UNSEEN_MS = 250;
const TIME_ORIGIN_MS = performance.timeOrigin;
/** Longest step that the avatar takes at once, seconds: after a pause springs must not explode. */
const LONGEST_STEP_SECONDS = 0.1;

const {
  kind,
  avatar: drawn,
  socketUrl,
  captions: showsCaptions,
} = readPageAddress(window.location, window.obsstudio !== undefined);
const part = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
const picture = part('picture');
const soundNote = part('sound-note');

document.body.classList.toggle('without-captions', !showsCaptions);
const captions = createCaptionView(part('captions'));
const streamerCaption = createStreamerCaption(document.body);
const show = createStageShow({
  captions,
  random: Math.random,
  timeOriginMs: performance.timeOrigin,
  now: () => performance.now(),
  onConfig: configure,
  onAvatar: direct,
});
const sounds = createSoundEffects();
const music = createStageMusic(new URLSearchParams(window.location.search).get('token') ?? '');
let playsMusic = false;
const trace = createTrace();
const worker = new Worker(new URL('./net/stage-link.worker.ts', import.meta.url), { type: 'module' });
const tellLink = (message: ToLink, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
const tellStudio = (message: StageUp): void => tellLink({ type: 'up', message });
const avatar = createAvatarStage({
  picture,
  behind: part('items-behind'),
  front: part('items-front'),
  show,
  tell: tellStudio,
  onChange({ status, message }) {
    if (kind === 'preview') setAvatarNote(part('avatar-note'), status === 'failed' ? message : undefined);
  },
  onPicture: pictureDrawn,
  isAside: () => kind === 'preview' && show.role === 'following' && picture.clientWidth <= THUMBNAIL_WIDTH,
  onResting: (resting) => setRestingNote(part('resting-note'), resting),
});
let audio: StageAudio | undefined;
let effectsVolume = 1;
let framesDrawn = 0;
let framesAtStats = 0;
let lastDrawnMs = performance.now();
let lastFrameMs = performance.now();
const moment = createMoment();
moment.nowMs = performance.now();

worker.onmessage = ({ data }: MessageEvent<FromLink>) => {
  if (data.type === 'parameters') takeFrame(data.frame);
  else if (data.type === 'pose') avatar.takePose(data.frame);
  else receive(data);
};

function receive(message: Exclude<FromLink, { type: 'parameters' | 'pose' }>): void {
  if (message.type === 'connection' && !message.connected) avatar.disconnected();
  if (message.type === 'down' && message.message.type === 'stop') sounds.stopAll();
  if (message.type === 'down' && message.message.type === 'utterance' && message.message.index === 0)
    avatar.stepBack(performance.now());
  show.receive(message);
  music.set(playsMusic && show.role === 'sounding');
}

function configure(next: StageConfig): void {
  effectsVolume = next.effectsVolume;
  playsMusic = next.music === true;
  avatar.configure(next);
  streamerCaption.setStyle(next.stage.captions);
  document.body.style.background = next.stage.background;
  document.body.classList.toggle('is-hidden', next.hidden === true);
}

function direct(message: AvatarDown): void {
  if (message.type === 'streamer-caption') streamerCaption.show(message.text, message.final);
  else if (message.type !== 'sound') avatar.direct(message);
  else if (show.role === 'sounding') sounds.play(message.url, message.volume * effectsVolume);
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  lastFrameMs = nowMs;
  drawIfDue(nowMs);
}

/** The processor that draws needs longer than from one frame of the browser to the next: it begins as soon as there is something new. */
function takeFrame(next: ParameterFrame): void {
  avatar.takeFrame(next);
  const nowMs = performance.now();
  if (avatar.hasNews && nowMs - lastFrameMs < UNSEEN_MS) drawIfDue(nowMs);
}

function drawIfDue(nowMs: number): void {
  if (!avatar.due(nowMs)) return;
  const startMs = performance.now();
  moment.dt = Math.min(LONGEST_STEP_SECONDS, Math.max(0, (startMs - moment.nowMs) / 1000));
  moment.nowMs = startMs;
  moment.epochMs = TIME_ORIGIN_MS + startMs;
  audio?.hear(moment);
  show.update(moment);
  avatar.pose(moment);
  if (trace.on) record(startMs);
  avatar.draw(moment);
}

function pictureDrawn(): void {
  lastDrawnMs = performance.now();
  framesDrawn++;
  // The studio waits for the first picture with what can wait.
  if (framesDrawn === 1) {
    sendStats();
    if (kind === 'preview') window.parent.postMessage('yingxi:first-picture', window.location.origin);
  }
}

function record(nowMs: number): void {
  const { heard, pose } = show;
  const truthMs =
    heard.playing && show.role === 'sounding' && audio !== undefined
      ? show.soundClock.onLine(audio.deviceSeconds(nowMs / 1000))
      : 0;
  trace.add(nowMs, heard.turnId, heard.index, heard.positionMs, pose.mouth[5] ?? 0, truthMs);
}

function soundChanged(): void {
  const canSound = audio?.canSound ?? false;
  tellLink({ type: 'sound', canSound, latencyMs: audio?.latencyMs ?? 0 });
  setSoundNote(soundNote, audio !== undefined && !canSound && kind !== 'obs');
}

async function startSound(): Promise<void> {
  try {
    audio = await createStageAudio({
      clock: show.soundClock,
      tapped: kind === 'obs',
      onPort: (port) => tellLink({ type: 'audio', port }, [port]),
      onSoundChange: soundChanged,
    });
    for (const gesture of ['pointerdown', 'keydown'] as const) window.addEventListener(gesture, () => audio?.resume());
    audio.resume();
  } catch (error) {
    console.error(`this page has no sound: ${messageFromUnknown(error)}`);
  }
  soundChanged();
}

function sendStats(): void {
  const nowMs = performance.now();
  const { status, message } = avatar.health;
  tellLink({
    type: 'stats',
    stats: {
      framesDrawn,
      frameAgeMs: nowMs - lastDrawnMs,
      framesPerSecond: ((framesDrawn - framesAtStats) * 1000) / STATS_MS,
      avatar: message === undefined ? { status } : { status, message },
      modelId: avatar.modelId,
      parameterAgeMs: avatar.takeParameterAgeMs(),
      paceHz: avatar.paceHz,
      width: picture.clientWidth,
      height: picture.clientHeight,
    },
  });
  framesAtStats = framesDrawn;
  soundChanged();
}

function snapshot(): StageSnapshot {
  const parameters: Record<string, number> = {};
  for (const name of POSE_ANGLES) parameters[name] = show.pose[name];
  avatar.readParameters(parameters);
  const { heard } = show;
  return {
    parameters,
    expression: show.expression,
    caption: captions.text === '' ? null : { text: captions.text, spokenUntil: captions.spokenUntil },
    audio: {
      turnId: heard.turnId < 0 ? null : heard.turnId,
      index: heard.index,
      positionMs: heard.positionMs,
      playing: heard.playing,
    },
    framesDrawn,
    frameAgeMs: performance.now() - lastDrawnMs,
    role: show.role,
    modelId: avatar.modelId,
  };
}

window.yingxiStage = {
  snapshot,
  trace(on) {
    const rows = trace.rows();
    trace.set(on);
    return rows;
  },
};
window.addEventListener('resize', avatar.fit);
setInterval(sendStats, STATS_MS);
requestAnimationFrame(frame);
// Asked now, the graphics process starts while the file is on its way.
isSoftwareRendered();
// Sound before the socket: the studio chooses who sounds by what `hello` says.
void startSound().then(() => tellLink({ type: 'open', url: socketUrl, kind, avatar: drawn }));
