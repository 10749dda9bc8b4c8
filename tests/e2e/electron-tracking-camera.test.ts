import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRunElectron, type ElectronProgram, startElectronProgram, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { movesAsFixture, reachOfFace } from '../support/face-seen.ts';
import { faceFixture, fakeCamera, WITHOUT_FACE } from '../support/fixture-video.ts';

if (faceFixture === undefined)
  console.warn('shared/fixtures/face is not beside the repository: Electron is not tested with a face');

const WITHOUT = canRunElectron ? WITHOUT_FACE : WITHOUT_ELECTRON;
describe.skipIf(!canRunElectron || faceFixture === undefined)('the webcam in a real Electron', WITHOUT, () => {
  let program: ElectronProgram;
  beforeAll(async () => {
    program = await startElectronProgram(
      { YINGXI_STAGE_FRAME_RATE_CAP: '15', YINGXI_STAGE_QUALITY_LOOK: 'flat' },
      fakeCamera(faceFixture?.video ?? ''),
    );
  });
  afterAll(() => program?.close());

  it('is opened without a question and follows the face, also when the window is hidden', async () => {
    await program.api.studio.updateSettings({
      patch: { driving: { mode: 'human' }, tracking: { webcam: { enabled: true } } },
    });
    await reachOfFace(program.api, movesAsFixture, 300_000);
    await program.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.minimize();
    });
    await reachOfFace(program.api, (of) => of('headYaw').most - of('headYaw').least > 10, 120_000);
    expect(program.problems.filter((problem) => !/INFO: Created TensorFlow Lite/u.test(problem))).toEqual([]);
  }, 600_000);
});
