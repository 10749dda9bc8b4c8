import { z } from 'zod';
import { defineEvent } from '../protocol/event-kind.ts';
import { flag } from '../protocol/fields.ts';
import { loadedWords } from '../requests/model-words.ts';
import type { StageTouch } from '../stage-reports.types.ts';

/** A little under a fifteenth of a second: stages keep the beat, and two stages must not double it. */
const OUTLINE_LEAST_MS = 60;
const HULL_LEAST = 3;

export const modelOutline = defineEvent({
  name: 'ModelOutlineEvent',
  // `draw` would show the outline on the stage; viewers would see it, so it is not drawn here.
  config: z.object({ draw: flag }),
  open(world, _config, tell) {
    let lastAt = Number.NEGATIVE_INFINITY;
    return world.stage.onOutline(({ modelId, hull, windowSize }) => {
      const { modelID, modelName } = loadedWords(world);
      const now = world.clock.now();
      if (modelId !== modelID || hull.length < HULL_LEAST || now - lastAt < OUTLINE_LEAST_MS) return;
      lastAt = now;
      const sum = hull.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), { x: 0, y: 0 });
      tell({
        modelName,
        modelID,
        convexHull: hull.map(({ x, y }) => ({ x, y })),
        convexHullCenter: { x: sum.x / hull.length, y: sum.y / hull.length },
        windowSize: { x: windowSize.x, y: windowSize.y },
      });
    });
  },
});

/** Ours by the DOM's numbers: left, right, middle. */
const MOUSE_BUTTONS: Readonly<Record<number, number>> = { 0: 0, 1: 2, 2: 1 };

export const modelClicked = defineEvent({
  name: 'ModelClickedEvent',
  config: z.object({ onlyClicksOnModel: flag }),
  open: (world, { onlyClicksOnModel }, tell) =>
    world.stage.onTouch((touch) => {
      const { modelLoaded, modelID, modelName } = loadedWords(world);
      const modelWasClicked = modelLoaded && touch.itemId === null && (touch.meshes.length > 0 || touch.part !== null);
      const mouseButtonID = MOUSE_BUTTONS[touch.button];
      if (mouseButtonID === undefined || (onlyClicksOnModel && !modelWasClicked)) return;
      const artMeshHits = modelWasClicked ? hitsOf(touch, modelID) : [];
      tell({
        modelLoaded,
        loadedModelID: modelID,
        loadedModelName: modelName,
        modelWasClicked,
        mouseButtonID,
        clickPosition: { x: touch.x, y: touch.y },
        windowSize: { x: touch.windowSize.x, y: touch.windowSize.y },
        clickedArtMeshCount: artMeshHits.length,
        artMeshHits,
      });
    }),
});

const THIRD = 1 / 3;
const PIN_SIZE = 0.32;

/** Each hit can be handed to `ItemPinRequest` as it is; where only a body part is known, that stands for the mesh. */
function hitsOf({ meshes, part }: StageTouch, modelID: string): object[] {
  const names = meshes.length > 0 ? meshes : part === null ? [] : [part];
  return names.map((artMeshID, artMeshOrder) => ({
    artMeshOrder,
    isMasked: false,
    hitInfo: {
      modelID,
      artMeshID,
      angle: 0,
      size: PIN_SIZE,
      vertexID1: 0,
      vertexID2: 1,
      vertexID3: 2,
      vertexWeight1: THIRD,
      vertexWeight2: THIRD,
      vertexWeight3: THIRD,
    },
  }));
}
