import { describe, expect, it } from 'vitest';
import { ARKIT_NAMES, canonicalName } from './expression-names.ts';

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

describe('canonicalName', () => {
  it('knows all 52 face shapes in any spelling', () => {
    expect(new Set(ARKIT_NAMES).size).toBe(52);
    for (const name of ARKIT_NAMES) {
      const spellings = [name, capital(name), name.toLowerCase(), name.toUpperCase()];
      const sided = /^(.{4,})(Left|Right)$/.exec(name);
      if (sided?.[1] !== undefined && !/^(jaw|mouth)$/.test(sided[1])) {
        const letter = sided[2]?.[0] ?? '';
        spellings.push(
          `${sided[1]}_${letter}`,
          `${capital(sided[1])}_${letter}`,
          `${sided[1]}${letter}`,
          `${sided[1]}.${letter.toLowerCase()}`,
        );
        spellings.push(`${sided[1]}_${sided[2]}`);
      }
      for (const spelling of spellings) expect(`${spelling} → ${canonicalName(spelling)}`).toBe(`${spelling} → ${name}`);
    }
  });

  it('takes no name that merely ends in l or r for a side', () => {
    expect(canonicalName('mouthRollUpper')).toBe('mouthRollUpper');
    expect(canonicalName('mouthFunnel')).toBe('mouthFunnel');
    expect(canonicalName('eyeBlinkl')).toBe('eyeBlinkl');
  });

  it('finds presets in any case and leaves what is nobody’s standard alone', () => {
    expect(canonicalName('Surprised')).toBe('surprised');
    expect(canonicalName('BLINKLEFT')).toBe('blinkLeft');
    expect(canonicalName('星の目')).toBe('星の目');
    expect(canonicalName('heart_eyes')).toBe('heart_eyes');
  });
});
