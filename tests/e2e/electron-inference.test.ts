import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRunElectron, type ElectronProgram, startElectronProgram, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { importModel, writeLetterVoice } from '../support/local-voice.ts';
import { eventually } from '../support/numbers.ts';

describe.skipIf(!canRunElectron)('local models in a real Electron', WITHOUT_ELECTRON, () => {
  let program: ElectronProgram;
  let voiceFolder: string;
  beforeAll(async () => {
    voiceFolder = await writeLetterVoice(4, 0.12);
    program = await startElectronProgram({ YINGXI_VOICE_ENGINE: 'piper' });
    await importModel(program.api, voiceFolder);
  });
  afterAll(async () => {
    await program.close();
    await rm(voiceFolder, { recursive: true, force: true });
  });

  it('speaks with a model that runs in a utility process, and says on which provider', async () => {
    await say('Hello there, how are you today?');
    const { processes, models } = await eventually(async () => {
      const runtime = await runtimeNow();
      return runtime.models.some((model) => model.runs > 0) ? runtime : undefined;
    });
    expect(processes.find(({ name }) => name === 'voice')).toMatchObject({ state: 'ready', crashes: 0 });
    expect(models[0]).toMatchObject({ role: 'voice', provider: 'cpu', failures: 0 });
    const utility = await program.app.evaluate(({ app }) =>
      app.getAppMetrics().flatMap((one) => (one.type === 'Utility' ? [{ pid: one.pid, name: one.name }] : [])),
    );
    expect(utility.map(({ pid }) => pid)).toContain(processes.find(({ name }) => name === 'voice')?.pid);
  });

  it('sees an abort of that process as a crash, though Electron tells code 0, and speaks on', async () => {
    const before = (await runtimeNow()).processes.find(({ name }) => name === 'voice')?.pid ?? undefined;
    if (before === undefined) throw new Error('the voice has no process');
    process.kill(before, 'SIGABRT');
    const after = await eventually(async () => {
      const voice = (await runtimeNow()).processes.find(({ name }) => name === 'voice');
      return voice?.pid !== before && voice?.state === 'ready' ? voice : undefined;
    });
    expect(after.crashes).toBe(1);
    await say('And here I am again.');
  });

  /** Says a text and waits until it was heard. */
  async function say(text: string): Promise<void> {
    const { eventId } = await program.api.speech.say({ text });
    await eventually(async () => {
      const { entries } = await program.api.live.ledger({ limit: 20 });
      return entries.find((row) => row.eventId === eventId && row.decision === 'answered');
    });
  }

  async function runtimeNow() {
    for await (const runtime of await program.api.localModels.watchRuntime()) return runtime;
    throw new Error('the watch ended');
  }
});
