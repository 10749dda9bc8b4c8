import { beforeAll, describe, expect, it } from 'vitest';
import { readPose3 } from '#shared/avatar/cubism/pose3.ts';
import { createMoment } from '../../layers/moment.ts';
import type { CoreModel } from './cubism-core.ts';
import { frameworkModel, loadFramework } from './framework.fixture.ts';
import { createLive2dParts } from './live2d-parts.ts';

let framework: Awaited<ReturnType<typeof loadFramework>>;
beforeAll(async () => {
  framework = await loadFramework();
});

const PARTS = ['ArmDown', 'ArmUp', 'Sleeve', 'Body'];
const POSE = {
  Type: 'Live2D Pose',
  FadeInTime: 0.4,
  Groups: [
    [
      { Id: 'ArmDown', Link: ['Sleeve'] },
      { Id: 'ArmUp', Link: [] },
    ],
  ],
};
const pose = readPose3(JSON.stringify(POSE), 'pose3.json');

function partsOf(opacities = Float32Array.of(1, 1, 1, 0.5)) {
  const parts = { count: PARTS.length, ids: PARTS, opacities };
  // Nothing else of a model is looked at here.
  return { opacities, parts: createLive2dParts({ parts } as unknown as CoreModel, pose) };
}

describe('the parts of a pose', () => {
  it('cross over as in Live2D’s own framework, links included', () => {
    const { opacities, parts } = partsOf();
    const theirs = new Float32Array(PARTS.length).fill(1);
    const empty = new Float32Array(0);
    const model = frameworkModel(
      { ids: [], values: empty, minimumValues: empty, maximumValues: empty, defaultValues: empty },
      PARTS,
      theirs,
    );
    const reference = framework.CubismPose.create(POSE);
    reference.updateParameters(model, 0);
    for (let frame = 0; frame < 90; frame++) {
      // Arms up from frame 10 to 50.
      const up = frame >= 10 && frame < 50;
      parts.begin();
      parts.wanted[0] = up ? 0 : 1;
      parts.wanted[1] = up ? 1 : 0;
      model.extra.set('ArmDown', up ? 0 : 1);
      model.extra.set('ArmUp', up ? 1 : 0);
      parts.update(createMoment(1 / 60));
      reference.updateParameters(model, 1 / 60);
      for (const at of [0, 1, 2])
        expect(opacities[at], `${PARTS[at]} in frame ${frame}`).toBeCloseTo(theirs[at] ?? Number.NaN, 4);
    }
  });

  it('show the first of a group at the start, and leave other parts as the file has them', () => {
    const { opacities, parts } = partsOf();
    parts.begin();
    parts.update(createMoment(0.1));
    expect([...opacities]).toEqual([1, 0, 1, 0.5]);
  });

  it('take the opacity that a motion asks for where no pose speaks of them', () => {
    const { opacities, parts } = partsOf();
    parts.begin();
    parts.wanted[3] = 0.25;
    parts.update(createMoment(0.1));
    expect(opacities[3]).toBe(0.25);
    parts.begin();
    parts.update(createMoment(0.1));
    expect(opacities[3]).toBe(0.5);
  });
});
