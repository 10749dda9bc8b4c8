import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AOI_ID, HOTKEY, hexId, MIKA_ID, UNREAD_ID } from '../../../tests/fakes/avatar-ports.ts';
import { gifOf, pngOf } from '../../../tests/fakes/pictures.ts';
import type { RawPlugin } from '../../../tests/fakes/plugin-client.ts';
import { cellBecomes, PLUGIN, startVtsStudio, type VtsStudio } from '../../../tests/fakes/vts-studio.ts';
import { ERROR_IDS } from './protocol/error-ids.ts';

let studio: VtsStudio;
let plugin: RawPlugin;
const provoked = new Set<number>();

beforeEach(async () => {
  studio = await startVtsStudio();
  plugin = await studio.plugin();
});
afterEach(() => studio.close());

/** Asks and expects this error. */
async function expectError(id: number, type: string, data?: object, by: RawPlugin = plugin): Promise<void> {
  expect(await by.errorOf(type, data), `${type} ${JSON.stringify(data)}`).toBe(id);
  provoked.add(id);
}

const envelope = (change: object): string =>
  JSON.stringify({
    apiName: 'VTubeStudioPublicAPI',
    apiVersion: '1.0',
    requestID: 'a',
    messageType: 'APIStateRequest',
    ...change,
  });

