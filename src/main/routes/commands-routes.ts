import type { CommandDesk } from '#main/audience/commands/command.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { Wish } from '#shared/audience/command.ts';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import type { Cell } from '#shared/cell.ts';
import type { StudioImplementer } from './implementer.types.ts';

const VIEW_EVERY_MS = 250;

export interface CommandRouteServices {
  readonly desk: CommandDesk;
  /** Changes with every change of commands or runs. */
  readonly version: Cell<number>;
  readonly fulfilled: readonly Wish[];
  readonly pause: Pause;
}

export function commandsRoutes(os: StudioImplementer, { desk, version, fulfilled, pause }: CommandRouteServices) {
  return os.commands.router({
    watch: os.commands.watch.handler(async function* ({ signal }) {
      for await (const _ of watchCell(version, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }))
        yield {
          commands: [...desk.commands()],
          shipped: [...DEFAULT_COMMANDS],
          fulfilled: [...fulfilled],
          runs: [...desk.runs.get()],
        };
    }),
    test: os.commands.test.handler(
      ({ input }) => desk.test(input.text, { roles: input.role === null ? [] : [input.role] }) ?? null,
    ),
  });
}
