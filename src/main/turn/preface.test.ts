import { describe, expect, it } from 'vitest';
import { chat, gift, turnOf } from '#main/dialogue/dialogue.testkit.ts';
import { prefaceOf } from './preface.ts';

describe('prefaceOf', () => {
  it('names the viewer and what was written, in her language', () => {
    const turn = turnOf(chat('  how old are you? ', 'Ann'));
    expect(prefaceOf(turn, 'en')).toBe('Ann says: how old are you?');
    expect(prefaceOf(turn, 'zh')).toBe('Ann说：how old are you?');
    expect(prefaceOf(turn, 'ja')).toBe('Annさん：how old are you?');
  });

  it('reads nothing out where nobody wrote anything', () => {
    expect(prefaceOf(turnOf(gift('Rose', 3, 1)), 'en')).toBeUndefined();
    expect(prefaceOf(turnOf(chat('   ')), 'en')).toBeUndefined();
    expect(
      prefaceOf({ kind: 'say', turnId: 1, eventId: 'x', text: 'hi', emotion: undefined, speaker: 'her' }, 'en'),
    ).toBeUndefined();
  });

  it('cuts a long message and a long name, never in the middle of a character', () => {
    const preface = prefaceOf(turnOf(chat('\u{1F600}'.repeat(200), 'N'.repeat(80))), 'en') ?? '';
    expect(preface.length).toBeLessThan(220);
    expect(preface.endsWith('…')).toBe(true);
    // Throws on half a character.
    expect(() => encodeURIComponent(preface)).not.toThrow();
  });

  it('hides a masked name', () => {
    const turn = turnOf({ ...chat('hello'), user: { id: null, name: 'A***', masked: true, roles: [] } });
    expect(prefaceOf(turn, 'en')).toBe('hello');
  });
});
