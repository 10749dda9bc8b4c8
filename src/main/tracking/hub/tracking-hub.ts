import { createCell } from '#shared/cell.ts';
import { createPoseFrameWriter } from '#shared/frames/pose-frame.ts';
import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { BONES } from '#shared/tracking/bones.ts';
import { PART_OF_BONE, PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { FACE_CHANNELS } from '#shared/tracking/face-channels.ts';
import { createChannelFilters } from '#shared/tracking/solver/channel-filters.ts';
import { SILENT_REPORT, type SourceReport } from '#shared/tracking/source-state.ts';
import type { MergedMotion, MotionSourceInfo, MotionSourceView } from '../tracking.types.ts';
import { createBlendedMotion } from './blended-motion.ts';
import type { MeasuredHub, TrackingHubOptions } from './hub.types.ts';
import { createInputWriter } from './input-writer.ts';
import { createLatency } from './latency.ts';
import { createPartPresence } from './part-presence.ts';
import { createPartWinners } from './part-winners.ts';
import { createSourceTrack, type SourceTrack } from './source-track.ts';

/** A source with all that the hub knows of it. */
interface AttachedSource {
  readonly number: number;
  /** As the streamer's order has it: pages with controls share one. */
  readonly rank: string;
  /** Of this source alone. */
  readonly id: string;
  readonly info: MotionSourceInfo;
  readonly track: SourceTrack;
  report: SourceReport;
  /** Time of the picture that moved the avatar last. */
  shownMs: number;
}

/** Sources beyond these are refused: no streamer has so many, a program gone wild has. */
const MOST_SOURCES = 40;
/** The session that tells the bus of a face. */
const SESSION = 'tracking';
const LONGEST_STEP = 0.25;
const FACE_PARTS = (['head', 'eyes', 'mouth', 'expression'] satisfies BodyPart[]).map((part) => BODY_PARTS.indexOf(part));

export function createTrackingHub(options: TrackingHubOptions): MeasuredHub {
  const { bus, clock } = options;
  const attached: AttachedSource[] = [];
  const sources = createCell<readonly MotionSourceView[]>([]);
  const faceFound = createCell(false);
  const listeners = new Set<(motion: MergedMotion) => void>();
  const parts = createPartWinners<AttachedSource>();
  const presence = createPartPresence();
  const blend = createBlendedMotion();
  const filters = [createChannelFilters('face'), createChannelFilters('hands'), createChannelFilters('pose')] as const;
  const writer = createInputWriter(bus, options.voice);
  const latency = createLatency();
  const weights = new Float64Array(BODY_PARTS.length);
  /** Presences of the tick before. */
  const before = new Float64Array(BODY_PARTS.length);
  const merged = { atMs: 0, found: false, face: blend.face.slice(), hands: blend.hands.slice(), pose: blend.pose.slice() };
  const frame = createPoseFrameWriter();
  let frames = 0;
  let posed = false;
  let numbers = 0;
  let tickedMs = 0;
  let stopTicking: (() => void) | undefined;
  let closed = false;

  const isSeen = (part: number): boolean => parts.winners[part] !== undefined;
  const trackOf = (part: number): SourceTrack | undefined => parts.winners[part]?.track;
  const numberOf = (part: number): number => parts.winners[part]?.number ?? -2;

  function publish(): void {
    sources.set(
      attached.map(({ id, info: { kind, name, mirrored }, report }) => ({
        ...{ id, kind, name, mirrored, report },
        drives: BODY_PARTS.filter((_, part) => parts.winners[part]?.id === id),
      })),
    );
  }

  function arrange(): void {
    parts.arrange(attached, options.settings());
    parts.decide(clock.now());
    publish();
  }

  function wake(): void {
    if (stopTicking !== undefined || closed) return;
    tickedMs = clock.now();
    for (const filter of filters) {
      filter.reset();
      filter.set(options.settings().smoothing);
    }
    stopTicking = bus.eachTick(tick);
  }

  /** Winners, then what they say, then what of it the human rules: in this order, 60 times a second. Allocates nothing. */
  function tick(nowMs: number): void {
    const dt = Math.min(LONGEST_STEP, Math.max(0, nowMs - tickedMs) / 1000);
    tickedMs = nowMs;
    if (parts.decide(nowMs)) publish();
    const periodMs = options.stagePeriodMs();
    for (let i = 0; i < attached.length; i++) attached[i]?.track.advance(nowMs, periodMs);
    blend.step(dt, trackOf, numberOf);
    before.set(presence.values);
    const alive = presence.step(dt, isSeen, options.settings().lostHoldSeconds);
    for (let part = 0; part < weights.length; part++) {
      const present = presence.values[part] ?? 0;
      weights[part] = (options.shares[part] ?? 0) * present;
      if (present === 0 && (before[part] ?? 0) > 0) blend.forget(part);
    }
    smooth(dt);
    tellFace();
    noteAges(nowMs);
    writer.write(merged, weights, dt);
    sendPose(nowMs);
    options.onWeights(weights);
    merged.atMs = nowMs;
    for (const listener of listeners) listener(merged);
    if (!alive) rest();
  }

  function smooth(dt: number): void {
    merged.face.set(blend.face);
    merged.hands.set(blend.hands);
    merged.pose.set(blend.pose);
    filters[0].apply(merged.face, dt);
    filters[1].apply(merged.hands, dt);
    filters[2].apply(merged.pose, dt);
  }

  function tellFace(): void {
    let found = false;
    for (let i = 0; i < FACE_PARTS.length; i++) if (isSeen(FACE_PARTS[i] ?? 0)) found = true;
    merged.found = found;
    bus.setFaceFound(SESSION, found);
    faceFound.set(found);
  }

  function noteAges(nowMs: number): void {
    for (let i = 0; i < attached.length; i++) {
      const source = attached[i];
      if (source === undefined || source.track.sampleMs === source.shownMs) continue;
      source.shownMs = source.track.sampleMs;
      for (let part = 0; part < weights.length; part++) {
        if (parts.winners[part] !== source) continue;
        latency.note(Math.max(0, nowMs - source.shownMs), nowMs);
        break;
      }
    }
  }

  function sendPose(nowMs: number): void {
    let any = false;
    for (let bone = 0; bone < BONES.length; bone++) {
      const weight = (blend.boneWeights[bone] ?? 0) * (weights[PART_OF_BONE[bone] ?? 0] ?? 0);
      frame.weights[bone] = weight;
      if (weight > 0) any = true;
    }
    // The last one says that nothing holds any more.
    if (!any && !posed) return;
    posed = any;
    frame.pose.set(merged.pose);
    frames += 1;
    frame.stamp(frames, nowMs);
    options.poseFrame(frame.bytes);
  }

  function rest(): void {
    stopTicking?.();
    stopTicking = undefined;
  }

  return {
    sources,
    faceFound,
    attach(info) {
      const source: AttachedSource = {
        number: numbers++,
        rank: info.id,
        id: freeId(info.id, attached),
        info,
        track: createSourceTrack(),
        report: SILENT_REPORT,
        shownMs: 0,
      };
      let gone = closed || attached.length >= MOST_SOURCES;
      if (gone) options.logger.warn('a source of motion finds no place', { id: info.id, sources: attached.length });
      else {
        attached.push(source);
        arrange();
      }
      return {
        push(sample) {
          if (gone) return;
          source.track.take(sample, options.settings().mirror && !info.mirrored, clock.now());
          if (!sample.found) return;
          wake();
          if (parts.winners.includes(source)) bus.hasten(sample.atMs);
        },
        report(report) {
          if (gone) return;
          source.report = report;
          publish();
        },
        close() {
          if (gone) return;
          gone = true;
          attached.splice(attached.indexOf(source), 1);
          arrange();
        },
      };
    },
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    recenter(id) {
      const source = attached.find((one) => one.id === id);
      if (source?.info.recenter !== undefined) source.info.recenter();
      else source?.track.recenter();
    },
    refresh() {
      for (const filter of filters) filter.set(options.settings().smoothing);
      arrange();
    },
    meters: () => ({
      channels: FACE_CHANNELS.flatMap((name, i) => {
        const source = parts.winners[PART_OF_CHANNEL[i] ?? 0];
        const raw = source?.track.face[i] ?? Number.NaN;
        if (source === undefined || Number.isNaN(raw)) return [];
        return [{ name, source: source.id, raw, filtered: merged.face[i] ?? raw }];
      }),
      inputs: stopTicking === undefined ? [] : [...writer.written()],
      latencyMs: latency.p95(clock.now()),
    }),
    close() {
      closed = true;
      rest();
      listeners.clear();
      attached.length = 0;
      bus.setFaceFound(SESSION, false);
      publish();
    },
  };
}

/** Another source of the same name gets a number, so that pages can tell them apart. */
function freeId(id: string, attached: readonly { readonly id: string }[]): string {
  const isTaken = (one: string): boolean => attached.some((other) => other.id === one);
  let free = id;
  for (let n = 2; isTaken(free); n++) free = `${id}-${n}`;
  return free;
}
