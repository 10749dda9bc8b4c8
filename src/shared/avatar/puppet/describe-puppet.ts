import type { ModelDescription, ModelMeta } from '#shared/avatar/model.ts';
import { parsePuppet } from './parse-puppet.ts';
import type { Puppet } from './puppet-format.ts';

export interface PuppetFacts {
  readonly name: string;
  readonly description: ModelDescription;
  readonly meta: ModelMeta;
  /** Every file that must lie beside `puppet.json`, with the size in pixels that it must have. */
  readonly pages: readonly { readonly file: string; readonly width: number; readonly height: number }[];
}

/** What a library wants to know of `puppet.json`. Throws `invalid-input` where it is broken. */
export function describePuppet(json: unknown): PuppetFacts {
  const puppet = parsePuppet(json);
  return { name: puppet.name, description: descriptionOf(puppet), meta: puppet.meta, pages: puppet.pages };
}

export function descriptionOf(puppet: Puppet): ModelDescription {
  return {
    parameters: puppet.parameters,
    expressions: puppet.expressions.map((expression) => ({ ...expression, file: `${expression.name}.exp3.json` })),
    motions: puppet.motions.map(({ name, group, duration, loop }) => ({
      name,
      file: `${name}.motion3.json`,
      group,
      duration,
      loop,
    })),
    meshes: puppet.layers.map(({ id, tags }) => ({ id, tags })),
    physicsGroups: puppet.physicsGroups,
    hitAreas: [...new Set(puppet.layers.flatMap(({ part }) => (part === null ? [] : [part])))],
    textures: {
      count: puppet.pages.length,
      largest: Math.max(...puppet.pages.map(({ width, height }) => Math.max(width, height))),
    },
  };
}
