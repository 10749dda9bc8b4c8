import { z } from 'zod';
import { VtsError } from '../protocol/error-ids.ts';
import { defineEvent, type Tell } from '../protocol/event-kind.ts';
import { anything, isHexId, within } from '../protocol/fields.ts';
import { loadedWords } from '../requests/model-words.ts';
import type { World } from '../state/world.ts';
import { FIRST_EVENT_MS, repeat } from './repeat.ts';

/** There are no visual effects, so nothing ever changes. */
export const postProcessing = defineEvent({
  name: 'PostProcessingEvent',
  neutral: true,
  config: z.unknown(),
  open: () => () => undefined,
});

export const cubismEditorConnected = defineEvent({
  name: 'Live2DCubismEditorConnectedEvent',
  neutral: true,
  config: z.unknown(),
  open: (world, _config, tell) =>
    world.clock.after(FIRST_EVENT_MS, () => tell({ tryingToConnect: false, connected: false, shouldSendParameters: false })),
});

/** Optional number from 1 to `most`, with an error of its own. */
const frequency = (
  most: number,
  name: 'Event_ArtMeshTrackingEvent_FrequencyInvalid' | 'Event_ArtMeshOutlineEvent_FrequencyInvalid',
) =>
  anything.transform((value) => {
    if (value === undefined || value === null) return most;
    if (typeof value === 'number' && within(value, 1, most)) return value;
    throw new VtsError(name, `frequency must be from 1 to ${most}.`);
  });

const vertex = z.number().int().min(0);
const trackingPoint = z.object({
  trackingPointID: z.string().min(1).max(128),
  artMeshCoords: z
    .object({
      modelID: z.string().refine(isHexId),
      artMeshID: z.string().min(1),
      vertexID1: vertex,
      vertexID2: vertex,
      vertexID3: vertex,
      vertexWeight1: z.number(),
      vertexWeight2: z.number(),
      vertexWeight3: z.number(),
    })
    .refine(
      ({ vertexWeight1: a, vertexWeight2: b, vertexWeight3: c }) => Math.abs(a + b + c - 1) <= 0.01,
      'weights must sum to 1',
    ),
});

export const artMeshTracking = defineEvent({
  name: 'ArtMeshTrackingEvent',
  neutral: true,
  misfit: 'Event_ArtMeshTrackingEvent_TrackingPointsInvalid',
  config: z.object({
    frequency: frequency(60, 'Event_ArtMeshTrackingEvent_FrequencyInvalid'),
    trackingPoints: z
      .array(trackingPoint)
      .max(500)
      .refine((points) => new Set(points.map((point) => point.trackingPointID)).size === points.length, 'ids must be unique'),
  }),
  open: (world, { frequency: hertz, trackingPoints }, tell) =>
    tellNothingFound(world, hertz, tell, {
      subscribedPointsCount: trackingPoints.length,
      foundPointsCount: 0,
      trackingPoints: [],
    }),
});

export const artMeshOutline = defineEvent({
  name: 'ArtMeshOutlineEvent',
  neutral: true,
  misfit: 'Event_ArtMeshOutlineEvent_ArtMeshesInvalid',
  config: z.object({
    frequency: frequency(30, 'Event_ArtMeshOutlineEvent_FrequencyInvalid'),
    artMeshes: z
      .array(z.object({ modelID: z.string().refine(isHexId), artMeshID: z.string().min(1) }))
      .max(100)
      .refine(
        (list) => new Set(list.map(({ modelID, artMeshID }) => `${modelID}/${artMeshID}`)).size === list.length,
        'must be unique',
      ),
  }),
  open: (world, { frequency: hertz, artMeshes }, tell) =>
    tellNothingFound(world, hertz, tell, { subscribedArtMeshCount: artMeshes.length, foundArtMeshCount: 0, artMeshOutlines: [] }),
});

/** At the wished frequency while a model is loaded; without one, once and then silence. Meshes here have no vertex numbers, so none is ever found. */
function tellNothingFound(world: World, hertz: number, tell: Tell, counts: object): () => void {
  let eventCounter = 0;
  let silent = false;
  return repeat(world.clock, 1000 / hertz, () => {
    const { modelLoaded, modelID } = loadedWords(world);
    if (!modelLoaded && silent) return;
    silent = !modelLoaded;
    const window = world.stage.window();
    const windowSize = { x: Math.round(window?.width ?? 1280), y: Math.round(window?.height ?? 720) };
    tell({ modelLoaded, modelID, windowSize, eventCounter, ...counts });
    eventCounter += 1;
  });
}
