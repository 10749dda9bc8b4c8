import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { without } from './without.ts';

const run = promisify(execFile);
const WIDTH = 160;
const HEIGHT = 90;

export const WITHOUT_FFMPEG = without(
  'There is no ffmpeg to look into a recording: install it (Debian: apt-get install ffmpeg).',
  '没有 ffmpeg，无法检查录像：请安装（Debian：apt-get install ffmpeg）。',
);

export const hasFfmpeg = (): Promise<boolean> =>
  run('ffmpeg', ['-version']).then(
    () => true,
    () => false,
  );

/** What a video file holds. */
export interface RecordingContent {
  /** The loudest sample, 0…1. */
  readonly peak: number;
  /** Of the pixels, the greatest share that changed from one picture to the next. */
  readonly moved: number;
  readonly pictures: number;
}

export async function contentOf(file: string): Promise<RecordingContent> {
  const sound = await decoded(file, ['-f', 'f32le', '-ac', '1', '-ar', '16000']);
  const video = await decoded(file, ['-f', 'rawvideo', '-pix_fmt', 'gray', '-vf', `scale=${WIDTH}:${HEIGHT}`]);
  let peak = 0;
  for (let at = 0; at + 4 <= sound.length; at += 4) peak = Math.max(peak, Math.abs(sound.readFloatLE(at)));
  const size = WIDTH * HEIGHT;
  const pictures = Math.floor(video.length / size);
  let moved = 0;
  for (let picture = 1; picture < pictures; picture += 1)
    moved = Math.max(moved, shareChanged(video.subarray((picture - 1) * size, (picture + 1) * size)));
  return { peak, moved, pictures };
}

async function decoded(file: string, output: readonly string[]): Promise<Buffer> {
  const command = ['-hide_banner', '-loglevel', 'error', '-i', file, ...output, 'pipe:1'];
  return (await run('ffmpeg', command, { encoding: 'buffer', maxBuffer: 2 ** 28 })).stdout;
}

/** Of two grey pictures, one after the other. */
function shareChanged(both: Buffer): number {
  const size = both.length / 2;
  let changed = 0;
  for (let at = 0; at < size; at += 1) if (Math.abs((both[at] ?? 0) - (both[at + size] ?? 0)) > 16) changed += 1;
  return changed / size;
}