describe('messages that are no requests', () => {
  test.each([
    [2, 'not json'],
    [2, '[]'],
    [2, '"text"'],
    [2, 'null'],
    [2, ''],
    [3, envelope({ apiName: 'Other' })],
    [3, '{}'],
    [4, envelope({ apiVersion: '2.0' })],
    [4, envelope({ apiVersion: 1 })],
    [5, envelope({ requestID: '' })],
    [5, envelope({ requestID: 'x'.repeat(65) })],
    [5, envelope({ requestID: 'é' })],
    [5, envelope({ requestID: 7 })],
    [6, envelope({ messageType: '' })],
    [6, envelope({ messageType: undefined })],
    [6, envelope({ messageType: 3 })],
    [7, envelope({ messageType: 'CoffeeRequest' })],
    [7, envelope({ messageType: 'APIStateResponse' })],
    [7, envelope({ messageType: 'constructor' })],
  ])('get error %i: %s', async (id, text) => {
    const answer = await plugin.sendRaw(text);
    expect(answer).toMatchObject({
      apiName: 'VTubeStudioPublicAPI',
      apiVersion: '1.0',
      messageType: 'APIError',
      data: { errorID: id, message: expect.any(String) },
    });
    expect(answer.requestID).toMatch(/^[\x20-\x7e]{1,64}$/);
    provoked.add(id);
  });

  test('are refused in the order of the specification', async () => {
    const wrong = { apiName: 'x', apiVersion: 'x', requestID: '', messageType: '' };
    const errorOf = async (message: object): Promise<unknown> => (await plugin.sendRaw(JSON.stringify(message))).data.errorID;
    expect(await errorOf(wrong)).toBe(3);
    expect(await errorOf({ ...wrong, apiName: 'VTubeStudioPublicAPI' })).toBe(4);
    expect(await errorOf({ ...wrong, apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0' })).toBe(5);
    expect(await errorOf({ apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0', messageType: '' })).toBe(6);
    await studio.apply({ enabled: false });
    expect(await errorOf({ apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0', messageType: 'CoffeeRequest' })).toBe(1);
  });
});

test('a request is understood as text and as binary, with or without an id, and unknown fields do not matter', async () => {
  const binary = await plugin.sendRaw(Buffer.from(envelope({ requestID: 'bin', extra: { a: 1 }, timestamp: 'x' })));
  expect(binary).toMatchObject({ messageType: 'APIStateResponse', requestID: 'bin', data: { active: true } });
  expect(binary.timestamp).toBe(studio.clock.now());
  const anonymous = await plugin.sendRaw(envelope({ requestID: undefined, data: null }));
  expect(anonymous.requestID).toMatch(/^[0-9a-f-]{36}$/);
});

describe('access', () => {
  test('without authentication only three requests are answered', async () => {
    const stranger = await studio.connect();
    await expectError(8, 'StatisticsRequest', {}, stranger);
    expect((await stranger.get('APIStateRequest')).currentSessionAuthenticated).toBe(false);
    await expectError(100, 'AuthenticationRequest', {}, stranger);
    await expectError(101, 'AuthenticationRequest', { authenticationToken: 'x' }, stranger);
    await expectError(102, 'AuthenticationRequest', { authenticationToken: 'x', pluginName: 'abc' }, stranger);
    const wrong = await stranger.get('AuthenticationRequest', { ...PLUGIN, authenticationToken: 'x' });
    expect(wrong).toEqual({ authenticated: false, reason: expect.any(String) });
  });

  test.each([
    [52, { pluginName: 'ab' }],
    [52, { pluginName: 'x'.repeat(33) }],
    [52, { pluginName: 7 }],
    [52, { pluginName: '   ' }],
    [53, { pluginDeveloper: 'ab' }],
    [53, { pluginDeveloper: null }],
    [54, { pluginIcon: 'no base64!' }],
    [54, { pluginIcon: Buffer.from('no picture').toString('base64') }],
    [54, { pluginIcon: pngOf(64, 128).toString('base64') }],
    [54, { pluginIcon: gifOf(128, 128, 1).toString('base64') }],
    [54, { pluginIcon: pngOf(128, 128).subarray(0, 20).toString('base64') }],
  ])('a question for a token with a fault gets error %i (case %#)', async (id, change) => {
    await expectError(id, 'AuthenticationTokenRequest', { ...PLUGIN, ...change });
    expect(studio.server.prompts.get()).toEqual([]);
  });

  test('one question at a time, and a plugin that was turned down is not asked about again at once', async () => {
    const other = { pluginName: 'Other one', pluginDeveloper: 'Dev' };
    const first = plugin.errorOf('AuthenticationTokenRequest', other);
    await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    await expectError(51, 'AuthenticationTokenRequest', other);
    await studio.decide(false);
    expect(await first).toBe(50);
    await expectError(50, 'AuthenticationTokenRequest', other);
    expect(studio.server.prompts.get()).toEqual([]);
    studio.clock.advance(10_001);
    const again = plugin.get('AuthenticationTokenRequest', other);
    await studio.decide(true);
    expect(await again).toMatchObject({ authenticationToken: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('a permission that is not there, not granted, or asked for twice', async () => {
    await expectError(1100, 'PermissionRequest', { requestedPermission: 'ReadMinds' });
    const image = { fileName: 'picture.png', customDataBase64: pngOf(64, 64).toString('base64') };
    await expectError(9, 'ItemLoadRequest', image);
    const first = plugin.get('PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
    await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    await expectError(1101, 'PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
    await studio.decide(false);
    expect(await first).toMatchObject({ grantSuccess: false });
  });
});

describe('models', () => {
  test('loading', async () => {
    await expectError(150, 'ModelLoadRequest', {});
    await expectError(151, 'ModelLoadRequest', { modelID: 'xyz' });
    await expectError(151, 'ModelLoadRequest', { modelID: 5 });
    await expectError(152, 'ModelLoadRequest', { modelID: hexId() });
    await expectError(154, 'ModelLoadRequest', { modelID: '' });
    await expectError(154, 'ModelLoadRequest', { modelID: UNREAD_ID });
    expect(await plugin.get('ModelLoadRequest', { modelID: AOI_ID.toUpperCase() })).toEqual({ modelID: AOI_ID });
    studio.clock.advance(1_999);
    await expectError(153, 'ModelLoadRequest', { modelID: MIKA_ID });
    studio.clock.advance(2);
    expect(await plugin.get('ModelLoadRequest', { modelID: MIKA_ID })).toEqual({ modelID: MIKA_ID });
  });

  test('moving', async () => {
    const move = { timeInSeconds: 0, valuesAreRelativeToModel: false };
    await expectError(301, 'MoveModelRequest', {});
    await expectError(301, 'MoveModelRequest', { timeInSeconds: 0 });
    await expectError(301, 'MoveModelRequest', { ...move, positionX: '1' });
    for (const wrong of [
      { timeInSeconds: 2.1 },
      { timeInSeconds: -1 },
      { positionX: 1001 },
      { positionY: -1001 },
      { rotation: 361 },
      { size: 101 },
    ])
      await expectError(302, 'MoveModelRequest', { ...move, ...wrong });
    studio.avatar.unload();
    await expectError(300, 'MoveModelRequest', move);
  });
});

describe('hotkeys', () => {
  test('that are not there or cannot be carried out', async () => {
    await expectError(202, 'HotkeyTriggerRequest', { hotkeyID: 'nothing' });
    await expectError(202, 'HotkeyTriggerRequest', {});
    await expectError(202, 'HotkeyTriggerRequest', { hotkeyID: HOTKEY.off });
    await expectError(207, 'HotkeyTriggerRequest', { hotkeyID: 'Cry', itemInstanceID: hexId() });
    const { instanceID } = await plugin.get('ItemLoadRequest', { fileName: 'hat.png' });
    await expectError(208, 'HotkeyTriggerRequest', { hotkeyID: 'Cry', itemInstanceID: instanceID });
    await expectError(152, 'HotkeysInCurrentModelRequest', { modelID: hexId() });
    for (const [answer, id] of [
      ['unknown', 204],
      ['off', 205],
      ['cooling', 203],
      ['queue-full', 200],
    ] as const) {
      studio.clock.advance(1_000);
      studio.bindings.answer = answer;
      await expectError(id, 'HotkeyTriggerRequest', { hotkeyID: 'Cry' });
    }
    studio.avatar.unload();
    await expectError(201, 'HotkeyTriggerRequest', { hotkeyID: 'Cry' });
    expect(await plugin.get('HotkeysInCurrentModelRequest', {})).toEqual({
      modelLoaded: false,
      modelName: '',
      modelID: '',
      availableHotkeys: [],
    });
  });

  test('run one in five frames, 32 wait, and none is taken twice', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `${index}`.padStart(32, '0'));
    const [cry] = studio.bindings.bindings.get();
    if (cry === undefined) throw new Error('no binding');
    studio.bindings.bindings.set(many.map((id) => ({ ...cry, id, name: `Key ${id}` })));
    for (const hotkeyID of many.slice(0, 33)) expect(await plugin.errorOf('HotkeyTriggerRequest', { hotkeyID })).toBe(-1);
    expect(studio.bindings.fired).toHaveLength(1);
    await expectError(200, 'HotkeyTriggerRequest', { hotkeyID: many[33] });
    await expectError(203, 'HotkeyTriggerRequest', { hotkeyID: many[5] });
    studio.clock.advance((5 * 1000) / 60 + 1);
    expect(studio.bindings.fired).toHaveLength(2);
    studio.clock.advance(10_000);
    expect(studio.bindings.fired.map(({ binding }) => binding.id)).toEqual(many.slice(0, 33));
  });
});

test('expressions', async () => {
  await expectError(600, 'ExpressionStateRequest', { details: true, expressionFile: 'Cry.json' });
  await expectError(601, 'ExpressionStateRequest', { details: true, expressionFile: 'None.exp3.json' });
  await expectError(650, 'ExpressionActivationRequest', { expressionFile: 'Cry', active: true });
  await expectError(651, 'ExpressionActivationRequest', { expressionFile: 'None.exp3.json', active: true });
  studio.avatar.unload();
  await expectError(652, 'ExpressionActivationRequest', { expressionFile: 'Cry.exp3.json', active: true });
  expect(await plugin.get('ExpressionStateRequest', { expressionFile: 'Cry.exp3.json' })).toMatchObject({
    modelLoaded: false,
    expressions: [],
  });
});

test('tints', async () => {
  const colorTint = { colorR: 1, colorG: 2, colorB: 3, colorA: 255 };
  await expectError(251, 'ColorTintRequest', {});
  await expectError(251, 'ColorTintRequest', { colorTint });
  await expectError(251, 'ColorTintRequest', { artMeshMatcher: { tintAll: true } });
  for (const wrong of [{ colorR: 256 }, { colorG: -1 }, { colorB: null }, { mixWithSceneLightingColor: 2 }])
    await expectError(252, 'ColorTintRequest', { colorTint: { ...colorTint, ...wrong }, artMeshMatcher: { tintAll: true } });
  const matchedBy = async (artMeshMatcher: object) =>
    (await plugin.get('ColorTintRequest', { colorTint, artMeshMatcher })).matchedArtMeshes;
  expect(await matchedBy({ nameExact: ['d_hair_00'], artMeshNumber: [2] })).toBe(2);
  expect(await matchedBy({ nameContains: ['HAIR'] })).toBe(2);
  expect(await matchedBy({ tagContains: ['fro'] })).toBe(1);
  expect(await matchedBy({ nameContains: [''], artMeshGroupIDExact: ['x'] })).toBe(0);
  studio.avatar.unload();
  await expectError(250, 'ColorTintRequest', { colorTint, artMeshMatcher: { tintAll: true } });
});

describe('parameters', () => {
  const good = { parameterName: 'HeartRate', min: 0, max: 200, defaultValue: 60 };

  test('making and deleting', async () => {
    for (const parameterName of ['abc', 'x'.repeat(33), 'with space', 'ünïcode', ''])
      await expectError(350, 'ParameterCreationRequest', { ...good, parameterName });
    for (const wrong of [{ min: undefined }, { max: 1_000_001 }, { defaultValue: '5' }, { min: null }])
      await expectError(351, 'ParameterCreationRequest', { ...good, ...wrong });
    await expectError(353, 'ParameterCreationRequest', { ...good, explanation: 'x'.repeat(256) });
    await expectError(354, 'ParameterCreationRequest', { ...good, parameterName: 'FaceAngleX' });
    expect(await plugin.errorOf('ParameterCreationRequest', { ...good, explanation: 'x'.repeat(255) })).toBe(-1);
    expect(await plugin.errorOf('ParameterCreationRequest', { ...good, max: 250 })).toBe(-1);
    const other = await studio.plugin({ pluginName: 'Another' });
    await expectError(352, 'ParameterCreationRequest', good, other);
    await expectError(400, 'ParameterDeletionRequest', { parameterName: '' });
    await expectError(401, 'ParameterDeletionRequest', { parameterName: 'Unknown1' });
    await expectError(402, 'ParameterDeletionRequest', { parameterName: 'HeartRate' }, other);
    await expectError(403, 'ParameterDeletionRequest', { parameterName: 'FaceAngleX' });
    await expectError(500, 'ParameterValueRequest', { name: 'Unknown1' });
  });

  test('as many as allowed', async () => {
    for (let plugins = 0; plugins < 3; plugins += 1) {
      const one = await studio.plugin({ pluginName: `Maker ${plugins}` });
      for (let count = 0; count < 100; count += 1)
        await one.get('ParameterCreationRequest', { ...good, parameterName: `Param${plugins}x${count}` });
      await expectError(plugins === 2 ? 355 : 355, 'ParameterCreationRequest', { ...good, parameterName: 'OneTooMany' }, one);
    }
    await expectError(356, 'ParameterCreationRequest', { ...good, parameterName: 'OneTooMany' });
  });

  test('injecting', async () => {
    const inject = (parameterValues: unknown, rest: object = {}) => ({ parameterValues, ...rest });
    const value = { id: 'FaceAngleX', value: 1 };
    for (const nothing of [undefined, null, [], 'x']) await expectError(450, 'InjectParameterDataRequest', inject(nothing));
    await expectError(455, 'InjectParameterDataRequest', inject([value], { mode: 'multiply' }));
    for (const wrong of [1_000_001, null, '1', undefined])
      await expectError(451, 'InjectParameterDataRequest', inject([{ ...value, value: wrong }]));
    for (const weight of [-0.1, 1.1, 'x']) await expectError(452, 'InjectParameterDataRequest', inject([{ ...value, weight }]));
    await expectError(453, 'InjectParameterDataRequest', inject([value, { id: 'Unknown1', value: 1 }]));
    await expectError(453, 'InjectParameterDataRequest', inject([{ value: 1 }]));
    expect(studio.bus.value('FaceAngleX')?.value).toBe(0);
    expect(await plugin.errorOf('InjectParameterDataRequest', inject([value]))).toBe(-1);
    const other = await studio.plugin({ pluginName: 'Another' });
    await expectError(454, 'InjectParameterDataRequest', inject([value]), other);
    expect(await other.errorOf('InjectParameterDataRequest', inject([value], { mode: 'add' }))).toBe(-1);
  });
});

test('physics', async () => {
  const one = { id: 'PhysicsSetting1', value: 1, setBaseValue: false, overrideSeconds: 1 };
  const set = (...strengthOverrides: object[]) => ({ strengthOverrides });
  await expectError(703, 'SetCurrentModelPhysicsRequest', {});
  await expectError(704, 'SetCurrentModelPhysicsRequest', set({ ...one, id: 'Nothing' }));
  await expectError(705, 'SetCurrentModelPhysicsRequest', set({ ...one, value: null }));
  await expectError(706, 'SetCurrentModelPhysicsRequest', set(one, one));
  expect(await plugin.errorOf('SetCurrentModelPhysicsRequest', set(one))).toBe(-1);
  const other = await studio.plugin({ pluginName: 'Another' });
  await expectError(702, 'SetCurrentModelPhysicsRequest', set(one), other);
  studio.clock.advance(1_001);
  expect(await other.errorOf('SetCurrentModelPhysicsRequest', set(one))).toBe(-1);
  await plugin.get('ModelLoadRequest', { modelID: AOI_ID });
  expect(studio.avatar.physics).toBeUndefined();
  await expectError(701, 'SetCurrentModelPhysicsRequest', set(one));
  studio.avatar.unload();
  await expectError(700, 'SetCurrentModelPhysicsRequest', set(one));
});

describe('items', () => {
  test('loading', async () => {
    await expectError(750, 'ItemLoadRequest', {});
    await expectError(751, 'ItemLoadRequest', { fileName: 'HAT.png' });
    const hat = { fileName: 'hat.png' };
    for (const order of [0, 31, -31, 1.5]) await expectError(755, 'ItemLoadRequest', { ...hat, order });
    for (const wrong of [{ positionX: 1001 }, { size: 1.1 }, { size: -0.1 }, { fadeTime: 3 }, { smoothing: 2 }])
      await expectError(757, 'ItemLoadRequest', { ...hat, ...wrong });
    await plugin.get('ItemLoadRequest', { ...hat, order: 30 });
    await expectError(756, 'ItemLoadRequest', { ...hat, order: 30, failIfOrderTaken: true });
    await plugin.get('ItemLoadRequest', { ...hat, order: 30 });
    expect(studio.items.items.get().map(({ order }) => order)).toEqual([30, 29]);
    for (let count = 2; count < 60; count += 1) await plugin.get('ItemLoadRequest', hat);
    await expectError(754, 'ItemLoadRequest', hat);
  });

  test('pictures of a plugin’s own', async () => {
    const asked = plugin.get('PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
    await studio.decide(true);
    await asked;
    const picture = (bytes: Buffer, change: object = {}) => ({
      fileName: 'picture.png',
      customDataBase64: bytes.toString('base64'),
      ...change,
    });
    const good = pngOf(64, 64);
    for (const fileName of ['a.png', 'under_score.png', `${'x'.repeat(40)}.png`, 'picture.bmp', '../../evil.png'])
      await expectError(758, 'ItemLoadRequest', picture(good, { fileName }));
    for (const bytes of [pngOf(63, 64), pngOf(64, 2049), Buffer.from('no picture at all'), good.subarray(0, 12)])
      await expectError(758, 'ItemLoadRequest', picture(bytes));
    await expectError(758, 'ItemLoadRequest', picture(gifOf(64, 64, 1025), { fileName: 'many-frames.gif' }));
    expect(await plugin.errorOf('ItemLoadRequest', picture(gifOf(64, 64, 1024), { fileName: 'all-frames.gif' }))).toBe(-1);
    await expectError(758, 'ItemLoadRequest', { fileName: 'picture.png', customDataBase64: '!!!!' });

    const ask = { customDataAskUserFirst: true, customDataSkipAskingUserIfWhitelisted: true };
    const denied = plugin.errorOf('ItemLoadRequest', picture(good, ask));
    await studio.decide(false);
    expect(await denied).toBe(760);
    const expired = plugin.errorOf('ItemLoadRequest', picture(good, { ...ask, customDataAskTimer: 5 }));
    await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    studio.clock.advance(5_000);
    expect(await expired).toBe(760);
    const allowed = plugin.errorOf('ItemLoadRequest', picture(good, ask));
    await studio.decide(true);
    expect(await allowed).toBe(-1);
    expect(await plugin.errorOf('ItemLoadRequest', picture(good, ask))).toBe(-1);
    const waiting = Array.from({ length: 6 }, (_, index) =>
      plugin.errorOf('ItemLoadRequest', picture(pngOf(64, 70 + index), ask)),
    );
    await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 6);
    await expectError(759, 'ItemLoadRequest', picture(pngOf(64, 90), ask));
    for (const { id } of studio.server.prompts.get()) studio.server.decide(id, false);
    expect(await Promise.all(waiting)).toEqual([760, 760, 760, 760, 760, 760]);
  });

  test('animating, moving, pinning and sorting', async () => {
    const load = async (fileName: string): Promise<unknown> => (await plugin.get('ItemLoadRequest', { fileName })).instanceID;
    const hat = await load('hat.png');
    const frames = await load('ANIM_headpat');
    const sword = await load('sword.glb');
    const animate = (itemInstanceID: unknown, rest: object = {}) => ({ itemInstanceID, ...rest });
    await expectError(850, 'ItemAnimationControlRequest', animate(hexId()));
    await expectError(851, 'ItemAnimationControlRequest', animate(sword, { opacity: 0.5 }));
    await expectError(854, 'ItemAnimationControlRequest', animate(hat, { frame: 0 }));
    expect(await plugin.errorOf('ItemAnimationControlRequest', animate(hat, { opacity: 0.5 }))).toBe(-1);
    for (const wrong of [
      { frame: 7 },
      { setAutoStopFrames: true, autoStopFrames: [7] },
      { setAutoStopFrames: true, autoStopFrames: 'x' },
    ])
      await expectError(852, 'ItemAnimationControlRequest', animate(frames, wrong));
    await expectError(
      853,
      'ItemAnimationControlRequest',
      animate(frames, { setAutoStopFrames: true, autoStopFrames: Array(1025).fill(0) }),
    );

    const errorsOf = async (...itemsToMove: object[]): Promise<unknown> => {
      const { movedItems } = await plugin.get('ItemMoveRequest', { itemsToMove });
      if (!Array.isArray(movedItems)) throw new Error('no movedItems');
      return movedItems.map(({ errorID }) => errorID);
    };
    expect(
      await errorsOf(
        { itemInstanceID: hexId() },
        { itemInstanceID: hat, fadeMode: 'wobble' },
        { itemInstanceID: sword, order: 0 },
      ),
    ).toEqual([900, 901, 902]);
    expect(await errorsOf({ itemInstanceID: hat, order: 2 }, { itemInstanceID: frames, order: 2 })).toEqual([902, -1]);
    expect(await errorsOf({ itemInstanceID: hat, positionX: 1 }, { itemInstanceID: hat, positionX: 0.5 })).toEqual([-1]);
    expect(studio.items.items.get()[0]?.x).toBe(0.5);
    for (const id of [900, 901, 902]) provoked.add(id);

    const pin = {
      pin: true,
      itemInstanceID: hat,
      angleRelativeTo: 'RelativeToWorld',
      sizeRelativeTo: 'RelativeToWorld',
      vertexPinType: 'Center',
      pinInfo: {},
    };
    await expectError(1050, 'ItemPinRequest', { pin: false, itemInstanceID: hexId() });
    await expectError(1051, 'ItemPinRequest', { ...pin, angleRelativeTo: 'x' });
    await expectError(1051, 'ItemPinRequest', { ...pin, sizeRelativeTo: '' });
    await expectError(1052, 'ItemPinRequest', { ...pin, pinInfo: { modelID: AOI_ID } });
    await expectError(1053, 'ItemPinRequest', { ...pin, pinInfo: { artMeshID: 'Nothing' } });
    await expectError(1054, 'ItemPinRequest', { ...pin, vertexPinType: 'Edge' });
    const vertices = { vertexID1: 0, vertexID2: 1, vertexID3: 2, vertexWeight1: 0.5, vertexWeight2: 0.5, vertexWeight3: 0.5 };
    await expectError(1054, 'ItemPinRequest', { ...pin, vertexPinType: 'Provided', pinInfo: vertices });
    expect(await plugin.get('ItemPinRequest', { ...pin, pinInfo: { artMeshID: 'head' } })).toMatchObject({ isPinned: true });
    expect(await plugin.get('ItemPinRequest', { ...pin, vertexPinType: 'Random' })).toMatchObject({ isPinned: true });
    expect(await plugin.get('ItemPinRequest', { pin: false, itemInstanceID: hat })).toMatchObject({ isPinned: false });

    const sort = { itemInstanceID: hat };
    await expectError(1250, 'ItemSortRequest', { itemInstanceID: hexId() });
    await expectError(1251, 'ItemSortRequest', { ...sort, setFrontOrder: 'x' });
    await expectError(1251, 'ItemSortRequest', { ...sort, setSplitPoint: 'UseSpecialID' });
    await expectError(1252, 'ItemSortRequest', { ...sort, setFrontOrder: 'UseSpecialID', withinModelOrderFront: 'Up' });
    await expectError(1253, 'ItemSortRequest', { ...sort, setBackOrder: 'UseArtMeshID' });
    await expectError(1254, 'ItemSortRequest', { ...sort, setSplitPoint: 'UseArtMeshID' });
  });
});

test('what this program does not have', async () => {
  const ndi = { setNewConfig: true, customWidthNDI: 1024, customHeightNDI: 512 };
  await expectError(551, 'NDIConfigRequest', { ...ndi, customWidthNDI: 1000 });
  expect(await plugin.errorOf('NDIConfigRequest', ndi)).toBe(-1);
  await expectError(550, 'NDIConfigRequest', ndi);
  await expectError(1002, 'ArtMeshSelectionRequest', { requestedArtMeshCount: 1, activeArtMeshes: ['Nothing'] });
  await expectError(1003, 'ArtMeshSelectionRequest', {
    requestedArtMeshCount: 1,
    activeArtMeshes: Array(4001).fill('D_FACE_00'),
  });
  await expectError(1150, 'PostProcessingListRequest', { effectIDFilter: Array(513).fill('Bloom') });
  await expectError(1201, 'PostProcessingUpdateRequest', { postProcessingFadeTime: 3 });
  await expectError(1202, 'PostProcessingUpdateRequest', { setPostProcessingPreset: true, setPostProcessingValues: true });
  await expectError(1203, 'PostProcessingUpdateRequest', { setPostProcessingPreset: true, presetToSet: 'Nice' });
  const values = (...postProcessingValues: object[]) => ({ setPostProcessingValues: true, postProcessingValues });
  await expectError(1204, 'PostProcessingUpdateRequest', values({ configID: 'Bloom_Strength', configValue: 1 }));
  await expectError(
    1205,
    'PostProcessingUpdateRequest',
    values({ configID: 'Bloom_Strength', configValue: '1' }, { configID: 'bloom-strength', configValue: '0' }),
  );
  await expectError(1206, 'PostProcessingUpdateRequest', values({ configID: 'ModelGlitch_StrengthPulse', configValue: '1' }));
  studio.avatar.unload();
  await expectError(1000, 'ArtMeshSelectionRequest', { requestedArtMeshCount: 1 });
});

test('subscriptions', async () => {
  const subscribe = (eventName: string, config: object = {}) => ({ eventName, subscribe: true, config });
  await expectError(950, 'EventSubscriptionRequest', subscribe('CoffeeEvent'));
  await expectError(100_000, 'EventSubscriptionRequest', subscribe('TestEvent', { testMessageForEvent: 'x'.repeat(33) }));
  await expectError(100_050, 'EventSubscriptionRequest', subscribe('ModelLoadedEvent', { modelID: ['xyz'] }));
  await expectError(100_100, 'EventSubscriptionRequest', subscribe('HotkeyTriggeredEvent', { onlyForAction: 'Dance' }));
  await expectError(100_150, 'EventSubscriptionRequest', subscribe('ArtMeshTrackingEvent', { trackingPoints: [{}] }));
  await expectError(
    100_151,
    'EventSubscriptionRequest',
    subscribe('ArtMeshTrackingEvent', { frequency: 61, trackingPoints: [] }),
  );
  await expectError(100_200, 'EventSubscriptionRequest', subscribe('ArtMeshOutlineEvent', { artMeshes: [{ modelID: 'x' }] }));
  await expectError(100_201, 'EventSubscriptionRequest', subscribe('ArtMeshOutlineEvent', { frequency: 31, artMeshes: [] }));
  expect(await plugin.get('EventSubscriptionRequest', subscribe('TestEvent'))).toEqual({
    subscribedEventCount: 1,
    subscribedEvents: ['TestEvent'],
  });
  expect(await plugin.get('EventSubscriptionRequest', subscribe('TestEvent', { testMessageForEvent: 'b' }))).toMatchObject({
    subscribedEventCount: 1,
  });
  const all = await plugin.get('EventSubscriptionRequest', subscribe('ItemEvent'));
  expect(all.subscribedEvents).toEqual(['TestEvent', 'ItemEvent']);
  studio.clock.advance(1_000);
  expect((await plugin.next('TestEvent')).data).toMatchObject({ yourTestMessage: 'b' });
  const one = await plugin.get('EventSubscriptionRequest', { eventName: 'ModelLoadedEvent', subscribe: false });
  expect(one.subscribedEventCount).toBe(2);
  expect(await plugin.get('EventSubscriptionRequest', { subscribe: false })).toEqual({
    subscribedEventCount: 0,
    subscribedEvents: [],
  });
});

/** What cannot be provoked here: no popups or menus block this stage, and nothing in it can fail in these ways. */
const NOT_HERE = new Set<number>([
  ERROR_IDS.InternalServerError,
  ERROR_IDS.APIAccessDeactivated,
  ERROR_IDS.HotkeyUnknownExecutionFailure,
  ERROR_IDS.ItemLoadLoadCooldownNotOver,
  ERROR_IDS.CannotCurrentlyLoadItem,
  ERROR_IDS.CannotCurrentlyUnloadItem,
  ERROR_IDS.ItemMoveRequestCannotCurrentlyChangeOrder,
  ERROR_IDS.ArtMeshSelectionRequestOtherWindowsOpen,
  ERROR_IDS.PermissionRequestFileProblem,
  ERROR_IDS.PostProcessingUpdateReqestCannotUpdateRightNow,
  ERROR_IDS.ItemSortRequestItemConfigWindowOpen,
  ERROR_IDS.ItemCustomDataLoadRequestRejectedByUser,
]);

afterAll(() => {
  const missing = Object.entries(ERROR_IDS).filter(([, id]) => !provoked.has(id) && !NOT_HERE.has(id));
  expect(missing).toEqual([]);
});
