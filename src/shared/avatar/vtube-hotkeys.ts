import { type Action, BINDING_LIMIT, type Binding, type Trigger } from '#shared/avatar/bindings.ts';
import { expressionNameOf, motionNameOf } from '#shared/avatar/cubism/live2d-manifest.ts';
import type { VtubeContext, VtubeNotes } from './vtube-context.ts';
import { gestureTriggersFrom } from './vtube-gestures.ts';
import type { VtubeHotkey } from './vtube-json.ts';
import { triggerFromKeys } from './vtube-keys.ts';
import type { VtubeReason } from './vtube-report.ts';
import { roomTriggersFrom } from './vtube-rooms.ts';

type Turned = { readonly action: Action } | { readonly why: VtubeReason; readonly detail: string };
/** Of one binding. */
const TRIGGER_LIMIT = 10;
const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Hotkeys as bindings of this model, in their order. Those without a key stay for programs and the remote page. */
export function bindingsFromHotkeys(hotkeys: readonly VtubeHotkey[], context: VtubeContext, notes: VtubeNotes): Binding[] {
  const bindings: Binding[] = [];
  const ids = new Set<string>();
  let fromRooms = 0;
  for (const hotkey of hotkeys) {
    const name = hotkey.Name || hotkey.File || hotkey.Action;
    const turned = bindings.length >= BINDING_LIMIT ? { why: 'too-many' as const, detail: '' } : actionFrom(hotkey, context);
    if (!('action' in turned)) {
      notes.left('hotkey', name, turned.why, turned.detail);
      continue;
    }
    const id = idFrom(hotkey.HotkeyID, ids, context);
    const room = roomTriggersFrom(hotkey);
    for (const one of room.left) notes.left('hotkey', name, one.why, one.detail);
    fromRooms += room.triggers.length;
    bindings.push({
      id,
      name: name.slice(0, 200),
      modelId: context.modelId,
      enabled: hotkey.IsActive,
      triggers: triggersFrom(hotkey, name, room.triggers, notes),
      actions: [{ delay: 0, action: turned.action }],
      cooldown: room.cooldown,
    });
    noteRest(hotkey, name, notes);
  }
  if (bindings.length > 0) notes.taken('hotkeys', bindings.length);
  const keys = bindings.filter(({ triggers }) => triggers.some(({ type }) => type === 'key' || type === 'mouse')).length;
  if (keys > 0) notes.taken('keys', keys);
  if (fromRooms > 0) notes.taken('room-triggers', fromRooms);
  return bindings;
}

/** Plugins know hotkeys by these ids: they stay, unless two have the same. */
function idFrom(id: string, seen: Set<string>, context: VtubeContext): string {
  const own = id.toLowerCase().replaceAll('-', '');
  const chosen = /^[0-9a-f]{32}$/.test(own) && !seen.has(own) ? own : context.newId();
  seen.add(chosen);
  return chosen;
}

function triggersFrom(hotkey: VtubeHotkey, name: string, room: readonly Trigger[], notes: VtubeNotes): Trigger[] {
  const { Trigger1, Trigger2, Trigger3, ScreenButton } = hotkey.Triggers;
  const { trigger, problem } = triggerFromKeys([Trigger1, Trigger2, Trigger3], hotkey.IsGlobal);
  if (problem !== undefined) notes.left('key', name, problem.why, problem.detail);
  const button = Number.isInteger(ScreenButton) && ScreenButton >= 1 && ScreenButton <= 8;
  const triggers: Trigger[] = [
    ...(trigger === undefined ? [] : [trigger]),
    ...(button ? [{ type: 'button' as const, slot: ScreenButton }] : []),
    ...gestureTriggersFrom(hotkey).triggers,
    ...room,
  ];
  return triggers.length === 0 ? [{ type: 'api' }] : triggers.slice(0, TRIGGER_LIMIT);
}

function noteRest(hotkey: VtubeHotkey, name: string, notes: VtubeNotes): void {
  for (const gesture of gestureTriggersFrom(hotkey).left) notes.left('hotkey', name, 'hand-gesture', gesture);
  if (hotkey.StopsOnLastFrame) notes.left('hotkey', name, 'stops-on-last-frame', '');
}

function actionFrom(hotkey: VtubeHotkey, context: VtubeContext): Turned {
  const { Action: action, File: file } = hotkey;
  switch (action) {
    case 'TriggerAnimation':
      return named(file, (found) => ({ type: 'motion', name: motionNameOf(found), loop: false }));
    case 'ChangeIdleAnimation':
      return named(file, (found) => ({ type: 'idle-motion', name: motionNameOf(found) }));
    case 'ToggleExpression':
      return named(file, (found) => expressionAction(hotkey, expressionNameOf(found)));
    case 'RemoveAllExpressions':
      return { action: { type: 'clear-expressions' } };
    case 'MoveModel':
      return { action: placementAction(hotkey) };
    case 'RemoveAllItems':
      return { action: { type: 'clear-items' } };
    case 'CalibrateCam':
      return { action: { type: 'look-straight' } };
    case 'ChangeVTSModel': {
      const modelId = context.modelByFile(file);
      return modelId === undefined ? { why: 'unknown-model', detail: file } : { action: { type: 'model', modelId } };
    }
    case '':
    case 'Unset':
      return { why: 'action-unset', detail: '' };
    default:
      return { why: 'action-unsupported', detail: action };
  }
}

const named = (file: string, make: (file: string) => Action): Turned =>
  file === '' ? { why: 'file-missing', detail: '' } : { action: make(file.replaceAll('\\', '/')) };

function expressionAction(hotkey: VtubeHotkey, name: string): Action {
  const timed = hotkey.DeactivateAfterSeconds && hotkey.DeactivateAfterSecondsAmount > 0;
  return {
    type: 'expression',
    name,
    mode:
      hotkey.DeactivateAfterKeyUp || hotkey.HandGestureSettings.DeactivateExpWhenGestureNotDetected
        ? 'hold'
        : timed
          ? 'timed'
          : 'toggle',
    seconds: timed ? between(hotkey.DeactivateAfterSecondsAmount, 0, 3600) : 0,
    fade: between(hotkey.FadeSecondsAmount, 0, 10),
    group: '',
  };
}

/** The file keeps x, y and size in the three places of a vector, in window coordinates. */
function placementAction({ Position, FadeSecondsAmount }: VtubeHotkey): Action {
  return {
    type: 'placement',
    placement: {
      x: between(Position.X, -1000, 1000),
      y: between(Position.Y, -1000, 1000),
      size: between(Position.Z, -100, 100),
      rotation: between(Position.Rotation, -360, 360),
    },
    seconds: between(FadeSecondsAmount, 0, 2),
  };
}
