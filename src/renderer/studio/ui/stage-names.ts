import type { StageView } from '#shared/contract/stage.ts';
import type { StageKind } from '#shared/stage/stage-protocol.ts';
import type { Strings } from '../i18n/strings.ts';

export const stageKindName = ({ stage }: Strings, kind: StageKind): string =>
  ({
    obs: stage.kindObs,
    window: stage.kindWindow,
    browser: stage.kindBrowser,
    preview: stage.kindPreview,
    monitor: stage.kindMonitor,
    captions: stage.kindCaptions,
  })[kind];

/** A name for each connected stage; stages of one kind are numbered in the order in which they came. */
export function stageNames(strings: Strings, stages: readonly StageView[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const stage of [...stages].sort((a, b) => a.connectedAt - b.connectedAt)) {
    const alike = stages.filter(({ kind }) => kind === stage.kind);
    const before = alike.filter(
      ({ connectedAt, stageId }) => connectedAt < stage.connectedAt && stageId !== stage.stageId,
    ).length;
    const name = stageKindName(strings, stage.kind);
    names.set(stage.stageId, alike.length > 1 ? `${name} ${before + 1}` : name);
  }
  return names;
}
