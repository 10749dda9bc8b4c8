import { messageFromUnknown } from '#shared/errors.ts';
import type { StageConfig, StageSnapshot } from '#shared/stage/stage-protocol.ts';
import { createStageAudio, type StageAudio } from './audio/stage-audio.ts';
import { createCaptionView } from './captions/caption-view.ts';
import type { FromLink, ToLink } from './net/link-messages.ts';
import { setAvatarNote, setSoundNote } from './notes.ts';
import { readPageAddress } from './page-address.ts';
import { createFrameCost } from './render/frame-cost.ts';
import { createGovernor, type Governor } from './render/governor.ts';
import { createAvatarSlot } from './rigs/avatar-slot.ts';
import { rememberAvatar, rememberedAvatar } from './rigs/last-avatar.ts';
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
// Fetched while the socket connects: the avatar's code is most of the page.
const vrmModule = import('./rigs/vrm/vrm-rig.ts');
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
});
const avatar = createAvatarSlot({
  place: picture,
  loader: async () => (await vrmModule).vrmRigLoader,
  onReady(rig) {
    show.face.setFine(rig.capabilities.fine);
    governor = createGovernor(rig.softwareRendered);
    applyConfig();
    fitPicture();
  },
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
worker.onmessage = (event: MessageEvent<FromLink>) => show.receive(event.data);

function configure(next: StageConfig): void {
  config = next;
  avatar.show(next.avatarUrl);
  rememberAvatar(next.avatarUrl);
  applyConfig();
  fitPicture();
}

function applyConfig(): void {
  if (config === undefined) return;
  governor.setCap(config.stage.frameRateCap === 'auto' ? 'auto' : Number(config.stage.frameRateCap));
  avatar.rig?.setView(config.stage);
}

/** Above 1.5 device pixels a CSS pixel nobody sees a difference, but everybody hears the fan. */
function fitPicture(): void {
  const ratio = Math.min(window.devicePixelRatio, 1.5) * (config?.stage.renderScale ?? 1);
  avatar.rig?.resize(picture.clientWidth, picture.clientHeight, ratio);
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
  if (trace.on) record(startMs);
  if (rig === undefined || rig.lost || config === undefined) return;
  rig.setQuality(governor.quality);
  rig.update(dt, show.pose);
  rig.render();
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
    },
  });
  framesAtStats = framesDrawn;
  soundChanged();
}

function snapshot(): StageSnapshot {
  const parameters: Record<string, number> = {};
  avatar.rig?.readParameters(parameters);
  const { heard } = show;
  return {
    parameters,
    expression: show.expression,
    caption: captions.text === '' ? null : { text: captions.text, spokenUntil: captions.spokenUntil },
    audio: { turnId: heard.turnId < 0 ? null : heard.turnId, positionMs: heard.positionMs, playing: heard.playing },
    framesDrawn,
    frameAgeMs: performance.now() - lastDrawnMs,
    role: show.role,
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
setInterval(sendStats, STATS_MS);
requestAnimationFrame(frame);
// The avatar of last time is most likely today's: it loads while the socket connects.
avatar.show(rememberedAvatar());
// Asked now, the graphics process starts while the file is on its way.
isSoftwareRendered();
// Sound before the socket: the studio chooses who sounds by what `hello` says.
void startSound().then(() => tellLink({ type: 'open', url: socketUrl, kind }));
