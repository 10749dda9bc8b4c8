import { describe, expect, it, vi } from 'vitest';
import type { ModelLibrary } from '#main/avatar/avatar.types.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { type AvatarModel, emptyDescription, type ModelDescription } from '#shared/avatar/model.ts';
import { createCell } from '#shared/cell.ts';
import type { AvatarDown } from '#shared/stage/stage-protocol.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import type { ModelLook } from '../mapping.types.ts';
import { createAvatarDesk, type DeskMemory } from './avatar-desk.ts';

const expression = (name: string) => ({ name, file: `${name}.exp3.json`, fadeIn: 0.25, fadeOut: 0.5, parameters: [] });
const description: ModelDescription = {
  ...emptyDescription,
  parameters: [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }],
  expressions: ['happy', 'cry', 'wink'].map(expression),
  motions: ['wave', 'nod', 'stretch'].map((name) => ({ name, file: `${name}.vrma`, group: '', duration: 2, loop: false })),
  meshes: [
    { id: 'hair', tags: [] },
    { id: 'body', tags: [] },
  ],
};
const model = (id: string, name: string): AvatarModel => ({
  id,
  name,
  format: 'vrm',
  origin: 'imported',
  entry: 'model.vrm',
  url: `/files/key/models/${id}/model.vrm`,
  thumbnailUrl: null,
  bytes: 1,
  addedAt: 0,
  meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
  description,
  accepted: true,
});
const OTHER = 'b'.repeat(32);

function setUp(memory: Partial<DeskMemory> = {}) {
  const clock = createFakeClock();
  const models = createCell<readonly AvatarModel[]>([model(DEFAULT_AVATAR.modelId, 'Ying'), model(OTHER, 'Other')]);
  const library: ModelLibrary = {
    models,
    find: (id) => models.get().find((candidate) => candidate.id === id),
    learn: (id, next) => models.set(models.get().map((one) => (one.id === id ? { ...one, description: next } : one))),
  };
  let remembered: DeskMemory = { modelId: '', placements: {}, idleMotions: {}, ...memory };
  const sent: AvatarDown[] = [];
  const refreshConfig = vi.fn();
  const onModel = vi.fn<(model: AvatarModel) => void>();
  const look = createCell<ModelLook>({ physics: undefined, tints: [] });
  const desk = createAvatarDesk({
    library,
    clock,
    stages: { direct: (message) => void sent.push(message), refreshConfig },
    coreUrl: () => null,
    memory: () => remembered,
    remember: (change) => {
      remembered = {
        modelId: change.modelId ?? remembered.modelId,
        placements: { ...remembered.placements, ...change.placements },
        idleMotions: { ...remembered.idleMotions, ...change.idleMotions },
      };
    },
    look,
    onModel,
  });
  const lastScene = () => sent.findLast((message) => message.type === 'scene')?.scene;
  const active = () => lastScene()?.expressions.map(({ name }) => name);
  const wear = (name: string, request: Partial<Parameters<typeof desk.setExpression>[1]> = {}) =>
    desk.setExpression(name, { active: true, fade: undefined, seconds: undefined, held: false, group: '', ...request });
  return { clock, library, desk, look, sent, refreshConfig, onModel, lastScene, active, wear, memory: () => remembered };
}

