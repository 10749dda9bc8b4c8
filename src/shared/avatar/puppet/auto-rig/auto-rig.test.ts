import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artOf, FIGURE } from '../../../../../tests/support/puppet/puppet-fixtures.ts';
import { createPuppetBody } from '../body.ts';
import { createDerived } from '../derived.ts';
import type { Puppet } from '../puppet-format.ts';
import type { Art } from './art.ts';
import { autoRig } from './auto-rig.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where each layer is drawn under some values; `opacity` too. */
function pose(
  puppet: Puppet,
  set: Readonly<Record<string, number>> = {},
): (id: string) => Box & { readonly opacity: number; readonly x: number; readonly y: number } {
  const values = Float32Array.from(puppet.parameters, ({ id, default: fallback }) => set[id] ?? fallback);
  for (const id of Object.keys(set)) expect(puppet.parameters.map((parameter) => parameter.id)).toContain(id);
  createDerived(puppet)(values);
  const body = createPuppetBody(puppet, 1, () => true);
  body.update(values);
  return (id) => {
    const at = body.meshes.findIndex(({ layer }) => layer.id === id);
    const mesh = body.meshes[at];
    if (mesh === undefined) throw new Error(`no layer ${id}`);
    const corners = body.positions.slice(mesh.firstVertex * 2, (mesh.firstVertex + mesh.vertexCount) * 2);
    const [xs, ys] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)];
    const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    const mean = (list: Float32Array): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    return { ...box, opacity: body.opacities[at] ?? 0, x: mean(xs), y: mean(ys) };
  };
}

const { puppet } = autoRig(artOf(FIGURE));
const height = ({ top, bottom }: Box): number => bottom - top;
const width = ({ left, right }: Box): number => right - left;

