import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelDescriptionSchema } from '#shared/avatar/model.ts';
import { StudioError } from '#shared/errors.ts';
import { type FolderChanges, live2dFolder } from '../../../../tests/fakes/live2d-folder.ts';
import { modelFilesFrom } from '../../../../tests/support/model-files.ts';
import { describeLive2d } from './describe-live2d.ts';
import { live2dEntries } from './live2d-files.ts';
import { live2dManifestSchema } from './live2d-manifest.ts';

const describeFolder = (changes: FolderChanges = {}) => describeLive2d(modelFilesFrom(live2dFolder(changes)));
const entry = (change: (references: Record<string, unknown>) => void): string => {
  const json: { FileReferences: Record<string, unknown> } = JSON.parse(
    new TextDecoder().decode(live2dFolder()['doll.model3.json']),
  );
  change(json.FileReferences);
  return JSON.stringify(json);
};

describe('a Live2D folder, read without the Core', () => {
  it('is described: parameters with names and ranges, expressions, motions, physics, tags, textures', async () => {
    const { name, madeWith, description, manifest, problems } = await describeFolder();
    expect([name, madeWith, problems]).toEqual(['doll', 'Cubism 4.2', []]);
    expect(modelDescriptionSchema.parse(description)).toEqual(description);
    expect(live2dManifestSchema.parse(manifest)).toEqual(manifest);
    const parameter = (id: string) => description.parameters.find((one) => one.id === id);
    expect(parameter('ParamAngleX')).toEqual({ id: 'ParamAngleX', name: '角度 X', min: -30, max: 30, default: 0 });
    expect(parameter('ParamEyeLOpen')).toMatchObject({ min: 0, max: 1, default: 1 });
    // The maker's own: no standard says its range, the values in use do.
    expect(parameter('ParamProp')).toMatchObject({ name: 'Star', min: 0, max: 1 });
    expect(description.expressions[0]).toEqual({
      name: 'smile',
      file: 'smile.exp3.json',
      fadeIn: 0.4,
      fadeOut: 0.4,
      parameters: [{ id: 'ParamMouthForm', value: 1, blend: 'overwrite' }],
    });
    expect(description.motions.map(({ name, group, duration, loop }) => [name, group, duration, loop])).toEqual([
      ['idle', 'Idle', 3, true],
      ['wave', 'TapBody', 1, false],
    ]);
    expect(description.physicsGroups).toEqual([{ id: 'Swing1', name: 'Front hair' }]);
    expect(description.meshes).toContainEqual({ id: 'HairFront', tags: ['hair', 'front'] });
    expect(description.textures).toEqual({ count: 1, largest: 128 });
  });

  it('has the expressions and motions that the entry omits, as VTube Studio models do', async () => {
    const files = {
      'doll.model3.json': entry((references) => Object.assign(references, { Expressions: undefined, Motions: undefined })),
    };
    const { description, manifest } = await describeFolder({ files });
    expect(description.expressions.map(({ name }) => name)).toEqual(['smile', 'star']);
    expect(description.motions.map(({ name, group }) => [name, group])).toEqual([
      ['idle', ''],
      ['wave', ''],
    ]);
    expect(manifest.expressions.map(({ file }) => file)).toEqual(['expressions/smile.exp3.json', 'expressions/star.exp3.json']);
  });

  it('finds files that are spelled in another case, and tells the stage how', async () => {
    const files = {
      'doll.model3.json': entry((references) =>
        Object.assign(references, { Moc: 'DOLL.moc3', Textures: ['Textures/Texture_00.PNG'] }),
      ),
    };
    const { manifest, problems } = await describeFolder({ files });
    expect(problems).toEqual([]);
    expect(manifest.renamed).toEqual({ 'DOLL.moc3': 'doll.moc3', 'Textures/Texture_00.PNG': 'textures/texture_00.png' });
  });

  it('names everything of the same name apart', async () => {
    const smile = live2dFolder()['expressions/smile.exp3.json'] ?? '';
    const { description } = await describeFolder({
      files: { 'more/smile.exp3.json': smile, 'more/deep/smile.exp3.json': smile },
    });
    expect(description.expressions.map(({ name }) => name)).toEqual(['smile', 'star', 'smile (2)', 'smile (3)']);
  });

  it('leaves out what is broken and says so; what is needed it refuses', async () => {
    const { description, problems } = await describeFolder({
      files: { 'doll.physics3.json': '{"Meta": {}}', 'expressions/smile.exp3.json': '\uFEFF{' },
    });
    expect(description.physicsGroups).toEqual([]);
    expect(description.expressions.map(({ name }) => name)).toEqual(['star']);
    expect(problems.join('\n')).toMatch(
      /doll\.physics3\.json is not as Cubism writes it[\s\S]*smile\.exp3\.json is no readable JSON/,
    );
    await expect(describeFolder({ files: { 'doll.moc3': null } })).rejects.toThrow(
      /names the model file doll\.moc3, which is not in the folder/,
    );
    await expect(describeFolder({ files: { 'doll.moc3': 'MOC' } })).rejects.toThrow(/no complete \.moc3/);
    await expect(describeFolder({ files: { 'textures/texture_00.png': null } })).rejects.toThrow(/names the texture/);
  });

  it('is told from a folder without a model and from one of Cubism 2', async () => {
    await expect(describeLive2d(modelFilesFrom({ 'readme.txt': new Uint8Array() }))).rejects.toThrow(/no \.model3\.json/);
    const old = new TextEncoder().encode(JSON.stringify({ name: 'Shizuku', model: 'shizuku.moc', textures: ['a.png'] }));
    await expect(describeLive2d(modelFilesFrom({ 'shizuku.model.json': old }))).rejects.toThrow(
      /Shizuku: models of Cubism 2 cannot be shown.*export it as \.moc3/,
    );
  });

  it('prefers the entry that lies nearest to the top', () => {
    expect(live2dEntries(['b/deep/x.model3.json', 'b/y.model3.json', 'old/model.json'])).toEqual([
      'b/y.model3.json',
      'b/deep/x.model3.json',
    ]);
    expect(live2dEntries(['old/model.json', 'x.json'])).toEqual(['old/model.json']);
  });

  it('ends in a description or in a StudioError, whatever its files hold', async () => {
    const sound = live2dFolder();
    const paths = Object.keys(sound);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        async (path, changes, share) => {
          const broken = Uint8Array.from(sound[path] ?? []).slice(0, Math.ceil((sound[path]?.length ?? 0) * share));
          for (const [at, value] of changes) broken[at % Math.max(1, broken.length)] = value;
          try {
            const { description, manifest } = await describeLive2d(modelFilesFrom({ ...sound, [path]: broken }));
            expect(modelDescriptionSchema.safeParse(description).success).toBe(true);
            expect(live2dManifestSchema.safeParse(manifest).success).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(StudioError);
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});
