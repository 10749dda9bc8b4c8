import type { DrivingMode, HandoverReason } from '#shared/tracking/driving.ts';
import type { DrivingSettings } from '#shared/tracking/tracking-settings.ts';

/** Seconds of silence after which a human who took over by voice gives back. */
const SILENT_SECONDS = 10;

/** What the rules of automatic hand-over go by. Times in ms; infinite where it never was. */
export interface Presence {
  readonly mode: DrivingMode;
  readonly faceFound: boolean;
  /** Since when the face is in sight or gone. */
  readonly faceSinceMs: number;
  readonly speaking: boolean;
  readonly heardMs: number;
  readonly movedMs: number;
}
/** Who holds the avatar against the mode; undefined: nobody, the mode rules. */
export interface Override {
  readonly driver: 'ai' | 'human';
  readonly reason: HandoverReason;
}
export interface Judgement {
  readonly override: Override | undefined;
  /** When to judge again, ms; infinite: when something happens. */
  readonly againMs: number;
}

/** Pure: who holds the avatar at `nowMs`. The lost face comes first, for nobody can be followed who is not seen. */
export function judge(presence: Presence, settings: DrivingSettings['automatic'], nowMs: number): Judgement {
  return presence.mode === 'ai' ? judgeAi(presence, settings, nowMs) : judgeHuman(presence, settings, nowMs);
}

function judgeAi({ speaking, heardMs }: Presence, { voice }: DrivingSettings['automatic'], nowMs: number): Judgement {
  const untilMs = speaking ? Number.POSITIVE_INFINITY : heardMs + SILENT_SECONDS * 1000;
  if (!voice || !(nowMs < untilMs)) return { override: undefined, againMs: Number.POSITIVE_INFINITY };
  return { override: { driver: 'human', reason: 'voice' }, againMs: untilMs };
}

function judgeHuman(presence: Presence, settings: DrivingSettings['automatic'], nowMs: number): Judgement {
  const lostMs = settings.faceLost && !presence.faceFound ? presence.faceSinceMs + settings.faceLostSeconds * 1000 : Infinity;
  // A voice without a face keeps the avatar where voices may take it.
  const kept = settings.voice && (presence.speaking || nowMs < presence.heardMs + SILENT_SECONDS * 1000);
  if (lostMs <= nowMs && !kept) return { override: { driver: 'ai', reason: 'face-lost' }, againMs: Infinity };
  const silentMs = presence.speaking ? Infinity : presence.heardMs + SILENT_SECONDS * 1000;
  const lostAgainMs = kept ? silentMs : lostMs;
  const activeMs = presence.speaking ? Infinity : Math.max(presence.movedMs, presence.heardMs);
  const idleMs = settings.idle ? activeMs + settings.idleSeconds * 1000 : Infinity;
  if (idleMs <= nowMs) return { override: { driver: 'ai', reason: 'idle' }, againMs: lostAgainMs };
  return { override: undefined, againMs: Math.min(lostAgainMs, idleMs) };
}
