import type { MotionIn } from '#shared/tracking/tracking-settings.ts';
import { createMotionInput, type MotionInput } from './motion-input.ts';
import type { MotionInputs, MotionInputsOptions } from './net.types.ts';

/** How sources are called whom the streamer gave no name. */
const NAMES: Readonly<Record<MotionIn['kind'], string>> = {
  ifacialmocap: 'iFacialMocap',
  facemotion3d: 'Facemotion3d',
  'vts-phone': 'VTube Studio (phone)',
  meowface: 'MeowFace',
  openseeface: 'OpenSeeFace',
  vmc: 'VMC',
};

/** Phones and programs that send motion, as the settings want them; see `MotionInputs`. */
export function createMotionInputs(options: MotionInputsOptions): MotionInputs {
  const { hub, clock, logger } = options;
  const running = new Map<string, { readonly wanted: string; readonly input: MotionInput }>();
  let ports: ReadonlySet<number> = new Set();
  let changing = Promise.resolve();
  let closing: Promise<void> | undefined;

  /** What is no longer wanted, or not so, ends before anything begins: a port may go from one to the other. */
  async function change(wanted: readonly MotionIn[]): Promise<void> {
    const inputs = new Map(wanted.filter(({ enabled }) => enabled).map((input) => [input.id, input]));
    ports = new Set([...inputs.values()].map(({ port }) => port));
    for (const [id, { wanted: before, input }] of running) {
      const next = inputs.get(id);
      if (next !== undefined && JSON.stringify(next) === before) continue;
      running.delete(id);
      await input.close();
    }
    await Promise.all([...inputs.values()].filter(({ id }) => !running.has(id)).map(start));
  }

  function start(settings: MotionIn): Promise<void> {
    const { id, kind, name } = settings;
    const port = hub.attach({ id, kind, name: name === '' ? NAMES[kind] : name, mirrored: false });
    const input = createMotionInput({ settings, port, clock, logger: logger.child(id), ownPorts: () => ports });
    running.set(id, { wanted: JSON.stringify(settings), input });
    return input.opened;
  }

  return {
    apply(inputs) {
      if (closing === undefined) changing = changing.then(() => change(inputs));
    },
    settled: () => changing,
    ports: () => ports,
    close() {
      closing ??= changing.then(() => change([]));
      return closing;
    },
  };
}
