import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HearingView } from '#shared/contract/hearing.ts';
import { canRunElectron, type ElectronProgram, startElectronProgram, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { fakeMicrophone } from '../support/fake-microphone.ts';
import { installPlug, plugIn, pullPlug } from '../support/microphone-plug.ts';
import { eventually } from '../support/numbers.ts';

/** Presses keys as a keyboard does, below every program. */
const presses = spawnSync('xdotool', ['version']).status === 0;
if (canRunElectron && !presses) console.warn('there is no xdotool: the talk key is not pressed');
const TALK_KEY = 'CommandOrControl+Alt+7';

describe.skipIf(!canRunElectron)('her ears in a real Electron', WITHOUT_ELECTRON, () => {
  let microphone: Awaited<ReturnType<typeof fakeMicrophone>>;
  let program: ElectronProgram;
  const views: HearingView[] = [];
  const seen = (is: (view: HearingView) => boolean): Promise<true> =>
    eventually(() => (views.at(-1) !== undefined && is(views.at(-1)!) ? true : undefined));
  const set = (hearing: object) => program.api.studio.updateSettings({ patch: { hearing } });

  beforeAll(async () => {
    microphone = await fakeMicrophone(Float32Array.from({ length: 32_000 }, (_, i) => 0.1 * Math.sin(i / 9)));
    program = await startElectronProgram(
      { YINGXI_STAGE_FRAME_RATE_CAP: '15', YINGXI_STAGE_QUALITY_LOOK: 'flat' },
      microphone.switches,
    );
    void (async () => {
      for await (const view of await program.api.hearing.watch()) views.push(view);
    })().catch(() => undefined);
    await program.studio.evaluate(installPlug);
  });
  afterAll(async () => {
    await program?.close();
    await microphone?.remove();
  });

  it('opens the microphone without a question, and its sound moves the meter', async () => {
    await set({ enabled: true, mode: 'open' });
    await seen(({ capture }) => capture === 'capturing');
    const levels = await program.api.hearing.watchLevel();
    for await (const { level } of levels) if (level > 0.3) break;
    expect(program.problems).toEqual([]);
  }, 120_000);

  it('says that the microphone is gone, and goes on by itself when it is back', async () => {
    await pullPlug(program.studio);
    await seen(({ capture, state, problem }) => capture !== 'capturing' && state === 'waiting' && problem !== '');
    await plugIn(program.studio);
    await seen(({ capture }) => capture === 'capturing');
  }, 120_000);

  it('takes the talk key from the system while push-to-talk is on: one press begins, another ends', async () => {
    await set({ mode: 'push-to-talk', pushToTalkKey: TALK_KEY });
    await seen(({ state }) => state === 'asleep');
    const isTaken = () => program.app.evaluate(({ globalShortcut }, key) => globalShortcut.isRegistered(key), TALK_KEY);
    await eventually(async () => ((await isTaken()) ? true : undefined));
    // Another program has the focus: the page cannot see the key.
    await program.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.blur();
    });
    if (presses) {
      expect(spawnSync('xdotool', ['key', 'ctrl+alt+7']).status).toBe(0);
      await seen(({ state }) => state === 'listening' || state === 'hearing');
      expect(spawnSync('xdotool', ['key', 'ctrl+alt+7']).status).toBe(0);
      await seen(({ state }) => state === 'asleep');
    }
    await set({ mode: 'open' });
    await eventually(async () => ((await isTaken()) ? undefined : true));
  }, 180_000);
});
