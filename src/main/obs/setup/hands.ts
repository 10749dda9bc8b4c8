import { z } from 'zod';
import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { assertNever, StudioError } from '#shared/errors.ts';
import type { Op, SoundPatch } from './deeds.ts';

/** Does single ops. Lives for one run: it knows the items that were made in it. */
export interface Hands {
  /** Resolves with the id of the item that was made or meant. Rejects like the link's calls. */
  perform(op: Op, signal: AbortSignal): Promise<number | undefined>;
}

export interface HandsOptions {
  readonly link: ObsLink;
  readonly clock: Clock;
  readonly setStage: (patch: { readonly background?: string; readonly windowOpen?: boolean }) => void;
}

/** A window that has just been opened takes a moment to be in OBS's list. */
const WINDOW_WITHIN_MS = 8000;
const WINDOW_EVERY_MS = 400;
const NAME_TRIES = 10;
const NAME_EVERY_MS = 100;

const items = z.object({
  sceneItems: z.array(z.object({ sceneItemId: z.number(), sceneItemIndex: z.number(), sourceName: z.string() })),
});
const sceneNames = z.object({ scenes: z.array(z.object({ sceneName: z.string() })) });
const marked = z.object({ yingxi: z.object({ id: z.string() }) });
const propertyItems = z.array(z.object({ itemName: z.string(), itemValue: z.union([z.string(), z.number()]) }));

