import type { BridgeSettings } from '#shared/settings/settings.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import type { BridgeDoor, BridgeProgram } from './bridge-door.types.ts';
import { createBridgeIntake } from './bridge-intake.ts';
import { sameToken } from './bridge-tokens.ts';
import { createEventAllowance } from './event-allowance.ts';

/** While the program is behind, another is read again after so many ms. */
const BEHIND_MS = 50;
/** Programs of one bridge that may be connected at once. */
const MOST_PROGRAMS = 4;

/** Waits for programs that bring messages to our own server, by WebSocket or by requests. Without a token nobody may. */
export function createInwardBridge(bridge: BridgeSettings, token: string | undefined, context: ConnectorContext): Connector {
  const { clock, report } = context;
  const intake = createBridgeIntake(bridge, context);
  const posted = createEventAllowance(clock);
  const programs = new Set<BridgeProgram>();
  let isOpen = false;
  let isReady = false;

  const tellReady = (): void => {
    if (isReady) return;
    isReady = true;
    report({ status: 'ready' });
  };
  const tellWaiting = (): void => {
    isReady = false;
    report({
      status: 'connecting',
      reason: 'bridge-waiting',
      message: 'Waiting for the program. Give it the address that stands on the connections page, under this bridge.',
    });
  };

  const door: BridgeDoor = {
    admits: (candidate) => isOpen && token !== undefined && sameToken(candidate, token),
    attach(program) {
      if (!isOpen || programs.size >= MOST_PROGRAMS) return undefined;
      programs.add(program);
      tellReady();
      const allowance = createEventAllowance(clock);
      return {
        receive(text) {
          if (/^\s*ping\s*$/iu.test(text)) program.send('pong');
          allowance.take(Math.max(1, intake.take(text).events.length));
          return Math.max(allowance.debtMs(), context.behind.get() ? BEHIND_MS : 0);
        },
        closed() {
          if (programs.delete(program) && programs.size === 0 && isOpen) tellWaiting();
        },
      };
    },
    post(text) {
      const waitMs = posted.debtMs();
      if (waitMs > 0) return { outcome: 'too-fast', waitMs };
      const { events, fault } = intake.take(text);
      posted.take(Math.max(1, events.length));
      if (fault !== undefined) return { outcome: 'refused', message: fault.message };
      tellReady();
      return { outcome: 'taken', accepted: events.length };
    },
  };

  return {
    errors: intake.errors,
    door,
    start() {
      isOpen = token !== undefined;
      if (isOpen) tellWaiting();
      else
        report({
          status: 'failed',
          reason: 'bridge-no-token',
          message:
            'The key for this bridge could not be kept: check space and rights of the data folder, then switch it off and on.',
        });
    },
    async close() {
      isOpen = false;
      for (const program of programs) program.close('this bridge was switched off');
      programs.clear();
      intake.close();
    },
  };
}
