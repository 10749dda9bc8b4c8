import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { AvatarDown, StageConfig, StageSnapshot, StageUp } from '#shared/stage/stage-protocol.ts';
import { createSoundEffects } from './audio/sound-effects.ts';
import { createStageAudio, type StageAudio } from './audio/stage-audio.ts';
import { createAvatarReports } from './avatar/avatar-reports.ts';
import { createAvatarSlot } from './avatar/avatar-slot.ts';
import { watchTouches } from './avatar/avatar-touch.ts';
import { rememberAvatar, rememberedAvatar } from './avatar/last-avatar.ts';
import { createPerformer } from './avatar/performer.ts';
import { rigLoaders } from './avatar/rig-loaders.ts';
import { createCaptionView } from './captions/caption-view.ts';
import { createItemLayer } from './items/item-layer.ts';
import { POSE_ANGLES } from './layers/pose.ts';
import type { FromLink, ToLink } from './net/link-messages.ts';
import { setAvatarNote, setSoundNote } from './notes.ts';
import { readPageAddress } from './page-address.ts';
import { createFrameCost } from './render/frame-cost.ts';
import { createGovernor, type Governor } from './render/governor.ts';
import type { Rig } from './rigs/rig.ts';
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
/** Longest step that the avatar takes at once, seconds: after a pause springs must not explode. */
const LONGEST_STEP_SECONDS = 0.1;

const { kind, socketUrl } = readPageAddress(window.location, window.obsstudio !== undefined);
const part = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
const picture = part('picture');
const soundNote = part('sound-note');

const captions = createCaptionView(part('captions'));
const show = createStageShow({
  captions,
  random: Math.random,
  timeOriginMs: performance.timeOrigin,
  now: () => performance.now(),
  onConfig: configure,
  onAvatar: direct,
});
const performer = createPerformer();
const sounds = createSoundEffects();
const items = createItemLayer({
  behind: part('items-behind'),
  front: part('items-front'),
  random: Math.random,
  tell: tellStudio,
});
const reports = createAvatarReports(tellStudio, () => ({ x: picture.clientWidth, y: picture.clientHeight }));
const avatar = createAvatarSlot({
  place: picture,
  loader: async ({ format }) => {
    const load = rigLoaders[format];
    if (load === undefined) throw new StudioError('unavailable', `this version draws no ${format} models yet`);
    return load();
  },
  prepare(rig, { modelId }, loadMs) {
    show.face.setFine(rig.fine);
    governor = createGovernor(rig.softwareRendered);
    applyCap();
    fitRig(rig);
    performer.take(rig, modelId);
    performer.step(0, show.pose, show.speaking, performance.timeOrigin + performance.now());
    rig.resetPhysics();
    rig.render();
    reports.loaded(rig, modelId, loadMs);
  },
  now: () => performance.now(),
  onChange() {
    const { status, message } = avatar.health;
    if (kind === 'preview') setAvatarNote(part('avatar-note'), status === 'failed' ? message : undefined);
  },
});
const cost = createFrameCost();
const trace = createTrace();
let governor: Governor = createGovernor(false);
let config: StageConfig | undefined;
let audio: StageAudio | undefined;
let framesDrawn = 0;
let framesAtStats = 0;
let lastDrawnMs = performance.now();
let lastStepMs = performance.now();

