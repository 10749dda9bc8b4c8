import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavFile } from '#main/recognition/wav-file.ts';

/** Switches with which Chromium takes a sound file for the microphone, over and over, and asks nobody. Mono float32, 16 kHz. */
export async function fakeMicrophone(samples: Float32Array): Promise<{ switches: readonly string[]; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-microphone-'));
  const file = join(folder, 'microphone.wav');
  await writeFile(file, wavFile(samples, 16_000));
  return {
    switches: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}`,
    ],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
