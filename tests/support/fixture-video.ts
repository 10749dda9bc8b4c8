import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decode, encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { ROOT } from './studio-process.ts';
import { withoutShared } from './without.ts';

const folder = resolve(ROOT, '../shared/fixtures/face');

/** A moving face with what was done to it, and an open hand; undefined where the fixtures are not beside the repository. */
export const faceFixture = existsSync(join(folder, 'face.mjpeg'))
  ? { video: join(folder, 'face.mjpeg'), truth: join(folder, 'face.truth.json'), hand: join(folder, 'hand.png') }
  : undefined;

export const WITHOUT_FACE = withoutShared('fixtures/face');

/** Switches with which Chromium takes a video file for the camera, over and over, and asks nobody. */
export const fakeCamera = (video: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${video}`,
];

/** The same video with every picture shown `times` times: a slow computer sees each of them. */
export async function slowed(video: string, times: number): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const bytes = readFileSync(video);
  const pictures: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(END_OF_IMAGE, from);
    if (end === -1) break;
    pictures.push(...Array<Buffer>(times).fill(bytes.subarray(from, end + 2)));
    from = end + 2;
  }
  return written(Buffer.concat(pictures));
}
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8Array;
}

/** The first picture of a video that is a row of JPEG files. */
export function firstPicture(video: string): Pixels {
  const bytes = readFileSync(video);
  const end = bytes.indexOf(END_OF_IMAGE);
  return decode(bytes.subarray(0, end + 2), { useTArray: true });
}

export function pngPicture(file: string): Pixels {
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  return { width, height, data };
}

export function mirrored({ width, height, data }: Pixels): Pixels {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < width * height; at++) {
    const from = 4 * (at - (at % width) + (width - 1 - (at % width)));
    out.set(data.subarray(from, from + 4), 4 * at);
  }
  return { width, height, data: out };
}

export const blackPicture = (width = 640, height = 480): Pixels => {
  const data = new Uint8Array(4 * width * height);
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data };
};

/** Draws `picture` into `into` with its upper left corner at x, y, at `scale`. */
export function paste(into: Pixels, picture: Pixels, x: number, y: number, scale: number): void {
  for (let row = 0; row < Math.floor(picture.height * scale); row++)
    for (let column = 0; column < Math.floor(picture.width * scale); column++) {
      const [toX, toY] = [x + column, y + row];
      if (toX < 0 || toY < 0 || toX >= into.width || toY >= into.height) continue;
      const from = 4 * (Math.floor(row / scale) * picture.width + Math.floor(column / scale));
      into.data.set(picture.data.subarray(from, from + 4), 4 * (toY * into.width + toX));
    }
}

/** A video of these pictures, each shown for a thirtieth of a second, over and over. */
export const videoOf = (pictures: readonly Pixels[]): ReturnType<typeof written> =>
  written(Buffer.concat(pictures.map((picture) => encode(picture, 90).data)));

async function written(bytes: Buffer): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const made = await mkdtemp(join(tmpdir(), 'yingxi-video-'));
  const path = join(made, 'camera.mjpeg');
  await writeFile(path, bytes);
  return { path, remove: () => rm(made, { recursive: true, force: true }) };
}
