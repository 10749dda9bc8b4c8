import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type IntentModel, modelFromBytes } from '#shared/intent/model-file.ts';

/**
 * The model in use and the one before it. Either may be the shipped one, which stands for a missing file:
 *   adopt: in use → before, new → in use        swap: in use ↔ before        resetModel: in use → before, shipped → in use
 */
export interface ModelShelf {
  /** undefined: no model can be read, not even the shipped one. */
  readonly inUse: IntentModel | undefined;
  readonly source: 'shipped' | 'own';
  readonly shippedFolder: string;
  /** File of the model in use; undefined: the shipped one. */
  readonly ownFile: string | undefined;
  readonly canSwap: boolean;
  /** Throw `storage`; nothing has changed then. */
  adopt(bytes: Uint8Array): void;
  swap(): void;
  resetModel(): void;
}

export function createModelShelf(options: {
  readonly shippedFolder: string;
  readonly ownFolder: string;
  readonly logger: Logger;
}): ModelShelf {
  const { shippedFolder, ownFolder, logger } = options;
  const own = join(ownFolder, 'model.bin');
  const before = join(ownFolder, 'model.before.bin');
  const aside = join(ownFolder, 'model.moving.bin');
  let inUse = load();

  function load(): IntentModel | undefined {
    return read(own, 'the trained model of intents cannot be read; the shipped one is used') ?? readShipped();
  }

  function readShipped(): IntentModel | undefined {
    return read(join(shippedFolder, 'intent.bin'), 'the shipped model of intents cannot be read; lines are not read');
  }

  function read(file: string, problem: string): IntentModel | undefined {
    if (file === own && !existsSync(file)) return undefined;
    try {
      return modelFromBytes(readFileSync(file));
    } catch (error) {
      logger.error(problem, { file, why: messageFromUnknown(error) });
      return undefined;
    }
  }

  function change(steps: () => void): void {
    try {
      mkdirSync(ownFolder, { recursive: true });
      steps();
    } catch (cause) {
      throw new StudioError(
        'storage',
        `The model could not be kept in ${ownFolder} (${messageFromUnknown(cause)}). Free some space or allow writing there.`,
        { cause },
      );
    }
    inUse = load();
  }

  function move(from: string, to: string): void {
    if (existsSync(from)) renameSync(from, to);
    else rmSync(to, { force: true });
  }

  return {
    get inUse() {
      return inUse;
    },
    get source() {
      return inUse !== undefined && inUse.header.ownExamples > 0 ? 'own' : 'shipped';
    },
    shippedFolder,
    get ownFile() {
      return existsSync(own) ? own : undefined;
    },
    get canSwap() {
      return existsSync(own) || existsSync(before);
    },
    adopt: (bytes) =>
      change(() => {
        writeFileAtomicSync(aside, bytes);
        move(own, before);
        renameSync(aside, own);
      }),
    swap: () =>
      change(() => {
        move(before, aside);
        move(own, before);
        move(aside, own);
      }),
    resetModel: () => change(() => move(own, before)),
  };
}
