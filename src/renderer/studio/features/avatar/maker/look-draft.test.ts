import { describe, expect, it } from 'vitest';
import { DEFAULT_AVATARS } from '#shared/avatar/generator/default-avatars.ts';
import { avatarOptionsSchema } from '#shared/avatar/generator/options.ts';
import { keepLook, openLook, stepLook, surprise, turnHue } from './look-draft.ts';

const nothing = { getItem: () => null };
const named = (name: string) => ({ ...openLook(nothing).options, name });

describe('the look that is being made', () => {
  it('goes back and forth over what was changed, and a new change forgets what was taken back', () => {
    let draft = openLook(nothing);
    for (const name of ['a', 'b', 'c']) draft = stepLook(draft, { type: 'change', options: named(name) });
    draft = stepLook(stepLook(draft, { type: 'undo' }), { type: 'undo' });
    expect(draft.options.name).toBe('a');
    draft = stepLook(draft, { type: 'redo' });
    expect(draft.options.name).toBe('b');
    draft = stepLook(draft, { type: 'change', options: named('d') });
    expect(stepLook(draft, { type: 'redo' })).toBe(draft);
  });

  it('counts no step where nothing changed', () => {
    const draft = openLook(nothing);
    expect(stepLook(draft, { type: 'change', options: { ...draft.options } })).toBe(draft);
    expect(stepLook(draft, { type: 'undo' })).toBe(draft);
  });

  it('remembers the last look, and begins with a shipped one when what is remembered is broken', () => {
    const kept = new Map<string, string>();
    keepLook({ setItem: (key, value) => void kept.set(key, value) }, named('mine'));
    expect(openLook({ getItem: (key) => kept.get(key) ?? null }).options.name).toBe('mine');
    for (const broken of ['{"name":1}', 'no json', '{}'])
      expect(openLook({ getItem: () => broken }).options).toEqual(DEFAULT_AVATARS[0]?.options);
  });

  it('surprises with looks that can be made, whatever the dice say', () => {
    let state = 7;
    const random = (): number => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const looks = Array.from({ length: 200 }, () => surprise('x', random));
    for (const look of looks) expect(avatarOptionsSchema.parse(look)).toEqual(look);
    expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBeGreaterThan(150);
  });

  it('turns a colour around the wheel and leaves grey as it is', () => {
    expect(turnHue('#ff0000', 120)).toBe('#00ff00');
    expect(turnHue('#3f9be8', 0)).toBe('#3f9be8');
    expect(turnHue('#3f9be8', 360)).toBe('#3f9be8');
    expect(turnHue('#808080', 77)).toBe('#808080');
    expect(turnHue('#ffffff', 77)).toBe('#ffffff');
  });
});
