import { generateAvatar } from '#shared/avatar/generator/generate-avatar.ts';
import { avatarOptionsSchema } from '#shared/avatar/generator/options.ts';

// Makes one avatar after the other, a second or two each: off the page, so that the form stays quick.
self.onmessage = ({ data }: MessageEvent<unknown>) => {
  try {
    const { vrm } = generateAvatar(avatarOptionsSchema.parse(data));
    const bytes = vrm.slice().buffer;
    self.postMessage({ bytes }, { transfer: [bytes] });
  } catch (error) {
    self.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
};
