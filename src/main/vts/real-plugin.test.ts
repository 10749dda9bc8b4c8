import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient, HotkeyType, PostProcessingEffectConfigID } from 'vtubestudio';
import { WebSocket } from 'ws';
import { AOI_ID, HOTKEY, MIKA_ID } from '../../../tests/fakes/avatar-ports.ts';
import { pngOf } from '../../../tests/fakes/pictures.ts';
import { startVtsStudio, type VtsStudio } from '../../../tests/fakes/vts-studio.ts';

/** The client library that most JavaScript plugins use, as it comes from npm, over a real socket. */
let studio: VtsStudio;
let client: ApiClient;
let token: string | null;

beforeEach(async () => {
  token = null;
  studio = await startVtsStudio();
  client = new ApiClient({
    authTokenGetter: () => token,
    authTokenSetter: async (next) => {
      token = next;
    },
    pluginName: 'Real Plugin',
    pluginDeveloper: 'npm',
    pluginIcon: pngOf(128, 128).toString('base64'),
    url: studio.url,
    webSocketFactory: (url) => new WebSocket(url),
  });
  const connected = new Promise<void>((resolve, reject) => {
    client.on('connect', resolve);
    client.on('error', reject);
  });
  await studio.decide(true);
  await connected;
});
afterEach(async () => {
  await client.disconnect();
  await studio.close();
});

/** Resolves with the next event of a subscription. */
function nextOf<T>(subscribe: (callback: (data: T) => void) => Promise<boolean>): Promise<{ event: Promise<T> }> {
  return new Promise((resolve, reject) => {
    let tell: (data: T) => void = () => undefined;
    const event = new Promise<T>((given) => {
      tell = given;
    });
    subscribe(tell).then(() => resolve({ event }), reject);
  });
}

test('shows its icon and name to the streamer and comes in with the token it is given', async () => {
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  studio.clock.advance(250);
  expect(studio.server.view.get().allowed).toMatchObject([{ plugin: { name: 'Real Plugin', developer: 'npm' } }]);
  expect(await client.apiState()).toEqual({ active: true, vTubeStudioVersion: '1.32.0', currentSessionAuthenticated: true });
});