describe('avatar desk', () => {
  it('starts with the model of last time, or the first one when it is gone', () => {
    expect(setUp({ modelId: OTHER }).desk.source().name).toBe('Other');
    expect(setUp({ modelId: 'c'.repeat(32) }).desk.source().name).toBe('Ying');
  });

  it('puts another model on every stage with its own place and nothing of the old one’s scene', () => {
    const { desk, wear, sent, refreshConfig, memory } = setUp({
      placements: { [OTHER]: { x: 0.5, y: 0, rotation: 0, size: 10 } },
    });
    wear('happy');
    expect(desk.load(OTHER)).toBe('done');
    expect(refreshConfig).toHaveBeenCalledTimes(1);
    expect(memory().modelId).toBe(OTHER);
    expect(sent.slice(-2)).toMatchObject([
      { type: 'placement', modelId: OTHER, placement: { x: 0.5, size: 10 } },
      { type: 'scene', scene: { modelId: OTHER, expressions: [] } },
    ]);
    expect(desk.load('d'.repeat(32))).toBe('unknown');
  });

  it('has stages load the model in use anew when its files changed, and for nothing else', () => {
    const { desk, wear, library, refreshConfig, active } = setUp();
    const change = (fields: Partial<AvatarModel>): void =>
      library.models.set(library.models.get().map((one) => (one.id === DEFAULT_AVATAR.modelId ? { ...one, ...fields } : one)));
    wear('happy');
    desk.playMotion('nod', false);
    change({ name: 'Ling', bytes: 2 });
    expect(refreshConfig).not.toHaveBeenCalled();
    expect(desk.view.get().motion).toBe('nod');
    change({ url: '/files/key/models/x/model.vrm?revision=1' });
    expect(refreshConfig).toHaveBeenCalledTimes(1);
    expect(desk.source().url).toBe('/files/key/models/x/model.vrm?revision=1');
    expect(desk.view.get().motion).toBeUndefined();
    expect(active()).toEqual(['happy']);
  });

  it('keeps expressions in the order in which they were switched on', () => {
    const { wear, active } = setUp();
    for (const name of ['happy', 'cry', 'happy']) wear(name);
    expect(active()).toEqual(['cry', 'happy']);
    wear('cry', { active: 'toggle' });
    expect(active()).toEqual(['happy']);
  });

  it('lets one expression of a group switch the others off', () => {
    const { wear, active } = setUp();
    wear('happy', { group: 'mood' });
    wear('wink');
    wear('cry', { group: 'mood' });
    expect(active()).toEqual(['wink', 'cry']);
  });

  it('switches a timed expression off by itself, counted from the last time it was asked for', () => {
    const { wear, active, clock, desk } = setUp();
    wear('happy', { seconds: 3 });
    clock.advance(2000);
    wear('happy', { seconds: 3 });
    clock.advance(2000);
    expect(active()).toEqual(['happy']);
    expect(desk.view.get().expressions.find(({ name }) => name === 'happy')?.secondsLeft).toBeDefined();
    clock.advance(1001);
    expect(active()).toEqual([]);
  });

  it('moves with an ease, ends exactly at the goal, and remembers where', () => {
    const { desk, clock, sent, memory } = setUp();
    desk.move({ x: 1, rotation: 90 }, 1);
    clock.advance(500);
    expect(desk.view.get().placement.x).toBeGreaterThan(0.3);
    expect(desk.view.get().placement.x).toBeLessThan(0.7);
    expect(memory().placements).toEqual({});
    clock.advance(600);
    expect(sent.at(-1)).toMatchObject({ type: 'placement', placement: { x: 1, y: 0, rotation: 90, size: 0 } });
    expect(memory().placements[DEFAULT_AVATAR.modelId]?.x).toBe(1);
  });

  it('lets a new move start from where the old one had come', () => {
    const { desk, clock } = setUp();
    desk.move({ x: 1 }, 2);
    clock.advance(1000);
    const halfWay = desk.view.get().placement.x;
    desk.move({ y: 1 }, 0);
    expect(desk.view.get().placement).toMatchObject({ x: halfWay, y: 1 });
    clock.advance(3000);
    expect(desk.view.get().placement.x).toBe(halfWay);
  });

  it('drops the tints of an owner that goes, and keeps those of others', () => {
    const { desk, lastScene } = setUp();
    const red = { meshes: ['hair'], red: 255, green: 0, blue: 0, alpha: 255 };
    expect(desk.tint('a', red)).toBe(1);
    expect(desk.tint('b', { ...red, meshes: null })).toBe(2);
    desk.dropOwner('a');
    expect(lastScene()?.tints).toEqual([{ ...red, meshes: null }]);
    desk.tint('b', { meshes: null, red: 255, green: 255, blue: 255, alpha: 255 });
    expect(lastScene()?.tints).toEqual([]);
  });

  it('refuses what the model does not have', () => {
    const { desk, wear } = setUp();
    expect(wear('smug')).toBe('unknown');
    expect(desk.playMotion('dance', false)).toBe('unknown');
    expect(desk.playMotion('wave', false)).toBe('done');
  });

  it('lets idle motions take turns, one whole motion each, and remembers them', () => {
    const { desk, lastScene, memory } = setUp();
    const end = (name: string) =>
      desk.receive({ type: 'motion', modelId: DEFAULT_AVATAR.modelId, name, state: 'end', idle: true, duration: 2 });
    expect(desk.setIdlePlaylist(['wave', 'dance'])).toBe('unknown');
    desk.setIdlePlaylist(['wave', 'nod', 'stretch']);
    const seen = [lastScene()?.idleMotion];
    for (const name of ['wave', 'wave', 'nod', 'stretch']) {
      end(name);
      seen.push(lastScene()?.idleMotion);
    }
    expect(seen).toEqual(['wave', 'nod', 'nod', 'stretch', 'wave']);
    expect(memory().idleMotions[DEFAULT_AVATAR.modelId]).toEqual(['wave', 'nod', 'stretch']);
  });

  it('learns from a stage what the model’s files did not say, and tells whoever maps parameters', () => {
    const { desk, onModel, library, wear, active } = setUp();
    wear('happy');
    const richer = {
      ...description,
      parameters: [...description.parameters, { id: 'happy', name: '', min: 0, max: 1, default: 0 }],
    };
    desk.receive({ type: 'model', modelId: DEFAULT_AVATAR.modelId, loadMs: 120, description: richer });
    expect(desk.view.get().loadMs).toBe(120);
    expect(active()).toEqual(['happy']);
    expect(onModel.mock.lastCall?.[0].description.parameters).toHaveLength(2);
    expect(library.find(DEFAULT_AVATAR.modelId)?.description).toBe(richer);
    desk.receive({ type: 'parameter-values', modelId: DEFAULT_AVATAR.modelId, values: [12, 1] });
    expect([...desk.parameterValues()]).toEqual([12, 1]);
  });

  it('goes back to the first model when the one in use is removed', () => {
    const { desk, library } = setUp({ modelId: OTHER });
    library.models.set(library.models.get().filter(({ id }) => id !== OTHER));
    expect(desk.source().modelId).toBe(DEFAULT_AVATAR.modelId);
  });

  it('shows the model as the streamer set it up, with a plugin’s tints over it and its physics instead', () => {
    const { desk, look, lastScene } = setUp();
    const own = { meshes: ['Hair'], red: 255, green: 0, blue: 0, alpha: 255 };
    look.set({ physics: { strength: 70, wind: 5, groups: [] }, tints: [own] });
    expect(lastScene()).toMatchObject({ physics: { strength: 70 }, tints: [own] });
    desk.setPhysics({ strength: 10, wind: 0, groups: [] });
    desk.tint('plugin', { meshes: null, red: 0, green: 0, blue: 255, alpha: 255 });
    expect(lastScene()?.physics.strength).toBe(10);
    expect(lastScene()?.tints.map(({ red }) => red)).toEqual([255, 0]);
    desk.setPhysics(undefined);
    expect(lastScene()?.physics.strength).toBe(70);
  });
});
