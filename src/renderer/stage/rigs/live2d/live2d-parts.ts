import type { Pose3 } from '#shared/avatar/cubism/pose3.ts';
import type { Moment } from '../../layers/moment.ts';
import type { CoreModel } from './cubism-core.ts';

/** Opacities of parts: what motions ask for, and the pose file's "one of these at a time". Allocates nothing per frame. */
export interface Live2dParts {
  readonly indexOf: ReadonlyMap<string, number>;
  /** What motions want of each part this frame, 0…1; set anew before each frame. Above 0 shows a member of a pose group. */
  readonly wanted: Float32Array;
  /** Back to what the file says, before motions speak. */
  begin(): void;
  update(moment: Moment): void;
}

/** The background shines through for less than this share while two parts cross. Cubism's own constants. */
const CROSSING = 0.5;
const BACKGROUND = 0.15;

export function createLive2dParts({ parts }: CoreModel, pose: Pose3 | undefined): Live2dParts {
  const indexOf = new Map(parts.ids.map((id, at) => [id, at]));
  const authored = Float32Array.from(parts.opacities);
  const groups = (pose?.groups ?? []).map((group) =>
    group.flatMap(({ part, links }) => {
      const at = indexOf.get(part);
      return at === undefined ? [] : [{ part: at, links: links.flatMap((link) => indexOf.get(link) ?? []) }];
    }),
  );
  const inPose = new Uint8Array(parts.count);
  groups.forEach((group) => {
    group.forEach(({ part, links }, at) => {
      inPose[part] = 1;
      for (const link of links) inPose[link] = 1;
      authored[part] = at === 0 ? 1 : 0;
      parts.opacities[part] = at === 0 ? 1 : 0;
    });
  });
  const wanted = Float32Array.from(authored);
  const fade = pose?.fade ?? 1;

  function cross(group: (typeof groups)[number], { dt }: Moment): void {
    let shown = 0;
    for (let i = 0; i < group.length; i++)
      if ((wanted[group[i]?.part ?? 0] ?? 0) > 0.001) {
        shown = i;
        break;
      }
    const opacity = Math.min(1, (parts.opacities[group[shown]?.part ?? 0] ?? 0) + dt / fade);
    let limit = opacity < CROSSING ? (opacity * (CROSSING - 1)) / CROSSING + 1 : ((1 - opacity) * CROSSING) / (1 - CROSSING);
    if ((1 - limit) * (1 - opacity) > BACKGROUND) limit = 1 - BACKGROUND / (1 - opacity);
    for (let i = 0; i < group.length; i++) {
      const member = group[i];
      if (member === undefined) continue;
      parts.opacities[member.part] = i === shown ? opacity : Math.min(limit, parts.opacities[member.part] ?? 0);
      for (let link = 0; link < member.links.length; link++)
        parts.opacities[member.links[link] ?? 0] = parts.opacities[member.part] ?? 0;
    }
  }

  return {
    indexOf,
    wanted,
    begin() {
      wanted.set(authored);
    },
    update(moment) {
      for (let i = 0; i < wanted.length; i++) if (inPose[i] === 0) parts.opacities[i] = wanted[i] ?? 1;
      for (let i = 0; i < groups.length; i++) {
        const group = groups[i];
        if (group !== undefined && group.length > 0) cross(group, moment);
      }
    },
  };
}