describe('what a plugin can ask', () => {
  test('of the program', async () => {
    studio.clock.advance(1234);
    expect(await client.statistics()).toEqual({
      uptime: 1234,
      framerate: 60,
      vTubeStudioVersion: '1.32.0',
      allowedPlugins: 1,
      connectedPlugins: 1,
      startedWithSteam: false,
      windowWidth: 1920,
      windowHeight: 1080,
      windowIsFullscreen: false,
    });
    expect(await client.vtsFolderInfo()).toMatchObject({ models: 'Live2DModels', items: 'Items', backup: 'Backup' });
    expect(await client.faceFound()).toEqual({ found: false });
    expect(await client.sceneColorOverlayInfo()).toMatchObject({
      active: false,
      colorOverlayR: 255,
      leftCapturePart: { active: false },
    });
  });

  test('of models, and load and move them', async () => {
    expect(await client.currentModel()).toMatchObject({
      modelLoaded: true,
      modelName: 'Mika',
      modelID: MIKA_ID,
      vtsModelName: 'Mika.vtube.json',
      vtsModelIconName: 'icon.png',
      live2DModelName: 'mika.vrm',
      modelLoadTime: 321,
      numberOfLive2DParameters: 2,
      numberOfLive2DArtmeshes: 3,
      hasPhysicsFile: true,
      numberOfTextures: 2,
      textureResolution: 2048,
      modelPosition: { positionX: 0, positionY: 0, rotation: 0, size: 0 },
    });
    const { numberOfModels, availableModels } = await client.availableModels();
    expect(numberOfModels).toBe(2);
    expect(availableModels.map(({ modelName, modelLoaded }) => [modelName, modelLoaded])).toEqual([
      ['Mika', true],
      ['Aoi', false],
    ]);
    await client.moveModel({ timeInSeconds: 0.5, valuesAreRelativeToModel: false, positionX: 0.25, rotation: -90 });
    await client.moveModel({ timeInSeconds: 0, valuesAreRelativeToModel: true, positionX: 0.25, size: -10 });
    expect((await client.currentModel()).modelPosition).toEqual({ positionX: 0.5, positionY: 0, rotation: 270, size: -10 });
    expect(await client.modelLoad({ modelID: AOI_ID })).toEqual({ modelID: AOI_ID });
    expect((await client.currentModel()).modelName).toBe('Aoi');
  });

  test('of hotkeys, and fire them by id or name', async () => {
    const { availableHotkeys, modelName } = await client.hotkeysInCurrentModel({});
    expect(modelName).toBe('Mika');
    expect(availableHotkeys).toEqual([
      {
        name: 'Cry',
        type: 'ToggleExpression',
        description: 'Toggles the expression Cry',
        file: 'Cry.exp3.json',
        hotkeyID: HOTKEY.cry,
        keyCombination: [],
        onScreenButtonID: 3,
      },
      {
        name: 'Wave hand',
        type: 'TriggerAnimation',
        description: 'Plays the animation Wave',
        file: 'wave.motion3.json',
        hotkeyID: HOTKEY.wave,
        keyCombination: [],
        onScreenButtonID: -1,
      },
      expect.objectContaining({ name: 'All gone', type: 'RemoveAllItems', file: '' }),
    ]);
    expect(await client.hotkeyTrigger({ hotkeyID: 'wave HAND' })).toEqual({ hotkeyID: HOTKEY.wave });
    expect(studio.bindings.fired).toMatchObject([{ binding: { id: HOTKEY.wave }, by: 'api' }]);
  });

  test('of expressions, and switch them', async () => {
    await client.expressionActivation({ expressionFile: 'Cry.exp3.json', active: true, fadeTime: 9 });
    const { expressions } = await client.expressionState({ details: true, expressionFile: 'Cry.exp3.json' });
    expect(expressions).toEqual([
      {
        name: 'Cry',
        file: 'Cry.exp3.json',
        active: true,
        deactivateWhenKeyIsLetGo: false,
        autoDeactivateAfterSeconds: false,
        secondsRemaining: 0,
        usedInHotkeys: [{ name: 'Cry', id: HOTKEY.cry }],
        parameters: [{ name: 'ParamMouthOpenY', value: expect.closeTo(0.8) }],
      },
    ]);
    const brief = await client.expressionState({ details: false });
    expect(brief.expressions.map(({ file, usedInHotkeys, parameters }) => [file, usedInHotkeys, parameters])).toEqual([
      ['Cry.exp3.json', [], []],
      ['Smile.exp3.json', [], []],
    ]);
  });

  test('of meshes, and tint them', async () => {
    expect(await client.artMeshList()).toMatchObject({
      modelLoaded: true,
      numberOfArtMeshNames: 3,
      numberOfArtMeshTags: 3,
      artMeshNames: ['D_HAIR_00', 'D_HAIR_01', 'D_FACE_00'],
      artMeshTags: ['hair', 'front', 'back'],
    });
    const red = { colorR: 255, colorG: 0, colorB: 0, colorA: 255 };
    expect(await client.colorTint({ colorTint: red, artMeshMatcher: { tintAll: false, tagExact: ['HAIR'] } })).toEqual({
      matchedArtMeshes: 2,
    });
    expect([...studio.avatar.tints.values()][0]).toEqual([
      { meshes: ['D_HAIR_00', 'D_HAIR_01'], red: 255, green: 0, blue: 0, alpha: 255 },
    ]);
    expect(await client.colorTint({ colorTint: red, artMeshMatcher: { tintAll: true } })).toEqual({ matchedArtMeshes: 3 });
  });

  test('of parameters, and make, move and delete them', async () => {
    expect(
      await client.parameterCreation({ parameterName: 'HeartRate', explanation: 'beats', min: 0, max: 200, defaultValue: 60 }),
    ).toEqual({ parameterName: 'HeartRate' });
    await client.injectParameterData({
      faceFound: true,
      mode: 'set',
      parameterValues: [
        { id: 'FaceAngleX', value: 12.5 },
        { id: 'HeartRate', value: 90, weight: 0.5 },
      ],
    });
    await client.injectParameterData({ mode: 'add', parameterValues: [{ id: 'FaceAngleX', value: 2.5 }] });
    expect(await client.parameterValue({ name: 'FaceAngleX' })).toEqual({
      name: 'FaceAngleX',
      addedBy: 'VTube Studio',
      value: 15,
      min: -30,
      max: 30,
      defaultValue: 0,
    });
    const { customParameters, defaultParameters } = await client.inputParameterList();
    expect(customParameters).toEqual([
      { name: 'HeartRate', addedBy: 'Real Plugin', value: 75, min: 0, max: 200, defaultValue: 60 },
    ]);
    expect(defaultParameters.map(({ name }) => name)).toContain('EyeOpenLeft');
    expect(await client.faceFound()).toEqual({ found: true });
    expect((await client.live2DParameterList()).parameters).toEqual([
      { name: 'ParamAngleX', value: 5, min: -30, max: 30, defaultValue: 0 },
      { name: 'ParamMouthOpenY', value: 0.25, min: 0, max: 1, defaultValue: 0 },
    ]);
    expect(await client.parameterDeletion({ parameterName: 'HeartRate' })).toEqual({ parameterName: 'HeartRate' });
    expect((await client.inputParameterList()).customParameters).toEqual([]);
  });

  test('of physics, and override them for a time', async () => {
    expect(await client.getCurrentModelPhysics()).toMatchObject({
      modelHasPhysics: true,
      physicsSwitchedOn: true,
      usingLegacyPhysics: false,
      physicsFPSSetting: -1,
      baseStrength: 50,
      baseWind: 17,
      apiPhysicsOverrideActive: false,
      apiPhysicsOverridePluginName: '',
      physicsGroups: [
        { groupID: 'PhysicsSetting1', groupName: 'Hair front', strengthMultiplier: 1.5, windMultiplier: 0.3 },
        { groupID: 'PhysicsSetting2', groupName: '', strengthMultiplier: 1, windMultiplier: 1 },
      ],
    });
    await client.setCurrentModelPhysics({
      strengthOverrides: [{ id: 'PhysicsSetting2', value: 3, setBaseValue: false, overrideSeconds: 2 }],
      windOverrides: [{ id: '', value: 85, setBaseValue: true, overrideSeconds: 5 }],
    });
    expect(await client.getCurrentModelPhysics()).toMatchObject({
      baseWind: 17,
      apiPhysicsOverrideActive: true,
      apiPhysicsOverridePluginName: 'Real Plugin',
    });
    expect(studio.avatar.physics).toMatchObject({
      wind: 85,
      groups: [{ strength: 1.5 }, { id: 'PhysicsSetting2', strength: 2 }],
    });
    studio.clock.advance(2_001);
    expect(studio.avatar.physics).toMatchObject({ wind: 85, groups: [{ id: 'PhysicsSetting1' }] });
    studio.clock.advance(3_000);
    expect(studio.avatar.physics).toBeUndefined();
    expect(await client.getCurrentModelPhysics()).toMatchObject({ apiPhysicsOverrideActive: false });
  });

  test('of items, and load, animate, move, pin, sort and unload them', async () => {
    const { instanceID, fileName } = await client.itemLoad({
      fileName: 'ANIM_headpat',
      positionX: 0.5,
      size: 0.4,
      order: 4,
      smoothing: 0.2,
    });
    expect(fileName).toBe('ANIM_headpat');
    const list = await client.itemList({
      includeAvailableSpots: true,
      includeItemInstancesInScene: true,
      includeAvailableItemFiles: true,
    });
    expect(list).toMatchObject({ itemsInSceneCount: 1, totalItemsAllowedCount: 60, canLoadItemsRightNow: true });
    expect(list.availableSpots).toHaveLength(59);
    expect(list.availableSpots).not.toContain(4);
    expect(list.itemInstancesInScene).toEqual([
      {
        fileName: 'ANIM_headpat',
        instanceID,
        order: 4,
        type: 'AnimationFolder',
        censored: false,
        flipped: false,
        locked: false,
        smoothing: 0.2,
        framerate: 15,
        frameCount: 7,
        currentFrame: 0,
        pinnedToModel: false,
        pinnedModelID: '',
        pinnedArtMeshID: '',
        groupName: '',
        sceneName: '',
        fromWorkshop: false,
      },
    ]);
    expect(list.availableItemFiles).toContainEqual({ fileName: 'hat.png', type: 'PNG', loadedCount: 0 });
    expect(
      await client.itemAnimationControl({
        itemInstanceID: instanceID,
        framerate: 500,
        frame: 3,
        brightness: 0.5,
        opacity: -1,
        setAutoStopFrames: true,
        autoStopFrames: [0, 6],
        setAnimationPlayState: true,
        animationPlayState: false,
      }),
    ).toEqual({ frame: 3, animationPlaying: false });
    expect(studio.items.items.get()[0]).toMatchObject({
      brightness: 0.5,
      opacity: 1,
      playback: { frameRate: 120, frame: 3, stopAt: [0, 6], playing: false },
    });
    const { movedItems } = await client.itemMove({
      itemsToMove: [
        { itemInstanceID: 'nobody', timeInSeconds: 0 },
        {
          itemInstanceID: instanceID,
          timeInSeconds: 99,
          fadeMode: 'overshoot',
          positionX: -0.5,
          positionY: -1000,
          order: 25,
          setFlip: true,
          flip: true,
        },
      ],
    });
    expect(movedItems).toEqual([
      { itemInstanceID: 'nobody', success: false, errorID: 900 },
      { itemInstanceID: instanceID, success: true, errorID: -1 },
    ]);
    expect(studio.items.items.get()[0]).toMatchObject({
      x: -0.5,
      y: 0,
      glide: 30,
      easing: 'overshoot',
      order: 25,
      flipped: true,
    });
    expect(
      await client.itemPin({
        itemInstanceID: instanceID,
        pin: true,
        angleRelativeTo: 'RelativeToModel',
        sizeRelativeTo: 'RelativeToCurrentItemSize',
        vertexPinType: 'Center',
        pinInfo: { modelID: MIKA_ID, artMeshID: 'D_FACE_00', angle: 20, size: 0.1 },
      }),
    ).toEqual({ isPinned: true, itemInstanceID: instanceID, itemFileName: 'ANIM_headpat' });
    expect(studio.items.items.get()[0]).toMatchObject({ pin: { to: { mesh: 'D_FACE_00' }, angle: 20 }, size: 0.5 });
    expect(
      await client.itemSort({
        itemInstanceID: instanceID,
        frontOn: true,
        setFrontOrder: 'UseSpecialID',
        withinModelOrderFront: 'FullyInFront',
      }),
    ).toMatchObject({ itemInstanceID: instanceID, modelLoaded: true, loadedModelHadRequestedFrontLayer: true });
    expect(
      await client.itemUnload({
        unloadAllInScene: false,
        unloadAllLoadedByThisPlugin: true,
        allowUnloadingItemsLoadedByUserOrOtherPlugins: false,
        instanceIDs: [],
        fileNames: [],
      }),
    ).toEqual({ unloadedItems: [{ instanceID, fileName: 'ANIM_headpat' }] });
  });

  test('for a permission, and then shows a picture of its own', async () => {
    expect(await client.permission({})).toMatchObject({
      grantSuccess: false,
      permissions: [{ name: 'LoadCustomImagesAsItems', granted: false }],
    });
    const asked = client.permission({ requestedPermission: 'LoadCustomImagesAsItems' });
    await studio.decide(true);
    expect(await asked).toEqual({
      grantSuccess: true,
      requestedPermission: 'LoadCustomImagesAsItems',
      permissions: [{ name: 'LoadCustomImagesAsItems', granted: true }],
    });
    const { fileName } = await client.itemLoad({
      fileName: 'throw-me.png',
      customDataBase64: pngOf(64, 64).toString('base64'),
      unloadWhenPluginDisconnects: true,
    });
    expect(fileName).not.toBe('throw-me.png');
    expect(studio.items.items.get()).toMatchObject([{ file: { fileName }, goesWithOwner: true }]);
  });

  test('for what this program does not have, and is told that it is off', async () => {
    expect(await client.artMeshSelection({ requestedArtMeshCount: 1, activeArtMeshes: ['D_FACE_00'] })).toEqual({
      success: false,
      activeArtMeshes: ['D_FACE_00'],
      inactiveArtMeshes: ['D_HAIR_00', 'D_HAIR_01'],
    });
    const ndi = {
      setNewConfig: false,
      ndiActive: true,
      useNDI5: true,
      useCustomResolution: false,
      customWidthNDI: -1,
      customHeightNDI: -1,
    };
    expect(await client.ndiConfig(ndi)).toMatchObject({ ndiActive: false, useCustomResolution: false });
    expect(await client.postProcessingList({ fillPostProcessingEffectsArray: true })).toMatchObject({
      postProcessingSupported: false,
      postProcessingEffects: [],
    });
    const values = [{ configID: PostProcessingEffectConfigID.Bloom_Strength, configValue: '0.5' }];
    expect(await client.postProcessingUpdate({ setPostProcessingValues: true, postProcessingValues: values })).toEqual({
      postProcessingActive: false,
      presetIsActive: false,
      activePreset: '',
      activeEffectCount: 0,
    });
  });
});