describe('a rig made by layer names', () => {
  const rest = pose(puppet);

  it('leaves the drawing as it is at rest, but for the mouth that is shut', () => {
    for (const [path, [x, y, w, h]] of Object.entries(FIGURE)) {
      const id = path.split('/').at(-1)!;
      if (id.startsWith('mouth') || id === 'white' || id === 'eyebrows') continue;
      const box = rest(id);
      expect([box.left, box.top, box.right, box.bottom].map(Math.round), id).toEqual([x, y, x + w, y + h]);
    }
  });

  it('turns the head with parallax: what is nearer goes farther, what is behind goes the other way', () => {
    for (const yaw of [30, -30]) {
      const turned = pose(puppet, { ParamAngleX: yaw });
      const moved = (id: string): number => (turned(id).x - rest(id).x) * Math.sign(yaw);
      expect(moved('nose')).toBeGreaterThan(moved('mouth'));
      expect(moved('mouth')).toBeGreaterThan(moved('face') * 1.1);
      expect(moved('face')).toBeGreaterThan(10);
      expect(moved('hair_back')).toBeLessThan(moved('face') / 4);
      expect(Math.abs(moved('body'))).toBe(0);
    }
  });

  it('makes the far half of the face narrower in a turn', () => {
    const turned = pose(puppet, { ParamAngleX: 30 });
    expect(width(turned('iris_L'))).toBeLessThan(width(turned('iris_R')) * 0.92);
  });

  it('looks up and down with the whole face', () => {
    for (const [pitch, sign] of [
      [30, -1],
      [-30, 1],
    ] as const) {
      const turned = pose(puppet, { ParamAngleY: pitch });
      expect((turned('nose').y - rest('nose').y) * sign).toBeGreaterThan(20);
    }
  });

  it('tilts the head about the neck, clockwise for positive', () => {
    const tilted = pose(puppet, { ParamAngleZ: 30 });
    expect(tilted('hair_front').x).toBeGreaterThan(rest('hair_front').x + 80);
    expect(Math.abs(tilted('body').x - rest('body').x)).toBeLessThan(1);
  });

  it('shuts each eye by itself: her left one is right in the picture', () => {
    const wink = pose(puppet, { ParamEyeLOpen: 0 });
    // "white" is her right one, which the file names first; "white 2" her left.
    expect(height(wink('white 2'))).toBeLessThan(height(rest('white 2')) * 0.25);
    expect(height(wink('white'))).toBeCloseTo(height(rest('white')), 3);
    expect(wink('eyelash_L').y).toBeGreaterThan(rest('eyelash_L').y + 30);
    expect(wink('eyelash_R').y).toBeCloseTo(rest('eyelash_R').y, 3);
  });

  it('arches shut eyes up in a smile, and lets them hang in rest', () => {
    const bend = (smile: number): number => {
      const shut = pose(puppet, { ParamEyeLOpen: 0, ParamEyeLSmile: smile });
      return shut('white 2').top - rest('white 2').top;
    };
    expect(bend(1)).toBeLessThan(bend(0) - 20);
  });

  it('moves the eyeballs within whites that stay, and keeps them inside by a mask', () => {
    const gaze = pose(puppet, { ParamEyeBallX: 1, ParamEyeBallY: 1 });
    expect(gaze('iris_L').x - rest('iris_L').x).toBeGreaterThan(8);
    expect(gaze('iris_L').y - rest('iris_L').y).toBeLessThan(-8);
    expect(gaze('white 2').x).toBeCloseTo(rest('white 2').x, 3);
    expect(puppet.layers.find(({ id }) => id === 'iris_L')?.clip).toEqual(['white 2']);
  });

  it('cuts a picture of both brows in two, and lowers their inner ends in anger', () => {
    const angry = pose(puppet, { ParamBrowLAngle: -1, ParamBrowRAngle: -1, ParamBrowLY: -1, ParamBrowRY: -1 });
    expect(rest('eyebrows L').left).toBeGreaterThanOrEqual(rest('eyebrows R').right - 1);
    for (const side of ['L', 'R']) expect(angry(`eyebrows ${side}`).y).toBeGreaterThan(rest(`eyebrows ${side}`).y + 10);
    const turn = puppet.deformers.find(({ id }) => id === 'brow-L');
    expect(turn?.kind === 'transform' && turn.bindings[2]?.forms[0]?.angle).toBe(-15);
  });

  it('opens the mouth by openness or by vowels, no wider by both', () => {
    const [open, a, both, i, u] = [
      { ParamMouthOpenY: 1 },
      { ParamA: 1 },
      { ParamA: 1, ParamMouthOpenY: 1 },
      { ParamI: 1 },
      { ParamU: 1 },
    ].map((set) => pose(puppet, set)('mouth_open'));
    expect(rest('mouth_open').opacity).toBe(0);
    expect(rest('mouth').opacity).toBe(1);
    expect(pose(puppet, { ParamA: 1 })('mouth').opacity).toBe(0);
    expect(height(open!)).toBeGreaterThan(60);
    expect(height(a!)).toBeCloseTo(height(open!), 3);
    expect(height(both!)).toBeCloseTo(height(open!), 3);
    expect(height(i!)).toBeLessThan(height(a!) * 0.5);
    expect(width(i!)).toBeGreaterThan(width(u!) * 1.6);
  });

  it('lifts the corners of the mouth in a smile and drops them in sorrow', () => {
    const [smile, frown] = [1, -1].map((form) => pose(puppet, { ParamMouthForm: form })('mouth'));
    expect(smile!.top).toBeLessThan(rest('mouth').top - 8);
    expect(frown!.bottom).toBeGreaterThan(rest('mouth').bottom + 8);
  });

  it('breathes, leans, and stands somewhere else', () => {
    expect(pose(puppet, { ParamBreath: 1 })('face').y).toBeLessThan(rest('face').y - 4);
    expect(pose(puppet, { ParamBodyAngleZ: 10 })('face').x).toBeGreaterThan(rest('face').x + 30);
    expect(pose(puppet, { ParamBodyAngleX: 10 })('face').x).toBeGreaterThan(rest('face').x + 20);
    expect(pose(puppet, { ParamBaseX: 10 })('body').x).toBeGreaterThan(rest('body').x + 50);
    expect(Math.abs(pose(puppet, { ParamBreath: 1 })('body').bottom - rest('body').bottom)).toBeLessThan(1);
  });

  it('swings hair at its free end and holds it at its root', () => {
    const swung = pose(puppet, { ParamHairFront: 1 })('hair_front');
    expect(swung.right).toBeGreaterThan(rest('hair_front').right + 20);
    expect(swung.top).toBeCloseTo(rest('hair_front').top, 0);
    expect(puppet.springs.map(({ output }) => output)).toEqual([
      'ParamHairBack',
      'HairBackTip',
      'ParamHairFront',
      'HairFrontTip',
    ]);
  });

  it('draws in the order of the drawing', () => {
    const order = [...puppet.layers].sort((one, two) => one.z - two.z).map(({ id }) => id);
    expect(order.indexOf('hair_back')).toBe(0);
    expect(order.indexOf('face')).toBeLessThan(order.indexOf('white'));
    expect(order.indexOf('eyelash_L')).toBeLessThan(order.indexOf('hair_front'));
  });

  it('takes every parameter that a mood needs', () => {
    const ids = puppet.parameters.map(({ id }) => id);
    for (const id of [
      'ParamAngleX',
      'ParamAngleY',
      'ParamAngleZ',
      'ParamBodyAngleX',
      'ParamEyeLOpen',
      'ParamEyeRSmile',
      'ParamBrowLY',
      'ParamMouthForm',
      'ParamA',
      'ParamO',
      'ParamBreath',
    ])
      expect(ids).toContain(id);
  });
});