export function createHands({ link, clock, setStage }: HandsOptions): Hands {
  const pause = createPause(clock);
  const made = new Map<string, number>();
  /** Read at the first removal: what a run removes was there before it began. */
  let everyItem: ReturnType<typeof readEveryItem> | undefined;
  const keyOf = (scene: string, source: string): string => JSON.stringify([scene, source]);

  return { perform };

  async function perform(op: Op, signal: AbortSignal): Promise<number | undefined> {
    switch (op.do) {
      case 'create-scene':
        return createScene(op, signal);
      case 'remove-scene':
        return goneIsFine(removeScene(op.name, signal));
      case 'create-input':
        return createInput(op, signal);
      case 'remove-input':
        return goneIsFine(removeInput(op.name, signal));
      case 'create-item':
        return createItem(op, signal);
      case 'remove-item':
        return goneIsFine(removeItem(op, signal));
      case 'place':
        return place(op, signal);
      case 'order': {
        const sceneItemId = await idOf(op, signal);
        await link.call('SetSceneItemIndex', { sceneName: op.scene, sceneItemId, sceneItemIndex: op.index }, { signal });
        return sceneItemId;
      }
      case 'settings':
        await link.call('SetInputSettings', { inputName: op.input, inputSettings: op.settings, overlay: !op.whole }, { signal });
        return undefined;
      case 'pick':
        return pick(op, signal);
      case 'create-filter':
        return createFilter(op, signal);
      case 'remove-filter':
        return goneIsFine(link.call('RemoveSourceFilter', { sourceName: op.input, filterName: op.name }, { signal }));
      case 'sound':
        return setSound(op.input, op.sound, signal);
      case 'rename-scene':
        await link.call('SetSceneName', { sceneName: op.from, newSceneName: op.to }, { signal });
        return undefined;
      case 'rename-input':
        await link.call('SetInputName', { inputName: op.from, newInputName: op.to }, { signal });
        return undefined;
      case 'program':
        await link.call('SetCurrentProgramScene', { sceneName: op.scene }, { signal });
        return undefined;
      case 'stage':
        setStage({
          ...(op.background === undefined ? {} : { background: op.background }),
          ...(op.windowOpen === undefined ? {} : { windowOpen: op.windowOpen }),
        });
        return undefined;
      default:
        return assertNever(op);
    }
  }

  async function createScene({ name, mark }: Extract<Op, { do: 'create-scene' }>, signal: AbortSignal): Promise<undefined> {
    await link.call('CreateScene', { sceneName: name }, { signal });
    const sourceSettings = { yingxi: { id: mark } };
    try {
      await link.callPrivate('SetSourcePrivateSettings', { sourceName: name, sourceSettings }, { signal });
    } catch (error) {
      // Without its mark nobody could tell it from the streamer's own.
      await link.call('RemoveScene', { sceneName: name });
      throw error;
    }
    return undefined;
  }

  async function createInput(op: Extract<Op, { do: 'create-input' }>, signal: AbortSignal): Promise<number> {
    const answer = await oncePossible(
      () =>
        link.call(
          'CreateInput',
          {
            sceneName: op.scene,
            inputName: op.name,
            inputKind: op.kind,
            inputSettings: op.settings,
            sceneItemEnabled: op.visible,
          },
          { signal },
        ),
      signal,
    );
    made.set(keyOf(op.scene, op.name), answer.sceneItemId);
    await putAbove(op.scene, answer.sceneItemId, op.above, signal);
    return answer.sceneItemId;
  }

  /** The name of an input that was just removed is free a moment later. */
  async function oncePossible<Answer>(request: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof StudioError) || error.code !== 'conflict' || tries === NAME_TRIES) throw error;
        await pause(NAME_EVERY_MS, signal);
      }
    }
  }

  async function createItem(op: Extract<Op, { do: 'create-item' }>, signal: AbortSignal): Promise<number> {
    const request = { sceneName: op.scene, sourceName: op.source, sceneItemEnabled: op.visible };
    const { sceneItemId } = await link.call('CreateSceneItem', request, { signal });
    made.set(keyOf(op.scene, op.source), sceneItemId);
    await putAbove(op.scene, sceneItemId, op.above, signal);
    return sceneItemId;
  }

  /** Directly above the first of these that lies in the scene, else at the back, for all that is known lies in front. */
  async function putAbove(
    scene: string,
    itemId: number,
    above: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (above === undefined) return;
    const list = await itemsIn(scene, signal);
    const below = above.map((source) => list.find((item) => item.sourceName === source)).find((item) => item !== undefined);
    const sceneItemIndex = below === undefined ? 0 : below.sceneItemIndex + 1;
    await link.call('SetSceneItemIndex', { sceneName: scene, sceneItemId: itemId, sceneItemIndex }, { signal });
  }

  async function place(op: Extract<Op, { do: 'place' }>, signal: AbortSignal): Promise<number> {
    const sceneItemId = await idOf(op, signal);
    const where = { sceneName: op.scene, sceneItemId };
    await link.call('SetSceneItemTransform', { ...where, sceneItemTransform: op.transform }, { signal });
    if (op.locked !== undefined) await link.call('SetSceneItemLocked', { ...where, sceneItemLocked: op.locked }, { signal });
    return sceneItemId;
  }

  async function createFilter(op: Extract<Op, { do: 'create-filter' }>, signal: AbortSignal): Promise<undefined> {
    const filter = { sourceName: op.input, filterName: op.name };
    await link.call('CreateSourceFilter', { ...filter, filterKind: op.kind, filterSettings: op.settings }, { signal });
    if (!op.enabled) await link.call('SetSourceFilterEnabled', { ...filter, filterEnabled: false }, { signal });
    return undefined;
  }

  async function removeItem(op: Extract<Op, { do: 'remove-item' }>, signal: AbortSignal): Promise<void> {
    await link.call('RemoveSceneItem', { sceneName: op.scene, sceneItemId: await idOf(op, signal) }, { signal });
  }

  async function removeInput(inputName: string, signal: AbortSignal): Promise<void> {
    if (!(await isMarkedInput(inputName, signal)))
      throw new StudioError(
        'conflict',
        `"${inputName}" in OBS does not carry Yingxi's mark any more, so it stays. Remove it in OBS if it is not needed.`,
      );
    await removeItemsOf(inputName, signal);
    await link.call('RemoveInput', { inputName }, { signal });
  }

  /** A scene that is not drawn keeps the items of a removed input, and with them the input, until it is drawn again. */
  async function removeItemsOf(inputName: string, signal: AbortSignal): Promise<void> {
    everyItem ??= readEveryItem(signal);
    const found = (await everyItem).filter(({ sourceName }) => sourceName === inputName);
    const removals = found.map(
      ({ sceneName, sceneItemId }) => ({ type: 'RemoveSceneItem', data: { sceneName, sceneItemId } }) as const,
    );
    if (removals.length > 0) await link.batch(removals, { signal });
  }

  async function readEveryItem(signal: AbortSignal) {
    const list = sceneNames.parse(await link.call('GetSceneList', undefined, { signal }));
    const names = list.scenes.map(({ sceneName }) => sceneName);
    const requests = names.map((sceneName) => ({ type: 'GetSceneItemList', data: { sceneName } }) as const);
    const answers = await link.batch(requests, { signal });
    return names.flatMap((sceneName, at) => {
      const answer = answers[at];
      return answer?.ok ? items.parse(answer.data).sceneItems.map((item) => ({ sceneName, ...item })) : [];
    });
  }

  /** OBS destroys inputs that lie nowhere else along with a scene: it is asked once more right before. */
  async function removeScene(sceneName: string, signal: AbortSignal): Promise<void> {
    for (const { sourceName } of await itemsIn(sceneName, signal))
      if (await isForeign(sourceName, signal))
        throw new StudioError(
          'conflict',
          `The scene "${sceneName}" stays, because "${sourceName}" in it is your own. Move that elsewhere, then remove again.`,
        );
    if (!(await isMarkedScene(sceneName, signal)))
      throw new StudioError(
        'conflict',
        `The scene "${sceneName}" does not carry Yingxi's mark any more, so it stays. Remove it in OBS if it is not needed.`,
      );
    await link.call('RemoveScene', { sceneName }, { signal });
  }

  async function isForeign(sourceName: string, signal: AbortSignal): Promise<boolean> {
    try {
      return !(await isMarkedInput(sourceName, signal)) && !(await isMarkedScene(sourceName, signal));
    } catch (error) {
      // Removed already; its item goes when the scene is drawn.
      if (error instanceof StudioError && error.code === 'not-found') return false;
      throw error;
    }
  }

  /** `not-found`: there is none. */
  async function isMarkedInput(inputName: string, signal: AbortSignal): Promise<boolean> {
    try {
      return marked.safeParse((await link.call('GetInputSettings', { inputName }, { signal })).inputSettings).success;
    } catch (error) {
      // A scene or a group.
      if (error instanceof StudioError && error.code === 'invalid-input') return false;
      throw error;
    }
  }

  async function isMarkedScene(sourceName: string, signal: AbortSignal): Promise<boolean> {
    const answer = await link.callPrivate('GetSourcePrivateSettings', { sourceName }, { signal });
    return z.object({ sourceSettings: marked }).safeParse(answer).success;
  }

  async function itemsIn(sceneName: string, signal: AbortSignal) {
    return items.parse(await link.call('GetSceneItemList', { sceneName }, { signal })).sceneItems;
  }

  async function idOf(op: { scene: string; source: string; id?: number | undefined }, signal: AbortSignal): Promise<number> {
    const known = op.id ?? made.get(keyOf(op.scene, op.source));
    if (known !== undefined) return known;
    const found = (await itemsIn(op.scene, signal)).find(({ sourceName }) => sourceName === op.source);
    if (found === undefined)
      throw new StudioError('not-found', `"${op.source}" is not in the scene "${op.scene}" of OBS any more.`);
    return found.sceneItemId;
  }

  async function pick(op: Extract<Op, { do: 'pick' }>, signal: AbortSignal): Promise<undefined> {
    const request = { inputName: op.input, propertyName: op.property };
    const until = clock.now() + WINDOW_WITHIN_MS;
    while (true) {
      const answer = await link.call('GetInputPropertiesListPropertyItems', request, { signal });
      const windows = propertyItems.catch([]).parse(answer.propertyItems);
      const found = windows.find(({ itemName }) => op.titles.some((title) => itemName.includes(title)));
      if (found !== undefined) {
        const inputSettings = { [op.property]: found.itemValue };
        await link.call('SetInputSettings', { inputName: op.input, inputSettings, overlay: true }, { signal });
        return undefined;
      }
      if (clock.now() >= until || signal.aborted)
        throw new StudioError(
          'not-found',
          `OBS does not see the stage's window. Open it on the stage page, then choose it in the properties of "${op.input}" in OBS, or capture the whole screen instead.`,
        );
      await pause(WINDOW_EVERY_MS, signal);
    }
  }

  async function setSound(inputName: string, sound: SoundPatch, signal: AbortSignal): Promise<undefined> {
    const { monitor, tracks, syncOffsetMs, volumeDb, muted, balance } = sound;
    if (monitor !== undefined) await link.call('SetInputAudioMonitorType', { inputName, monitorType: monitor }, { signal });
    if (tracks !== undefined) await link.call('SetInputAudioTracks', { inputName, inputAudioTracks: tracks }, { signal });
    if (syncOffsetMs !== undefined)
      await link.call('SetInputAudioSyncOffset', { inputName, inputAudioSyncOffset: syncOffsetMs }, { signal });
    if (volumeDb !== undefined) await link.call('SetInputVolume', { inputName, inputVolumeDb: volumeDb }, { signal });
    if (muted !== undefined) await link.call('SetInputMute', { inputName, inputMuted: muted }, { signal });
    if (balance !== undefined) await link.call('SetInputAudioBalance', { inputName, inputAudioBalance: balance }, { signal });
    return undefined;
  }
}

/** What should go and has gone already is done. */
async function goneIsFine(deed: Promise<unknown>): Promise<undefined> {
  try {
    await deed;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'not-found') throw error;
  }
  return undefined;
}
