import { z } from 'zod';
import type { Placement } from '#shared/avatar/scene.ts';
import { defineEvent } from '../protocol/event-kind.ts';
import { flag, isHexId, texts } from '../protocol/fields.ts';
import { loadedWords, positionWords } from '../requests/model-words.ts';
import type { World } from '../state/world.ts';
import { atMostEvery, FIRST_EVENT_MS } from './repeat.ts';

const FRAME_MS = 1000 / 60;

export const modelLoaded = defineEvent({
  name: 'ModelLoadedEvent',
  config: z.object({ modelID: texts }).refine(({ modelID }) => modelID.every(isHexId), 'must be 32 hexadecimal digits each'),
  misfit: 'Event_ModelLoadedEvent_ModelIDInvalid',
  open(world, { modelID }, tell) {
    const wanted = new Set(modelID.map((id) => id.toLowerCase()));
    let before = world.avatar.view.get().model;
    return world.avatar.view.subscribe(({ model }) => {
      if (model?.id === before?.id) return;
      const last = before;
      before = model;
      const told = (id: string | undefined): boolean => wanted.size === 0 || (id !== undefined && wanted.has(id));
      if (last !== undefined && told(last.id)) tell({ modelLoaded: false, modelName: last.name, modelID: last.id });
      if (model !== undefined && told(model.id)) tell({ modelLoaded: true, modelName: model.name, modelID: model.id });
    });
  },
});

export const modelMoved = defineEvent({
  name: 'ModelMovedEvent',
  config: z.unknown(),
  open(world, _config, tell) {
    let told: string | undefined;
    const send = (): void => {
      const { model, placement } = world.avatar.view.get();
      if (model === undefined) return;
      const modelPosition = positionOf(placement);
      const key = `${model.id}/${Object.values(modelPosition).join('/')}`;
      if (key === told) return;
      told = key;
      tell({ modelID: model.id, modelName: model.name, modelPosition });
    };
    const pace = atMostEvery(world.clock, FRAME_MS, send);
    const unsubscribe = world.avatar.view.subscribe(pace.poke);
    const cancelFirst = world.clock.after(FIRST_EVENT_MS, pace.poke);
    return () => {
      cancelFirst();
      unsubscribe();
      pace.end();
    };
  },
});

function positionOf(placement: Placement) {
  const { positionX, positionY, size, rotation } = positionWords(placement);
  return { positionX, positionY, size, rotation };
}

/** Hotkeys or expressions of the model in use have changed. */
export const modelConfigChanged = defineEvent({
  name: 'ModelConfigChangedEvent',
  config: z.unknown(),
  open(world, _config, tell) {
    let model = world.avatar.view.get().model;
    let hotkeys = hotkeyList(world);
    const check = (): void => {
      const now = world.avatar.view.get().model;
      const nowHotkeys = hotkeyList(world);
      const hotkeyConfigChanged = nowHotkeys !== hotkeys;
      const sameModel = now !== undefined && now.id === model?.id;
      const changed = sameModel && (hotkeyConfigChanged || now.name !== model?.name);
      model = now;
      hotkeys = nowHotkeys;
      if (changed) tell({ modelID: now.id, modelName: now.name, hotkeyConfigChanged });
    };
    const ends = [world.bindings.bindings.subscribe(check), world.avatar.view.subscribe(check)];
    return () => {
      for (const end of ends) end();
    };
  },
});

/** What plugins can know of the hotkeys: enough to see a change. */
const hotkeyList = (world: World): string =>
  JSON.stringify(world.bindings.current().map(({ id, name, enabled, actions }) => [id, name, enabled, actions]));

export const modelAnimation = defineEvent({
  name: 'ModelAnimationEvent',
  config: z.object({ ignoreLive2DItems: flag, ignoreIdleAnimations: flag }),
  open: (world, { ignoreIdleAnimations }, tell) =>
    world.stage.onMotion(({ modelId, name, state, idle, duration }) => {
      const { modelID, modelName } = loadedWords(world);
      if (modelId !== modelID || (idle && ignoreIdleAnimations)) return;
      const motion = world.avatar.view.get().model?.description.motions.find((one) => one.name === name);
      tell({
        animationEventType: state === 'start' ? 'Start' : 'End',
        animationEventTime: state === 'start' ? 0 : duration,
        animationEventData: state === 'start' ? 'Anim_Start' : 'Anim_End',
        animationName: motion?.file || name,
        animationLength: duration,
        isIdleAnimation: idle,
        modelID,
        modelName,
        isLive2DItem: false,
      });
    }),
});