describe('eyes that are opened wide', () => {
  it('grow upwards, lashes and all, and nothing of the face goes with them', () => {
    const rest = pose(puppet);
    const wide = pose(puppet, { ParamEyeLOpen: 1.3 });
    expect(height(wide('white 2'))).toBeGreaterThan(height(rest('white 2')) * 1.08);
    expect(wide('eyelash_L').y).toBeLessThan(rest('eyelash_L').y - 5);
    expect(wide('iris_L').y).toBeCloseTo(rest('iris_L').y, 3);
    expect(wide('eyelash_R').y).toBeCloseTo(rest('eyelash_R').y, 3);
    expect(wide('face').y).toBeCloseTo(rest('face').y, 3);
  });

  it('are a part of surprise', () => {
    const surprised = puppet.expressions.find(({ name }) => name === 'Surprised');
    expect(surprised?.parameters).toContainEqual({ id: 'ParamEyeLOpen', value: 0.3, blend: 'add' });
  });
});

describe('limbs', () => {
  const body = { face: [300, 100, 200, 240], body: [300, 340, 200, 400] } as const;

  it('bend an arm of one picture at its elbow: the shoulder stays, the forearm and the hand go out and up', () => {
    const { puppet: rigged } = autoRig(artOf({ ...body, arm_L: [510, 380, 60, 300], hand_L: [510, 670, 60, 60] }));
    const [rest, bent] = [pose(rigged), pose(rigged, { ParamArmLB: 10 })];
    expect(bent('arm_L').top).toBeCloseTo(rest('arm_L').top, 0);
    expect(bent('arm_L').right).toBeGreaterThan(rest('arm_L').right + 60);
    expect(bent('hand_L').x).toBeGreaterThan(rest('hand_L').x + 60);
    expect(bent('hand_L').y).toBeLessThan(rest('hand_L').y - 30);
    const inwards = pose(rigged, { ParamArmLB: -10 });
    expect(inwards('hand_L').x).toBeLessThan(rest('hand_L').x - 60);
  });

  it('turn a forearm of its own about the elbow and a hand about the wrist, on either side of the picture', () => {
    for (const [side, x, sign] of [
      ['L', 510, 1],
      ['R', 230, -1],
    ] as const) {
      const [upper, lower, hand] = [`upper_arm_${side}`, `forearm_${side}`, `hand_${side}`];
      const { puppet: rigged } = autoRig(
        artOf({ ...body, [upper]: [x, 380, 60, 170], [lower]: [x, 540, 60, 150], [hand]: [x, 680, 60, 60] }),
      );
      const rest = pose(rigged);
      const bent = pose(rigged, { [`ParamArm${side}B`]: 10 });
      expect(bent(upper).x).toBeCloseTo(rest(upper).x, 3);
      expect((bent(lower).x - rest(lower).x) * sign).toBeGreaterThan(30);
      expect((bent(hand).x - rest(hand).x) * sign).toBeGreaterThan(80);
      const waved = pose(rigged, { [`ParamHand${side}`]: 10 });
      expect(waved(lower).x).toBeCloseTo(rest(lower).x, 3);
      expect((waved(hand).x - rest(hand).x) * sign).toBeGreaterThan(5);
      expect(rigged.anchors.find(({ part }) => part === (side === 'L' ? 'leftHand' : 'rightHand'))?.parent).toBe(`hand-${side}`);
    }
  });

  it('keep the feet where they stand while the hips shift and sink, and take them along in a jump', () => {
    const { puppet: rigged } = autoRig(artOf({ ...body, leg_L: [410, 720, 80, 400], leg_R: [310, 720, 80, 400] }));
    const rest = pose(rigged);
    for (const set of [{ ParamBaseX: 10 }, { ParamBaseY: -10 }]) {
      const moved = pose(rigged, set);
      expect(moved('leg_L').bottom).toBeCloseTo(rest('leg_L').bottom, 0);
      expect(Math.hypot(moved('body').x - rest('body').x, moved('body').y - rest('body').y)).toBeGreaterThan(10);
    }
    expect(pose(rigged, { ParamBaseX: 10 })('leg_L').x).toBeGreaterThan(rest('leg_L').x + 10);
    expect(pose(rigged, { ParamBaseY: -10 })('leg_L').right).toBeGreaterThan(rest('leg_L').right + 3);
    expect(pose(rigged, { ParamBaseY: 10 })('leg_L').bottom).toBeLessThan(rest('leg_L').bottom - 30);
    expect(pose(rigged, { ParamLegL: 10 })('leg_L').right).toBeGreaterThan(rest('leg_L').right + 30);
    expect(pose(rigged, { ParamLegL: 10 })('leg_R').x).toBeCloseTo(rest('leg_R').x, 3);
  });

  it('wave where there is an arm to wave with, and only there', () => {
    const names = (drawing: Parameters<typeof artOf>[0]): string[] =>
      autoRig(artOf(drawing)).puppet.motions.map(({ name }) => name);
    expect(names({ ...body, arm_R: [230, 380, 60, 300] })).toContain('Wave');
    expect(names(body)).not.toContain('Wave');
  });
});

