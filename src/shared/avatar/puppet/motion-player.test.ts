import { describe, expect, it } from 'vitest';
import { parsed, plainPuppet } from '../../../../tests/support/puppet/puppet-fixtures.ts';
import { createDerived } from './derived.ts';
import { createMotionPlayer } from './motion-player.ts';

const motion = (name: string, change: object = {}) => ({
  name,
  group: '',
  duration: 1,
  loop: false,
  fadeIn: 0,
  fadeOut: 0,
  curves: [
    {
      parameter: 'P',
      easing: 'linear' as const,
      keys: [
        [0, 0],
        [1, 1],
      ] as [number, number][],
    },
  ],
  ...change,
});

function player(...motions: ReturnType<typeof motion>[]) {
  const made = createMotionPlayer(parsed(plainPuppet({ motions })));
  const heard: string[] = [];
  made.onEvent(({ name, state, idle }) => heard.push(`${idle ? 'idle ' : ''}${name} ${state}`));
  return {
    ...made,
    heard,
    at(dt: number, base = 0): number {
      const values = Float32Array.of(base);
      made.updateIdle({ dt }, values);
      made.update({ dt }, values);
      return Math.round(values[0]! * 1000) / 1000;
    },
  };
}

describe('motions', () => {
  it('play along their curve and tell of both ends', () => {
    const one = player(motion('Nod'));
    expect(one.play('Nod', false)).toBe(true);
    expect([one.at(0.25), one.at(0.5)]).toEqual([0.25, 0.75]);
    one.at(0.5);
    expect(one.at(0.1, 0.3)).toBe(0.3);
    expect(one.heard).toEqual(['Nod start', 'Nod end']);
  });

  it('know only their own names', () => {
    const one = player(motion('Nod'));
    expect(one.play('Jump', false)).toBe(false);
    expect(one.heard).toEqual([]);
  });

  it('loop when asked to, until they are stopped', () => {
    const one = player(motion('Nod'));
    one.play('Nod', true);
    expect([one.at(0.75), one.at(0.5)]).toEqual([0.75, 0.25]);
    one.stop();
    one.at(0.1);
    expect(one.heard).toEqual(['Nod start', 'Nod end']);
  });

  it('fade over what is there, in and out, the next over the last', () => {
    const still = { keys: [[0, 1]] as [number, number][] };
    const one = player(
      motion('Slow', { duration: 10, fadeIn: 1, fadeOut: 1, curves: [{ parameter: 'P', easing: 'linear', ...still }] }),
      motion('Other', { duration: 10, fadeIn: 1, curves: [{ parameter: 'P', easing: 'hold', keys: [[0, -1]] }] }),
    );
    one.play('Slow', false);
    expect([one.at(0.25), one.at(0.75)]).toEqual([0.25, 1]);
    one.play('Other', false);
    expect(one.at(0.5)).toBe(-0.25);
    expect(one.at(0.5)).toBe(-1);
    expect(one.heard).toEqual(['Slow start', 'Other start', 'Slow end']);
  });

  it('run an idle motion beneath, again and again, and once for one wish', () => {
    const one = player(motion('Sway'), motion('Nod', { curves: [] }));
    one.setIdle('Sway');
    one.setIdle('Sway');
    expect([one.at(0.5), one.at(0.75)]).toEqual([0.5, 0.25]);
    one.setIdle(null);
    one.at(0.1);
    expect(one.heard).toEqual(['idle Sway start', 'idle Sway end']);
  });

  it('hold, ease and go straight between keys', () => {
    const at = (easing: 'hold' | 'smooth' | 'linear'): number => {
      const one = player(
        motion('M', {
          curves: [
            {
              parameter: 'P',
              easing,
              keys: [
                [0, 0],
                [1, 1],
              ],
            },
          ],
        }),
      );
      one.play('M', true);
      return one.at(0.25);
    };
    expect([at('hold'), at('linear'), at('smooth')]).toEqual([0, 0.25, 0.156]);
  });
});

describe('derived parameters', () => {
  it('add up within their range, in order', () => {
    const parameters = ['P', 'Q', 'R'].map((id) => ({ id, name: '', min: 0, max: 1, default: 0 }));
    const derive = createDerived(
      parsed(
        plainPuppet({
          parameters,
          derived: [
            { parameter: 'Q', inputs: [{ parameter: 'P', weight: 3 }] },
            { parameter: 'R', inputs: [{ parameter: 'Q', weight: 0.5 }] },
          ],
        }),
      ),
    );
    const values = Float32Array.of(0.5, 0.2, 0.1);
    derive(values);
    expect([...values].map((value) => Math.round(value * 100) / 100)).toEqual([0.5, 1, 0.6]);
  });
});
