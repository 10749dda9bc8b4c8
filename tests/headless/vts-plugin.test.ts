import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { emptyDescription } from '#shared/avatar/model.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { STAGE_PROTOCOL_VERSION, stageDownSchema } from '#shared/stage/stage-protocol.ts';
import { connectPlugin, type RawPlugin } from '../fakes/plugin-client.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const WHO = { pluginName: 'Head Turner', pluginDeveloper: 'Test' };

/** A stage over a real stage socket, which says of the model what pages find in it; and the values that it gets, by parameter. */
async function openStage(studio: StudioProcess): Promise<{ readonly values: Map<string, number>; close(): void }> {
  const token = new URL(studio.stageUrl).searchParams.get('token');
  const socket = new WebSocket(`ws://127.0.0.1:${studio.port}/ws/stage?token=${token}`);
  const values = new Map<string, number>();
  let names: readonly string[] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      const frame = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      const read = decodeParameterFrame(new Uint8Array(frame).buffer);
      names.forEach((name, index) => {
        const value = read.values[index];
        if (value !== undefined) values.set(name, value);
      });
      return;
    }
    const message = stageDownSchema.parse(JSON.parse(String(data)));
    if (message.type === 'welcome') {
      const { modelId } = message.config.avatar;
      const parameters = [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }];
      const expressions = [{ name: 'happy', file: 'happy.exp3.json', fadeIn: 0.2, fadeOut: 0.2, parameters: [] }];
      socket.send(
        JSON.stringify({ type: 'model', modelId, loadMs: 5, description: { ...emptyDescription, parameters, expressions } }),
      );
    }
    if (message.type === 'parameter-table') names = message.parameters.map(({ id }) => id);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind: 'browser', canSound: false }));
  return { values, close: () => socket.close() };
}

describe('a plugin and the real program', () => {
  let studio: StudioProcess;
  let api: StudioApi;
  let end: () => void;
  let plugin: RawPlugin;
  let port: number;

  beforeAll(async () => {
    studio = await startStudio();
    ({ api, close: end } = await connectStudioApi(studio));
    await api.studio.updateSettings({ patch: { plugins: { enabled: true, port: 0, discovery: false } } });
    port = await eventually(async () => (await firstOf(await api.plugins.watch())).port ?? undefined);
    plugin = await connectPlugin(`ws://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    end();
    await plugin?.close();
    await studio.stop();
  });

  it('lets it in when the streamer allows it, and turns the head by what it injects', async () => {
    const asked = plugin.get('AuthenticationTokenRequest', WHO);
    const prompt = await eventually(async () => (await firstOf(await api.plugins.watchPrompts()))[0]);
    expect(prompt).toMatchObject({
      kind: 'token',
      plugin: { name: 'Head Turner', developer: 'Test' },
      origin: null,
      image: null,
    });
    await api.plugins.decide({ promptId: prompt.id, allow: true });
    const { authenticationToken } = await asked;
    expect(await plugin.get('AuthenticationRequest', { ...WHO, authenticationToken })).toMatchObject({ authenticated: true });

    const stage = await openStage(studio);
    const injected = (await plugin.get('InputParameterListRequest')).defaultParameters;
    expect(injected).toContainEqual(expect.objectContaining({ name: 'FaceAngleX', min: -30, max: 30 }));
    await eventually(async () => {
      await plugin.get('InjectParameterDataRequest', { faceFound: true, parameterValues: [{ id: 'FaceAngleX', value: 24 }] });
      return (stage.values.get('ParamAngleX') ?? 0) > 10 ? true : undefined;
    });
    expect(await plugin.get('FaceFoundRequest')).toEqual({ found: true });
    stage.close();
  });

  it('answers from the real model, its hotkeys and its items', async () => {
    const model = await plugin.get('CurrentModelRequest');
    expect(model).toMatchObject({ modelLoaded: true, live2DModelName: expect.stringMatching(/\.vrm$/) });
    const { availableModels } = await plugin.get('AvailableModelsRequest');
    expect(availableModels).toContainEqual(expect.objectContaining({ modelID: model.modelID, modelLoaded: true }));
    const { expressions } = await plugin.get('ExpressionStateRequest', { details: true });
    expect(expressions).toContainEqual(expect.objectContaining({ file: 'happy.exp3.json', active: false }));
    await plugin.get('ExpressionActivationRequest', { expressionFile: 'happy.exp3.json', active: true });
    const after = await plugin.get('ExpressionStateRequest', { expressionFile: 'happy.exp3.json' });
    expect(after.expressions).toMatchObject([{ active: true }]);
    await plugin.get('MoveModelRequest', { timeInSeconds: 0, valuesAreRelativeToModel: false, positionX: 0.25, rotation: 10 });
    expect(await plugin.get('CurrentModelRequest')).toMatchObject({ modelPosition: { positionX: 0.25, rotation: 10 } });
    const { availableItemFiles } = await plugin.get('ItemListRequest', { includeAvailableItemFiles: true });
    if (!Array.isArray(availableItemFiles)) throw new Error('no list of files');
    const { fileName } = availableItemFiles[0];
    const { instanceID } = await plugin.get('ItemLoadRequest', { fileName, unloadWhenPluginDisconnects: true });
    const pin = { pin: true, itemInstanceID: instanceID, angleRelativeTo: 'RelativeToModel', sizeRelativeTo: 'RelativeToWorld' };
    const pinned = await plugin.get('ItemPinRequest', {
      ...pin,
      vertexPinType: 'Center',
      pinInfo: { artMeshID: 'head', size: 0.3 },
    });
    expect(pinned).toMatchObject({ isPinned: true });
  });

  it('loses access at once when the streamer takes it back, with its parameters and what it holds', async () => {
    const parameter = { parameterName: 'MyHeart', min: 0, max: 200, defaultValue: 60 };
    await plugin.get('ParameterCreationRequest', parameter);
    const { allowed } = await firstOf(await api.plugins.watch());
    expect(allowed).toMatchObject([{ plugin: { name: 'Head Turner' } }]);
    await api.plugins.revoke({ pluginId: allowed[0]?.id ?? '' });
    expect(await plugin.errorOf('InputParameterListRequest')).toBe(50);
    expect((await api.parameters.inputs()).custom).toEqual([]);
    expect((await firstOf(await api.items.watch())).items).toEqual([]);
    await expect(api.plugins.revoke({ pluginId: allowed[0]?.id ?? '' })).rejects.toThrow('no access');
  });
});

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error('the watch ended');
}