describe('drawings that are not the usual ones', () => {
  it('trusts the place over the name when an artist calls the audience’s left her left', () => {
    const { puppet: mirrored } = autoRig(
      artOf({ face: [300, 220, 400, 500], eye_L: [340, 440, 90, 90], eye_R: [570, 440, 90, 90] }),
    );
    const wink = pose(mirrored, { ParamEyeLOpen: 0 });
    expect(height(wink('eye_R'))).toBeLessThan(40);
    expect(height(wink('eye_L'))).toBeGreaterThan(80);
  });

  it('lets a lone mouth open: a line grows, an open mouth shuts to a slit', () => {
    const line = autoRig(artOf({ face: [300, 220, 400, 500], mouth: [450, 630, 100, 12] })).puppet;
    expect(height(pose(line, { ParamMouthOpenY: 1 })('mouth'))).toBeGreaterThan(50);
    expect(height(pose(line)('mouth'))).toBeCloseTo(12, 1);
    const open = autoRig(artOf({ face: [300, 220, 400, 500], mouth: [450, 610, 100, 70] })).puppet;
    expect(height(pose(open)('mouth'))).toBeLessThan(12);
    expect(height(pose(open, { ParamMouthOpenY: 1 })('mouth'))).toBeCloseTo(70, 0);
  });

  it('shows one drawn vowel at a time', () => {
    const box = [450, 610, 100, 60] as const;
    const { puppet: vowels } = autoRig(
      artOf({
        face: [300, 220, 400, 500],
        mouth: [450, 630, 100, 12],
        mouth_a: box,
        mouth_i: box,
        mouth_u: box,
        mouth_e: box,
        mouth_o: box,
      }),
    );
    for (const vowel of ['A', 'I', 'U', 'E', 'O']) {
      const say = pose(vowels, { [`Param${vowel}`]: 1 });
      const shown = ['a', 'i', 'u', 'e', 'o'].filter((name) => say(`mouth_${name}`).opacity > 0.5);
      expect(shown, vowel).toEqual([vowel.toLowerCase()]);
      expect(say('mouth').opacity).toBe(0);
    }
    const merely = pose(vowels, { ParamMouthOpenY: 1 });
    expect(merely('mouth_a').opacity).toBe(1);
  });

  it('brings drawn shut eyes when the eyes shut, and the smiling ones in a smile', () => {
    const { puppet: drawn } = autoRig(
      artOf({
        face: [300, 220, 400, 500],
        eye_L: [570, 440, 90, 90],
        eye_closed_L: [570, 500, 90, 20],
        eye_smile_L: [570, 490, 90, 30],
      }),
    );
    const opacities = (open: number, smile: number): number[] => {
      const at = pose(drawn, { ParamEyeLOpen: open, ParamEyeLSmile: smile });
      return ['eye_L', 'eye_closed_L', 'eye_smile_L'].map((id) => at(id).opacity);
    };
    expect(opacities(1, 0)).toEqual([1, 0, 0]);
    expect(opacities(0, 0)).toEqual([0, 1, 0]);
    expect(opacities(0, 1)).toEqual([0, 0, 1]);
  });

  it('makes a switch and an expression of every effect layer, also of hidden ones', () => {
    const art = artOf({ face: [300, 220, 400, 500], fx_tears: [340, 560, 40, 60] });
    const hidden: Art = { ...art, layers: art.layers.map((layer) => ({ ...layer, visible: layer.name === 'face' })) };
    const { puppet: withTears } = autoRig(hidden);
    expect(pose(withTears)('fx_tears').opacity).toBe(0);
    expect(pose(withTears, { 'Show:fx_tears': 1 })('fx_tears').opacity).toBe(1);
    expect(withTears.expressions.map(({ name }) => name)).toContain('fx_tears');
  });

  it('leaves hidden layers out and says so', () => {
    const art = artOf({ face: [300, 220, 400, 500], sketch: [0, 0, 1000, 1200] });
    const { puppet: rigged, report } = autoRig({
      ...art,
      layers: art.layers.map((layer) => ({ ...layer, visible: layer.name === 'face' })),
    });
    expect(report.skipped).toEqual(['sketch']);
    expect(rigged.layers.map(({ id }) => id)).toEqual(['face']);
    expect(report.missing).toEqual(['eyes', 'mouth', 'brows', 'hair']);
  });

  it('clips what the artist clipped to the layer below', () => {
    const art = artOf({ face: [300, 220, 400, 500], shadow: [320, 600, 360, 100] });
    const { puppet: clipped } = autoRig({
      ...art,
      layers: art.layers.map((layer) => ({ ...layer, clipped: layer.name === 'shadow' })),
    });
    expect(clipped.layers.find(({ id }) => id === 'shadow')?.clip).toEqual(['face']);
  });

  it('refuses a drawing with nothing to see, with a way out', () => {
    expect(() => autoRig(artOf({ face: [0, 0, 1, 1] }, { visible: false }))).toThrow('no visible layers');
  });

  it('rigs any pile of layers into a sound puppet whose corners stay finite at any value', () => {
    const names = [
      'hair_back',
      'hair',
      'face',
      'eye_L',
      'eye_R',
      'eyes',
      'white',
      'iris_L',
      'eyelash',
      'mouth',
      'mouth_open',
      'mouth_a',
      'body',
      'arm_L',
      'hand_R',
      'tail',
      'skirt',
      'brow',
      'hat',
      'Layer 1',
      'fx_x',
      'bg',
      'neck',
      'leg',
      '耳',
      'ahoge',
      'teeth',
      'upper lip',
    ];
    const side = fc.integer({ min: 1, max: 900 });
    const layer = fc.tuple(
      fc.constantFrom(...names),
      fc.integer({ min: -200, max: 900 }),
      fc.integer({ min: -200, max: 900 }),
      side,
      side,
    );
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 14 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (layers, share) => {
          const art = artOf(Object.fromEntries(layers.map(([name, ...box], i) => [i % 3 === 0 ? name : `${name} ${i}`, box])));
          const { puppet: rigged } = autoRig({
            ...art,
            layers: art.layers.map((one) => ({ ...one, source: { x: 0, y: 0, width: 1, height: 1 } })),
          });
          const body = createPuppetBody(rigged, 0.5, () => true);
          body.update(Float32Array.from(rigged.parameters, ({ min, max }) => min + (max - min) * share));
          expect(body.positions.every((value) => Number.isFinite(value) && Math.abs(value) < 20_000)).toBe(true);
          expect(rigged.layers.length).toBeGreaterThanOrEqual(layers.length > 0 ? 1 : 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
