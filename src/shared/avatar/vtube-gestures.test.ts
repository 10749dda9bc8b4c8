import { describe, expect, it } from 'vitest';
import { gestureTriggersFrom } from './vtube-gestures.ts';
import { readVtubeFile } from './vtube-json.ts';

/** What a model's file says of one hotkey's hands, read as the whole file is. */
function read(settings: Readonly<Record<string, unknown>>) {
  const hotkey = readVtubeFile(JSON.stringify({ Version: 1, Hotkeys: [{ HandGestureSettings: settings }] }), 'x.vtube.json')
    .Hotkeys[0];
  if (hotkey === undefined) throw new Error('no hotkey was read');
  return gestureTriggersFrom(hotkey);
}

describe('signs of the hand from a VTube Studio model', () => {
  it.each([
    ['PeaceSign', 'victory'],
    ['ThumbsUp', 'thumb-up'],
    ['Thumb Down', 'thumb-down'],
    ['Fist', 'fist'],
    ['OpenHand', 'open'],
    ['RockAndRoll', 'horns'],
    ['FingerHeart', 'finger-heart'],
    ['Pointing', 'point'],
  ])('%s is %s', (name, gesture) => {
    const { triggers, left } = read({ GestureLeft: name, SecondsUntilDetection: 1.5 });
    expect(triggers).toEqual([{ type: 'gesture', hand: 'left', gesture, holdSeconds: 1.5 }]);
    expect(left).toEqual([]);
  });

  it('become one of both hands, one of each, or one of either', () => {
    const both = { GestureLeft: 'Fist', GestureRight: 'Fist', GestureCombinator: 'AND' };
    expect(read(both).triggers.map(({ hand }) => hand)).toEqual(['both']);
    expect(read({ ...both, GestureRight: 'OpenHand', GestureCombinator: 'OR' }).triggers.map(({ hand }) => hand)).toEqual([
      'left',
      'right',
    ]);
    expect(read({ GestureRight: 'Fist', AllowMirroredGesture: true }).triggers.map(({ hand }) => hand)).toEqual(['either']);
  });

  it('are named in the report where they cannot be told', () => {
    expect(read({ GestureLeft: 'Wiggle' })).toEqual({ triggers: [], left: ['Wiggle'] });
    expect(read({ GestureLeft: 'Fist', GestureRight: 'OpenHand', GestureCombinator: 'AND' }).left).toEqual(['Fist + OpenHand']);
    expect(read({ GestureLeft: 'None', GestureRight: '' })).toEqual({ triggers: [], left: [] });
  });
});