describe('what a plugin is told', () => {
  test('test messages every second', async () => {
    const { event } = await nextOf<object>((tell) => client.events.test.subscribe(tell, { testMessageForEvent: 'hello' }));
    studio.clock.advance(1_000);
    expect(await event).toEqual({ yourTestMessage: 'hello', counter: 1 });
  });

  test('models that go and come', async () => {
    const events: object[] = [];
    const both = new Promise<void>((resolve) => {
      void client.events.modelLoaded.subscribe((data) => {
        if (events.push(data) === 2) resolve();
      }, {});
    });
    await client.apiState();
    await client.modelLoad({ modelID: AOI_ID });
    await both;
    expect(events).toEqual([
      { modelLoaded: false, modelName: 'Mika', modelID: MIKA_ID },
      { modelLoaded: true, modelName: 'Aoi', modelID: AOI_ID },
    ]);
  });

  test('a face that comes', async () => {
    const { event } = await nextOf<object>((tell) => client.events.trackingStatusChanged.subscribe(tell));
    studio.clock.advance(100);
    studio.bus.setFaceFound('tracker', true);
    studio.bus.set('HandLeftFound', 1);
    studio.clock.advance(100);
    expect(await event).toEqual({ faceFound: true, leftHandFound: true, rightHandFound: false });
  });

  test('the background', async () => {
    const { event } = await nextOf<object>((tell) => client.events.backgroundChanged.subscribe(tell));
    await studio.apply({}, 'green');
    expect(await event).toEqual({ backgroundName: 'green' });
  });

  test('changes of hotkeys', async () => {
    const { event } = await nextOf<object>((tell) => client.events.modelConfigChanged.subscribe(tell));
    studio.bindings.bindings.set(studio.bindings.bindings.get().slice(1));
    expect(await event).toEqual({ modelID: MIKA_ID, modelName: 'Mika', hotkeyConfigChanged: true });
  });

  test('where the model is, at once and when it moves, at most once a frame', async () => {
    const events: { modelPosition: { positionX: number } }[] = [];
    let wake: () => void = () => undefined;
    await client.events.modelMoved.subscribe((data) => {
      events.push(data);
      wake();
    });
    const until = async (count: number): Promise<void> => {
      while (events.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    };
    studio.clock.advance(17);
    await until(1);
    studio.clock.advance(17);
    for (const x of [0.1, 0.2, 0.3]) studio.avatar.move({ x }, 0);
    studio.clock.advance(17);
    await until(2);
    // The first of a burst goes at once, the rest become one.
    await until(3);
    expect(events.map(({ modelPosition }) => modelPosition.positionX)).toEqual([0, 0.1, 0.3]);
  });

  test('the outline, only while someone asks for it', async () => {
    expect(studio.stage.outlineListeners()).toBe(0);
    const { event } = await nextOf<object>((tell) => client.events.modelOutline.subscribe(tell, {}));
    expect(studio.stage.outlineListeners()).toBe(1);
    const hull = [
      { x: -0.5, y: -1 },
      { x: 0.5, y: -1 },
      { x: 0, y: 0.5 },
    ];
    studio.stage.outline({ modelId: MIKA_ID, hull, windowSize: { x: 1920, y: 1080 } });
    expect(await event).toEqual({
      modelName: 'Mika',
      modelID: MIKA_ID,
      convexHull: hull,
      convexHullCenter: { x: 0, y: -0.5 },
      windowSize: { x: 1920, y: 1080 },
    });
    await client.events.modelOutline.unsubscribe();
    expect(studio.stage.outlineListeners()).toBe(0);
  });

  test('hotkeys that the streamer pressed', async () => {
    const { event } = await nextOf<object>((tell) =>
      client.events.hotkeyTriggered.subscribe(tell, {
        onlyForAction: HotkeyType.ToggleExpression,
        ignoreHotkeysTriggeredByAPI: true,
      }),
    );
    studio.bindings.fire(HOTKEY.cry, 'api');
    studio.bindings.fire(HOTKEY.wave, 'key');
    studio.bindings.fire(HOTKEY.cry, 'key');
    expect(await event).toEqual({
      hotkeyID: HOTKEY.cry,
      hotkeyName: 'Cry',
      hotkeyAction: 'ToggleExpression',
      hotkeyFile: 'Cry.exp3.json',
      hotkeyTriggeredByAPI: false,
      modelID: MIKA_ID,
      modelName: 'Mika',
      isLive2DItem: false,
    });
  });

  test('motions that begin', async () => {
    const { event } = await nextOf<object>((tell) =>
      client.events.modelAnimation.subscribe(tell, { ignoreIdleAnimations: true }),
    );
    studio.stage.motion({ modelId: MIKA_ID, name: 'idle', state: 'start', idle: true, duration: 4 });
    studio.stage.motion({ modelId: MIKA_ID, name: 'Wave', state: 'end', idle: false, duration: 2 });
    expect(await event).toEqual({
      animationEventType: 'End',
      animationEventTime: 2,
      animationEventData: 'Anim_End',
      animationName: 'wave.motion3.json',
      animationLength: 2,
      isIdleAnimation: false,
      modelID: MIKA_ID,
      modelName: 'Mika',
      isLive2DItem: false,
    });
  });

  test('items that come, are locked, clicked and go', async () => {
    const types: string[] = [];
    const all = new Promise<void>((resolve) => {
      void client.events.item.subscribe(
        ({ itemEventType }) => {
          if (types.push(itemEventType) === 6) resolve();
        },
        { itemFileNames: ['hat'] },
      );
    });
    await client.apiState();
    studio.items.load('studio', 'photo.jpg', { goesWithOwner: false, failIfOrderTaken: false });
    const hat = studio.items.load('studio', 'hat.png', { goesWithOwner: false, failIfOrderTaken: false });
    if (typeof hat === 'string') throw new Error(hat);
    studio.items.change(hat.instanceId, { locked: true });
    studio.stage.touch({ itemId: hat.instanceId });
    studio.items.change(hat.instanceId, { pin: { to: 'head', dx: 0, dy: 0, angle: 0 } });
    studio.items.change(hat.instanceId, { pin: null });
    studio.items.unload([hat.instanceId]);
    await all;
    expect(types).toEqual(['Added', 'Locked', 'Clicked', 'DroppedPinned', 'DroppedUnpinned', 'Removed']);
  });

  test('clicks on the model, with hits that can be pinned to', async () => {
    const { event } = await nextOf<{ artMeshHits: { hitInfo: object }[] }>((tell) =>
      client.events.modelClicked.subscribe(tell, { onlyClicksOnModel: true }),
    );
    studio.stage.touch({ x: 0.9, y: 0.9 });
    studio.stage.touch({ x: 0.1, y: 0.2, button: 2, meshes: ['D_FACE_00'], part: 'face' });
    const click = await event;
    expect(click).toMatchObject({
      modelLoaded: true,
      loadedModelID: MIKA_ID,
      modelWasClicked: true,
      mouseButtonID: 1,
      clickPosition: { x: 0.1, y: 0.2 },
      clickedArtMeshCount: 1,
    });
    const { instanceID } = await client.itemLoad({ fileName: 'hat.png' });
    const [hit] = click.artMeshHits;
    const pinned = client.itemPin({
      itemInstanceID: instanceID,
      pin: true,
      angleRelativeTo: 'RelativeToPinPosition',
      sizeRelativeTo: 'RelativeToWorld',
      vertexPinType: 'Provided',
      pinInfo: { angle: 0, size: 0.3, ...hit?.hitInfo },
    });
    expect(await pinned).toMatchObject({ isPinned: true });
  });

  test('that nothing is connected to an editor, and takes a subscription to visual effects', async () => {
    const { event } = await nextOf<object>((tell) => client.events.live2DCubismEditorConnected.subscribe(tell));
    studio.clock.advance(17);
    expect(await event).toEqual({ tryingToConnect: false, connected: false, shouldSendParameters: false });
    expect(await client.events.postProcessing.subscribe(() => undefined)).toBe(true);
  });
});
