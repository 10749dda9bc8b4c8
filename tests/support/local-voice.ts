import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { slowPiperModel } from './onnx-models.ts';

/** A folder with a Piper voice that reads letters (no eSpeak needed) and takes about `depth` × 3 ms of work for a clause, whatever its length. */
export async function writeLetterVoice(depth: number, lengthScale: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-voice-'));
  const letters = "abcdefghijklmnopqrstuvwxyz '.,!?;:-";
  const ids = Object.fromEntries([...letters].map((letter, i) => [letter, [i + 3]]));
  const config = {
    audio: { sample_rate: 22_050, quality: 'medium' },
    inference: { noise_scale: 0, length_scale: lengthScale, noise_w: 0 },
    phoneme_type: 'text',
    phoneme_id_map: { _: [0], '^': [1], $: [2], ...ids },
    num_speakers: 1,
    language: { code: 'en_US', family: 'en' },
  };
  await writeFile(join(folder, 'en_US-letters-medium.onnx'), slowPiperModel(depth));
  await writeFile(join(folder, 'en_US-letters-medium.onnx.json'), JSON.stringify(config));
  return folder;
}

/** Imports the model in a folder as the streamer would, and waits until it is installed. Returns its id. */
export async function importModel(api: StudioApi, path: string): Promise<string> {
  await api.localModels.importPath({ path });
  for await (const view of await api.localModels.watch()) {
    const failed = view.imports.find((one) => one.state === 'failed');
    if (failed) throw new Error(`the model was not imported: ${JSON.stringify(failed)}`);
    const installed = view.models.find((one) => one.state.name === 'installed' && one.state.origin === 'imported');
    if (installed) return installed.manifest.id;
  }
  throw new Error('the watch ended');
}