const worker = new Worker(new URL('./net/stage-link.worker.ts', import.meta.url), { type: 'module' });
const tellLink = (message: ToLink, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
worker.onmessage = ({ data }: MessageEvent<FromLink>) => {
  if (data.type === 'parameters') performer.inbox.takeFrame(data.buffer);
  else receive(data);
};

function receive(message: Exclude<FromLink, { type: 'parameters' }>): void {
  if (message.type === 'connection' && !message.connected) performer.inbox.clear();
  if (message.type === 'down' && message.message.type === 'stop') sounds.stopAll();
  show.receive(message);
}

function tellStudio(message: StageUp): void {
  tellLink({ type: 'up', message });
}

function configure(next: StageConfig): void {
  config = next;
  avatar.show(next.avatar);
  rememberAvatar(next.avatar);
  performer.setStage(next.stage);
  document.body.style.background = next.stage.background;
  applyCap();
  fitPicture();
}

function direct(message: AvatarDown): void {
  switch (message.type) {
    case 'scene':
      performer.setScene(message.scene);
      break;
    case 'placement':
      performer.setPlacement(message.modelId, message.placement);
      break;
    case 'parameter-table':
      performer.inbox.setTable(message);
      break;
    case 'motion':
      if (message.modelId !== avatar.source?.modelId) break;
      if (message.name === null) avatar.rig?.stopMotion();
      else avatar.rig?.playMotion(message.name, message.loop);
      break;
    case 'sound':
      if (show.role === 'sounding') sounds.play(message.url, message.volume);
      break;
    case 'report':
      reports.want(message.parameters, message.outline);
      break;
    case 'items':
      items.setItems(message.items);
      break;
    case 'throw':
      items.throwAt(message.throw);
      break;
  }
}

function applyCap(): void {
  if (config !== undefined) governor.setCap(config.stage.frameRateCap === 'auto' ? 'auto' : Number(config.stage.frameRateCap));
}

function fitPicture(): void {
  if (avatar.rig !== undefined) fitRig(avatar.rig);
}

/** Above 1.5 device pixels a CSS pixel nobody sees a difference, but everybody hears the fan. */
function fitRig(rig: Rig): void {
  const ratio = Math.min(window.devicePixelRatio, 1.5) * (config?.stage.renderScale ?? 1);
  rig.resize(picture.clientWidth, picture.clientHeight, ratio);
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  const { rig } = avatar;
  if (rig !== undefined) {
    const spent = cost.poll(nowMs, rig);
    if (spent >= 0) governor.addCost(spent, nowMs);
  }
  if (!governor.due(nowMs)) return;
  const startMs = performance.now();
  const dt = Math.min(LONGEST_STEP_SECONDS, Math.max(0, (startMs - lastStepMs) / 1000));
  lastStepMs = startMs;
  show.update(dt, startMs, audio?.heardSeconds(startMs / 1000) ?? 0);
  items.pose(dt, show.pose);
  if (trace.on) record(startMs);
  if (rig === undefined || rig.lost || config === undefined) return;
  rig.setQuality(governor.quality);
  performer.step(dt, show.pose, show.speaking, performance.timeOrigin + startMs);
  items.update(dt, startMs, rig);
  rig.render();
  reports.drawn(rig, avatar.source?.modelId ?? '', performer.values, startMs);
  lastDrawnMs = performance.now();
  // Only the automatic frame rate asks what a picture costs.
  if (config?.stage.frameRateCap === 'auto') cost.drawn(startMs, lastDrawnMs, rig);
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
      modelId: avatar.source?.modelId ?? null,
      parameterAgeMs: performer.inbox.takeAgeMs(),
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
  avatar.rig?.description.parameters.forEach(({ id }, index) => {
    parameters[id] = performer.values[index] ?? 0;
  });
  const { heard } = show;
  return {
    parameters,
    expression: show.expression,
    caption: captions.text === '' ? null : { text: captions.text, spokenUntil: captions.spokenUntil },
    audio: { turnId: heard.turnId < 0 ? null : heard.turnId, positionMs: heard.positionMs, playing: heard.playing },
    framesDrawn,
    frameAgeMs: performance.now() - lastDrawnMs,
    role: show.role,
    modelId: avatar.source?.modelId ?? null,
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
window.addEventListener('resize', fitPicture);
watchTouches(picture, { rig: () => avatar.rig, itemAt: items.hit, tell: tellStudio });
setInterval(sendStats, STATS_MS);
requestAnimationFrame(frame);
// The avatar of last time is most likely today's: it loads while the socket connects.
avatar.show(rememberedAvatar());
// Asked now, the graphics process starts while the file is on its way.
isSoftwareRendered();
// Sound before the socket: the studio chooses who sounds by what `hello` says.
void startSound().then(() => tellLink({ type: 'open', url: socketUrl, kind }));
