import type { StageKind } from '#shared/stage/stage-protocol.ts';

/** What the election looks at. */
export interface Candidate {
  readonly stageId: string;
  readonly kind: StageKind;
  readonly canSound: boolean;
  /** Said that it plays, but its clock stands still. */
  readonly stalled: boolean;
}

/** OBS first, for that is what the viewers hear; the studio's small preview last. */
const RANK: Readonly<Record<StageKind, number>> = { obs: 3, window: 2, browser: 1, preview: 0, monitor: -1, captions: -1 };

/**
 * The one stage that sounds: the streamer's own choice, else the highest kind; among equals the present one stays, else the oldest.
 * `undefined` when none can. `candidates` are in order of connection.
 */
export function electSounding(
  candidates: readonly Candidate[],
  pinnedStageId: string | undefined,
  presentStageId: string | undefined,
): string | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (!candidate.canSound || candidate.stalled) continue;
    if (candidate.stageId === pinnedStageId) return candidate.stageId;
    if (!best || RANK[candidate.kind] > RANK[best.kind]) best = candidate;
    else if (RANK[candidate.kind] === RANK[best.kind] && candidate.stageId === presentStageId) best = candidate;
  }
  return best?.stageId;
}
