import { StudioError } from '#shared/errors.ts';
import { type Deformer, PUPPET_LIMITS, PUPPET_VERSION, type Puppet, puppetSchema } from './puppet-format.ts';

/** Reads `puppet.json`. Throws `invalid-input` that names the place and what is wrong there. */
export function parsePuppet(json: unknown): Puppet {
  refuseOtherVersions(json);
  const parsed = puppetSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw broken(`at ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'unreadable'}`);
  }
  checkReferences(parsed.data);
  checkForms(parsed.data);
  return parsed.data;
}

function refuseOtherVersions(json: unknown): void {
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== 'yingxi-puppet')
    throw new StudioError(
      'invalid-input',
      'this is no puppet: puppet.json does not say "format": "yingxi-puppet"; choose the puppet.json of a puppet',
    );
  if ('version' in json && typeof json.version === 'number' && json.version > PUPPET_VERSION)
    throw new StudioError(
      'invalid-input',
      `this puppet is of format version ${json.version}, and this program knows up to ${PUPPET_VERSION}; update the program, or export the puppet for version ${PUPPET_VERSION}`,
    );
}

function broken(what: string): StudioError {
  return new StudioError('invalid-input', `puppet.json is broken ${what}; correct it, or ask the author for a sound file`);
}

function checkReferences(puppet: Puppet): void {
  const parameters = uniqueIds('parameters', puppet.parameters);
  const deformers = uniqueIds('deformers', puppet.deformers);
  const layers = uniqueIds('layers', puppet.layers);
  const groups = uniqueIds('physicsGroups', puppet.physicsGroups);
  uniqueIds('springs', puppet.springs);
  for (const list of ['expressions', 'motions'] as const)
    uniqueIds(
      list,
      puppet[list].map(({ name }) => ({ id: name })),
    );
  const know = (known: ReadonlySet<string>, id: string | null, where: string): void => {
    if (id !== null && !known.has(id)) throw broken(`in ${where}: there is no "${id}"`);
  };

  for (const { id, parent, bindings } of puppet.deformers) {
    know(deformers, parent, `deformer "${id}"`);
    for (const { axes } of bindings) for (const { parameter } of axes) know(parameters, parameter, `deformer "${id}"`);
  }
  for (const { id, parent, clip, fades, page } of puppet.layers) {
    know(deformers, parent, `layer "${id}"`);
    for (const mask of clip) know(layers, mask, `clip of layer "${id}"`);
    for (const { axes } of fades) for (const { parameter } of axes) know(parameters, parameter, `layer "${id}"`);
    if (page >= puppet.pages.length) throw broken(`in layer "${id}": there is no page ${page}`);
  }
  for (const { parameter, inputs } of puppet.derived)
    for (const id of [parameter, ...inputs.map((input) => input.parameter)]) know(parameters, id, `derived "${parameter}"`);
  for (const { id, group, output, follow, hang } of puppet.springs) {
    know(groups, group, `spring "${id}"`);
    for (const other of [output, ...[...follow, ...hang].map((input) => input.parameter)])
      know(parameters, other, `spring "${id}"`);
  }
  for (const expression of puppet.expressions)
    for (const { id } of expression.parameters) know(parameters, id, `expression "${expression.name}"`);
  for (const { name, curves } of puppet.motions)
    for (const { parameter } of curves) know(parameters, parameter, `motion "${name}"`);
  for (const { part, parent } of puppet.anchors) know(deformers, parent, `anchor "${part}"`);
  checkDepth(puppet.deformers);
}

function uniqueIds(list: string, entries: readonly { readonly id: string }[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of entries) {
    if (ids.has(id)) throw broken(`in ${list}: "${id}" is there twice`);
    ids.add(id);
  }
  return ids;
}

function checkDepth(deformers: readonly Deformer[]): void {
  const parents = new Map(deformers.map(({ id, parent }) => [id, parent]));
  for (const { id } of deformers) {
    let depth = 0;
    for (let at: string | null = id; at !== null; at = parents.get(at) ?? null)
      if (++depth > PUPPET_LIMITS.depth)
        throw broken(`in deformer "${id}": its parents run in a circle, or are more than ${PUPPET_LIMITS.depth}`);
  }
}

function checkForms(puppet: Puppet): void {
  let numbers = 0;
  for (const deformer of puppet.deformers) {
    const size = deformer.kind === 'warp' ? 2 * (deformer.columns + 1) * (deformer.rows + 1) : 6;
    deformer.bindings.forEach(({ axes, forms }, i) => {
      expectForms(axes, forms.length, `deformer "${deformer.id}", binding ${i}`);
      numbers += forms.length * size;
    });
    if (deformer.kind === 'warp')
      for (const { forms } of deformer.bindings)
        for (const form of forms)
          if (form.length !== size)
            throw broken(`in deformer "${deformer.id}": a form has ${form.length} numbers instead of ${size}`);
  }
  for (const { id, fades } of puppet.layers)
    for (const { axes, forms } of fades) expectForms(axes, forms.length, `layer "${id}"`);
  for (const { curves } of puppet.motions) for (const { keys } of curves) numbers += 2 * keys.length;
  if (numbers > PUPPET_LIMITS.numbers)
    throw new StudioError(
      'too-large',
      `the puppet's forms hold ${numbers} numbers, more than ${PUPPET_LIMITS.numbers}; use smaller warp grids or fewer keys`,
    );
}

function expectForms(axes: readonly { readonly keys: readonly number[] }[], count: number, where: string): void {
  const expected = axes.reduce((product, { keys }) => product * keys.length, 1);
  if (count !== expected) throw broken(`in ${where}: ${count} forms for ${expected} combinations of keys`);
}
