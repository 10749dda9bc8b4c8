import { z } from 'zod';
import type { AvatarOptions } from '#shared/avatar/generator/options.ts';
import { StudioError } from '#shared/errors.ts';

const replySchema = z.union([z.object({ bytes: z.instanceof(ArrayBuffer) }), z.object({ problem: z.string() })]);

/** Makes avatars in a worker, one at a time; of those asked for meanwhile only the newest is made. */
export interface AvatarFactory {
  /** The VRM file; undefined when a newer wish took its place. Rejects `internal` when it could not be made. */
  make(options: AvatarOptions): Promise<ArrayBuffer | undefined>;
  close(): void;
}

interface Wish {
  readonly options: AvatarOptions;
  readonly resolve: (bytes: ArrayBuffer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export function createAvatarFactory(
  createWorker = () => new Worker(new URL('./maker.worker.ts', import.meta.url), { type: 'module', name: 'avatar-maker' }),
): AvatarFactory {
  const worker = createWorker();
  let current: Wish | undefined;
  let next: Wish | undefined;

  const begin = (wish: Wish | undefined): void => {
    current = wish;
    next = undefined;
    if (wish !== undefined) worker.postMessage(wish.options);
  };
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    const reply = replySchema.safeParse(data);
    const done = current;
    begin(next);
    if (!reply.success) done?.reject(new StudioError('internal', 'The avatar could not be made. Try once more.'));
    else if ('bytes' in reply.data) done?.resolve(reply.data.bytes);
    else done?.reject(new StudioError('internal', `The avatar could not be made: ${reply.data.problem}`));
  };
  worker.onerror = () => {
    const lost = [current, next];
    current = undefined;
    next = undefined;
    for (const wish of lost)
      wish?.reject(new StudioError('internal', 'The avatar could not be made. Close this and open it again.'));
  };
  return {
    make: (options) =>
      new Promise((resolve, reject) => {
        const wish = { options, resolve, reject };
        next?.resolve(undefined);
        next = undefined;
        if (current === undefined) begin(wish);
        else next = wish;
      }),
    close() {
      worker.terminate();
      current?.resolve(undefined);
      next?.resolve(undefined);
      current = undefined;
      next = undefined;
    },
  };
}
