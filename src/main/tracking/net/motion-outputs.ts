import { createCell } from '#shared/cell.ts';
import { assertNever } from '#shared/errors.ts';
import type { MotionOut } from '#shared/tracking/tracking-settings.ts';
import type { MotionOutputs, MotionOutputsOptions, MotionOutputView } from './net.types.ts';
import { createMirroredMotion } from './out/mirrored-motion.ts';
import { createPacer, type MotionOutput, type OutputState } from './out/motion-output.ts';
import { createIfacialmocapOutput, createVmcOutput, type OutputOptions } from './out/udp-outputs.ts';
import { createVtsOutput } from './out/vts-output.ts';

interface Running {
  readonly wanted: string;
  close(): Promise<void>;
}

/** Motion out to other programs, as the settings want it; see `MotionOutputs`. */
export function createMotionOutputs(options: MotionOutputsOptions): MotionOutputs {
  const { hub, clock, logger, secrets, ownPorts, apiPort } = options;
  const running = new Map<string, Running>();
  const views = createCell<readonly MotionOutputView[]>([]);
  let changing = Promise.resolve();
  let closing: Promise<void> | undefined;

  function show(id: string, state: OutputState): void {
    const before = views.get().find((view) => view.id === id);
    if (before === undefined || (before.state === state.state && before.detail === state.detail)) return;
    logger.info('motion out', { output: id, ...state });
    views.set(views.get().map((view) => (view.id === id ? { id, ...state } : view)));
  }

  async function change(wanted: readonly MotionOut[]): Promise<void> {
    const outputs = new Map(wanted.map((output) => [output.id, output]));
    for (const [id, { wanted: before, close }] of running) {
      const next = outputs.get(id);
      if (next?.enabled === true && JSON.stringify(next) === before) continue;
      running.delete(id);
      await close();
    }
    const known = new Map(views.get().map((view) => [view.id, view]));
    views.set(
      wanted.map(({ id, enabled }) => {
        const view = known.get(id);
        if (view !== undefined && running.has(id)) return view;
        return enabled ? { id, state: 'waiting', detail: '' } : { id, state: 'off', detail: '' };
      }),
    );
    for (const output of outputs.values()) if (output.enabled && !running.has(output.id)) running.set(output.id, start(output));
  }

  function start(settings: MotionOut): Running {
    const output = outputOf({ settings, clock, ownPorts, report: (state) => show(settings.id, state) });
    const turned = createMirroredMotion();
    const pacer = createPacer({
      clock,
      framesPerSecond: settings.framesPerSecond,
      send: (motion) => output.send(options.mirrored() === settings.mirror ? motion : turned(motion)),
    });
    const leave = hub.follow(pacer.take);
    return {
      wanted: JSON.stringify(settings),
      close() {
        leave();
        pacer.close();
        return output.close();
      },
    };
  }

  function outputOf(its: OutputOptions): MotionOutput {
    const { kind } = its.settings;
    switch (kind) {
      case 'vmc':
        return createVmcOutput(its);
      case 'ifacialmocap':
        return createIfacialmocapOutput(its);
      case 'vts':
        return createVtsOutput({ ...its, secrets, apiPort });
      default:
        return assertNever(kind);
    }
  }

  return {
    views,
    apply(outputs) {
      if (closing === undefined) changing = changing.then(() => change(outputs));
    },
    settled: () => changing,
    close() {
      closing ??= changing.then(() => change([]));
      return closing;
    },
  };
}
