import { type ImageModel, parseImageModel, picturesOf } from '#shared/avatar/image-model.ts';
import { imagePuppet } from '#shared/avatar/image-puppet.ts';
import type { AvatarSource } from '#shared/avatar/model.ts';
import { PUPPET_LIMITS } from '#shared/avatar/puppet/puppet-format.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type PuppetPage, pageFromBlob } from '../puppet/puppet-pages.ts';
import { createPuppetRig } from '../puppet/puppet-rig.ts';
import type { Rig, RigLoader } from '../rig.ts';
import { type AnimatedPicture, decodeAnimation } from './animated-picture.ts';
import { createImagePlay } from './image-play.ts';

/** Pictures that take turns: `image.json` with its pictures beside it, or a picture alone. */
export const imageRigLoader: RigLoader = {
  async load(source, signal) {
    const model = await fetchModel(source, signal);
    const files = picturesOf(model);
    const pictures = await Promise.all(files.map((file) => loadPicture(file, source.url, signal)));
    try {
      signal.throwIfAborted();
      return await createImageRig(model, files, pictures, signal);
    } catch (error) {
      for (const { animation } of pictures) animation?.close();
      throw error;
    }
  },
};

interface Picture {
  readonly page: PuppetPage;
  readonly animation: AnimatedPicture | undefined;
}

async function fetchModel({ url, name }: AvatarSource, signal: AbortSignal): Promise<ImageModel> {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new StudioError('not-found', `the avatar ${name} cannot be fetched (HTTP ${response.status}); choose another avatar`);
  const json: unknown = await response.json().catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new StudioError(
      'invalid-input',
      `the image.json of ${name} is no JSON (${messageFromUnknown(error)}); add the pictures again`,
    );
  });
  return parseImageModel(json);
}

async function loadPicture(file: string, baseUrl: string, signal: AbortSignal): Promise<Picture> {
  const response = await fetch(new URL(encodeURI(file), new URL(baseUrl, location.href)), { signal });
  if (!response.ok)
    throw new StudioError('not-found', `the picture ${file} cannot be fetched (HTTP ${response.status}); add the pictures again`);
  const blob = await response.blob();
  const { width, height } = await sizeOf(blob, file);
  if (Math.max(width, height) > PUPPET_LIMITS.pageSize)
    throw new StudioError(
      'too-large',
      `the picture ${file} is ${width}×${height}, larger than ${PUPPET_LIMITS.pageSize}; make it smaller and add it again`,
    );
  return { page: await pageFromBlob(blob, { file, width, height }), animation: await decodeAnimation(blob, file) };
}

async function sizeOf(blob: Blob, file: string): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch (error) {
    throw new StudioError(
      'invalid-input',
      `the picture ${file} cannot be read (${messageFromUnknown(error)}); save it anew as PNG`,
      {
        cause: error,
      },
    );
  }
}

async function createImageRig(
  model: ImageModel,
  files: readonly string[],
  pictures: readonly Picture[],
  signal: AbortSignal,
): Promise<Rig> {
  const puppet = imagePuppet(model, (file) => pictures[files.indexOf(file)]?.page ?? { width: 1, height: 1 });
  const pages = pictures.map(({ page }) => page);
  const rig = await createPuppetRig(puppet, pages, signal);
  const play = createImagePlay(
    model,
    puppet.parameters.map(({ id }) => id),
  );

  return {
    ...rig,
    get lost() {
      return rig.lost;
    },
    // Moods choose pictures; there are no brows to refine.
    fine: false,
    pose(moment, pose, values) {
      rig.pose(moment, pose, values);
      play.showMood(pose, values);
    },
    apply(moment, values) {
      rig.apply(moment, values);
      for (let i = 0; i < pictures.length; i++) {
        const frame = pictures[i]?.animation?.advance(moment);
        if (frame !== undefined) rig.setPage(i, frame);
      }
      play.light(moment, values);
      rig.setBrightness(play.brightness);
    },
    dispose() {
      rig.dispose();
      for (const { animation } of pictures) animation?.close();
    },
  };
}
