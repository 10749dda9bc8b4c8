import type { Clock } from '#main/platform/host.ts';
import { createCell } from '#shared/cell.ts';
import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import type { DrivingMode, DrivingView, HandoverReason } from '#shared/tracking/driving.ts';
import type { DrivingSettings } from '#shared/tracking/tracking-settings.ts';
import type { DriveRequest, DrivingDesk } from '../driving.types.ts';
import { judge, type Override } from './automatic.ts';
import { createCriticalFollower } from './critical-follower.ts';

export interface DrivingDeskOptions {
  readonly settings: () => DrivingSettings;
  /** Keeps mode and fader for the next start. */
  readonly remember: (patch: { mode?: DrivingMode; fader?: number }) => void;
  /** She may or may not answer from now on. */
  readonly onAnswers: () => void;
  readonly clock: Clock;
}

const TICK_MS = 1000 / 60;
/** A hand on the fader is followed at once, but for its jitter; a fade of no time at all would be a jump. */
const FADER_SECONDS = 0.15;
const SHORTEST_FADE_SECONDS = 0.05;
const CYCLE: Readonly<Record<DrivingMode, DrivingMode>> = { ai: 'both', both: 'human', human: 'ai' };

export function createDrivingDesk(options: DrivingDeskOptions): DrivingDesk {
  const { clock, settings } = options;
  const shares = new Float64Array(BODY_PARTS.length);
  let { mode, fader } = settings();
  let lastHumanMode: DrivingMode = mode === 'ai' ? 'human' : mode;
  let reason: HandoverReason = 'mode';
  let override: Override | undefined;
  const presence = {
    faceFound: false,
    faceSinceMs: clock.now(),
    speaking: false,
    heardMs: Number.NEGATIVE_INFINITY,
    movedMs: clock.now(),
  };
  const followers = BODY_PARTS.map((part) => createCriticalFollower(targetOf(part)));
  let answered = aiAnswers();
  let steppedMs = 0;
  let cancelTick: (() => void) | undefined;
  let cancelJudging: (() => void) | undefined;
  let judgingMs = Number.POSITIVE_INFINITY;
  let closed = false;
  followers.forEach((follower, part) => {
    shares[part] = follower.value;
  });
  const view = createCell<DrivingView>(viewNow());

  function targetOf(part: BodyPart): number {
    if (override?.driver === 'ai') return 0;
    if (override?.driver === 'human') return fader > 0 ? fader : 1;
    if (mode === 'ai') return 0;
    return mode === 'human' || settings().parts[part] === 'human' ? fader : 0;
  }

  function aiAnswers(): boolean {
    // With an avatar of her own she takes part whoever drives the other one.
    if (override?.driver === 'ai' || settings().aiAnswers || settings().coHost.enabled) return true;
    return override === undefined && mode !== 'human';
  }

  function viewNow(): DrivingView {
    const weights = Object.fromEntries(BODY_PARTS.map((part, at) => [part, shares[at] ?? 0]));
    return { mode, fader, weights, reason, automatic: override !== undefined };
  }

  /** Towards where everything shall be, within `seconds`; undefined: it is on its way already. */
  function aim(seconds: number | undefined): void {
    followers.forEach((follower, at) => {
      const part = BODY_PARTS[at];
      if (part !== undefined && seconds !== undefined) follower.aim(targetOf(part), Math.max(SHORTEST_FADE_SECONDS, seconds));
    });
    view.set(viewNow());
    const may = aiAnswers();
    if (may !== answered) {
      answered = may;
      options.onAnswers();
    }
    if (cancelTick !== undefined || closed || followers.every(({ settled }) => settled)) return;
    steppedMs = clock.now();
    cancelTick = clock.after(TICK_MS, tick);
  }

  function tick(): void {
    const now = clock.now();
    const dt = Math.min(0.25, Math.max(0, (now - steppedMs) / 1000));
    steppedMs = now;
    let moving = false;
    for (let at = 0; at < followers.length; at++) {
      const follower = followers[at];
      if (follower === undefined) continue;
      follower.step(dt);
      shares[at] = follower.value;
      if (!follower.settled) moving = true;
    }
    view.set(viewNow());
    cancelTick = moving ? clock.after(TICK_MS, tick) : undefined;
  }

  /** Looks whether somebody holds the avatar against the mode, and when to look again. */
  function watch(backBy: HandoverReason): void {
    const { override: next, againMs } = judge({ ...presence, mode }, settings().automatic, clock.now());
    const before = override;
    override = next;
    if (before?.driver !== next?.driver || before?.reason !== next?.reason) {
      reason = next?.reason ?? backBy;
      aim(settings().fadeSeconds);
    }
    if (againMs >= judgingMs || closed || againMs === Number.POSITIVE_INFINITY) return;
    cancelJudging?.();
    judgingMs = againMs;
    cancelJudging = clock.after(Math.max(0, againMs - clock.now()), () => {
      cancelJudging = undefined;
      judgingMs = Number.POSITIVE_INFINITY;
      watch('idle');
    });
  }

  function changeTo(nextMode: DrivingMode, nextFader: number, by: HandoverReason, seconds: number): void {
    const modeChanged = nextMode !== mode;
    mode = nextMode;
    fader = nextFader;
    if (mode !== 'ai') lastHumanMode = mode;
    reason = by;
    if (modeChanged) {
      // Somebody asked: what was not there before has its time again.
      presence.faceSinceMs = clock.now();
      presence.movedMs = clock.now();
      if (mode === 'ai') presence.heardMs = Number.NEGATIVE_INFINITY;
    }
    override = judge({ ...presence, mode }, settings().automatic, clock.now()).override;
    if (override !== undefined) reason = override.reason;
    aim(seconds);
    watch(by);
  }

  return {
    view,
    shares,
    get aiAnswers() {
      return aiAnswers();
    },
    drive(request, by) {
      const nextMode = modeOf(request.mode, mode, lastHumanMode);
      const nextFader = Math.min(1, Math.max(0, request.fader ?? fader));
      const faderOnly = nextMode === mode && nextFader !== fader;
      changeTo(
        nextMode,
        nextFader,
        by === 'hotkey' ? 'hotkey' : faderOnly ? 'fader' : 'mode',
        faderOnly ? FADER_SECONDS : settings().fadeSeconds,
      );
      options.remember({ mode, fader });
    },
    faceFound(found) {
      if (found === presence.faceFound) return;
      presence.faceFound = found;
      presence.faceSinceMs = clock.now();
      if (found) presence.movedMs = clock.now();
      watch('face-found');
    },
    heard(speaking) {
      if (speaking || presence.speaking) presence.heardMs = clock.now();
      if (speaking === presence.speaking) return;
      presence.speaking = speaking;
      watch('voice');
    },
    moved() {
      presence.movedMs = clock.now();
      if (override?.reason === 'idle') watch('face-found');
    },
    settingsChanged() {
      const next = settings();
      if (next.mode !== mode || next.fader !== fader) changeTo(next.mode, next.fader, 'mode', next.fadeSeconds);
      else {
        watch('mode');
        const isAimed = followers.every(({ target }, at) => target === targetOf(BODY_PARTS[at] ?? 'head'));
        aim(isAimed ? undefined : next.fadeSeconds);
      }
    },
    close() {
      closed = true;
      cancelTick?.();
      cancelJudging?.();
    },
  };
}

function modeOf(wanted: DriveRequest['mode'], mode: DrivingMode, lastHumanMode: DrivingMode): DrivingMode {
  if (wanted === undefined) return mode;
  if (wanted === 'cycle') return CYCLE[mode];
  if (wanted === 'toggle') return mode === 'ai' ? lastHumanMode : 'ai';
  return wanted;
}
