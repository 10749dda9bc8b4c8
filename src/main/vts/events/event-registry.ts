import type { EventKind } from '../protocol/event-kind.ts';
import { hotkeyTriggered } from './hotkey-event.ts';
import { itemEvent } from './item-event.ts';
import { modelAnimation, modelConfigChanged, modelLoaded, modelMoved } from './model-events.ts';
import { artMeshOutline, artMeshTracking, cubismEditorConnected, postProcessing } from './neutral-events.ts';
import { modelClicked, modelOutline } from './stage-events.ts';
import { backgroundChanged, testEvent, trackingStatusChanged } from './studio-events.ts';

/** Every event that can be subscribed to. docs/vtube-studio-api.md holds the same list for people; a test compares them. */
export const EVENTS: readonly EventKind[] = [
  testEvent,
  modelLoaded,
  trackingStatusChanged,
  backgroundChanged,
  modelConfigChanged,
  modelMoved,
  modelOutline,
  hotkeyTriggered,
  modelAnimation,
  itemEvent,
  modelClicked,
  postProcessing,
  cubismEditorConnected,
  artMeshTracking,
  artMeshOutline,
];

const BY_NAME: ReadonlyMap<string, EventKind> = new Map(EVENTS.map((event) => [event.name, event]));
export const findEvent = (name: string): EventKind | undefined => BY_NAME.get(name);
