import type { Moment } from '../../layers/moment.ts';

/** The frames of a GIF, APNG or animated WebP, ready to be shown. */
export interface AnimatedPicture {
  /** Moves on; the frame to show now, or undefined where it is the one shown already. */
  advance(moment: Moment): ImageBitmap | undefined;
  close(): void;
}

/** Above that a picture stays still: its frames would fill the memory. */
const MOST_FRAMES = 240;
const MOST_PIXELS = 48_000_000;

/** What can move, by ending: servers do not always say. */
const TYPES: Readonly<Record<string, string>> = { gif: 'image/gif', png: 'image/png', apng: 'image/png', webp: 'image/webp' };

/** `name` ends in the file's kind. Undefined: it does not move, is too long, or this browser cannot take it apart. */
export async function decodeAnimation(file: Blob, name: string): Promise<AnimatedPicture | undefined> {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
  if (type === undefined || typeof ImageDecoder === 'undefined' || !(await ImageDecoder.isTypeSupported(type))) return undefined;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type, preferAnimation: true });
  const frames: { readonly picture: ImageBitmap; readonly seconds: number }[] = [];
  try {
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    if (count < 2 || count > MOST_FRAMES) return undefined;
    for (let frameIndex = 0; frameIndex < count; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      if (image.displayWidth * image.displayHeight * count > MOST_PIXELS) {
        image.close();
        return undefined;
      }
      // Browsers slow down frames that state less than 20 ms.
      const milliseconds = (image.duration ?? 100_000) / 1000;
      frames.push({
        picture: await createImageBitmap(image, { premultiplyAlpha: 'premultiply' }),
        seconds: Math.max(0.02, milliseconds / 1000),
      });
      image.close();
    }
    return play(frames);
  } catch {
    // As a still picture it may do.
    for (const { picture } of frames) picture.close();
    return undefined;
  } finally {
    decoder.close();
  }
}

function play(frames: readonly { readonly picture: ImageBitmap; readonly seconds: number }[]): AnimatedPicture {
  let shown = 0;
  // In an object: numbers in a closure are boxed anew with each change.
  const time = { since: 0 };
  return {
    advance({ dt }) {
      time.since += dt;
      const before = shown;
      for (let seconds = frames[shown]?.seconds ?? 1; time.since >= seconds; seconds = frames[shown]?.seconds ?? 1) {
        time.since -= seconds;
        shown = (shown + 1) % frames.length;
      }
      return shown === before ? undefined : frames[shown]?.picture;
    },
    close() {
      for (const { picture } of frames) picture.close();
    },
  };
}
