import type { SecretStore } from '#main/platform/host.ts';
import { STANDARD_INPUTS } from '#shared/avatar/input-parameters.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { createAvatarInputs } from '../../hub/avatar-inputs.ts';
import type { MergedMotion } from '../../tracking.types.ts';
import { type Endpoint, endpointFrom, isThisComputer } from '../endpoint.ts';
import type { MotionOutput, OutputState } from './motion-output.ts';
import type { OutputOptions } from './udp-outputs.ts';
import { VTS_ERROR, VtsRefusal } from './vts.wire.ts';
import { isDenied, openVtsSession, type VtsParameter, type VtsSession, type VtsValue } from './vts-session.ts';

const SHORTEST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
const ANGLE_MOST = 30;

const STANDARD = new Set(STANDARD_INPUTS.map(({ name }) => name));
/** Shapes are spelled as other bridges create them, so that models which are set up for those move at once: `JawOpen`. */
const INPUTS = createAvatarInputs(PART_OF_CHANNEL).map(({ name, read }) => ({
  read,
  name: STANDARD.has(name) ? name : name.charAt(0).toUpperCase() + name.slice(1),
}));
/** What VTube Studio does not have by itself. */
const OWN_PARAMETERS: readonly VtsParameter[] = INPUTS.filter(({ name }) => !STANDARD.has(name)).map(({ name }) =>
  name.includes('Angle') ? { name, min: -ANGLE_MOST, max: ANGLE_MOST } : { name, min: 0, max: 1 },
);

/**
 * The avatar in VTube Studio follows, as if its own tracker saw the person. Reconnects by itself (1, 2, 4 … 10 s); asks the streamer's leave once and
 * keeps it; denied: it ends until it is switched off and on.
 */
export function createVtsOutput(
  options: OutputOptions & { readonly secrets: SecretStore; readonly apiPort: () => number | undefined },
): MotionOutput {
  const { settings, clock, secrets, report } = options;
  const ending = new AbortController();
  const secretName = `tracking-vts-${settings.id}`;
  let session: VtsSession | undefined;
  let endPause: (() => void) | undefined;
  let failures = 0;
  let wasFound = false;
  /** VTube Studio gave a parameter to another plugin: it is asked again once a second. */
  let heldBackUntilMs = 0;
  const running = run();

  return {
    send(motion) {
      if (session === undefined || clock.now() < heldBackUntilMs) return;
      if (motion.found) session.inject(true, valuesOf(motion, session.names));
      // A weight of nothing: only that nobody is there is said, and the parameters go back to whom they belong.
      else if (wasFound) session.inject(false, [{ id: 'FaceAngleX', value: 0, weight: 0 }]);
      wasFound = motion.found;
    },
    async close() {
      ending.abort();
      endPause?.();
      await running;
    },
  };

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        session = await open();
        failures = 0;
        report({ state: 'sending', detail: '' });
        await session.ended;
        if (!ending.signal.aborted) report(waiting('The connection to VTube Studio broke off; it is tried again.'));
      } catch (cause) {
        if (ending.signal.aborted) return;
        report(stateAfter(cause));
        if (isDenied(cause)) return;
      } finally {
        session = undefined;
      }
      await pause(Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** failures));
      failures += 1;
    }
  }

  async function open(): Promise<VtsSession> {
    const target = await endpointFrom(settings.address, settings.port);
    refuseOwnApi(target, options.apiPort());
    return openVtsSession({
      url: `ws://${target.address}:${target.port}`,
      clock,
      token: secrets.get(secretName),
      keepToken: (token) => secrets.set(secretName, token),
      onAsking: () => report(waiting('VTube Studio asks whether Yingxi Tracking may move its model: click "Allow" there.')),
      parameters: OWN_PARAMETERS,
      onAnswer: answered,
      signal: ending.signal,
    });
  }

  function answered(refusal: VtsRefusal | undefined): void {
    if (refusal === undefined) {
      if (heldBackUntilMs > 0) report({ state: 'sending', detail: '' });
      heldBackUntilMs = 0;
    } else if (refusal.errorId === VTS_ERROR.controlledByOther) {
      heldBackUntilMs = clock.now() + SHORTEST_WAIT_MS;
      report(waiting(`Another plugin moves the same parameters in VTube Studio; switch one of both off. (${refusal.message})`));
    } else session?.close();
  }

  function stateAfter(cause: unknown): OutputState {
    if (isDenied(cause))
      return {
        state: 'failed',
        detail: 'Yingxi Tracking was not allowed in VTube Studio. To be asked again, switch this output off and on.',
      };
    if (cause instanceof StudioError && cause.code === 'invalid-input') return { state: 'failed', detail: cause.message };
    if (!(cause instanceof VtsRefusal))
      return waiting(
        `${messageFromUnknown(cause)}. Start VTube Studio and switch on "Start API" in its settings; it is tried again.`,
      );
    if (cause.errorId === VTS_ERROR.apiOff)
      return waiting('VTube Studio’s plugin API is off: switch on "Start API" in its settings.');
    if (cause.errorId === VTS_ERROR.asking)
      return waiting('VTube Studio shows another plugin’s question: answer that one first.');
    return waiting(`VTube Studio refused: ${cause.message} It is tried again.`);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (ending.signal.aborted) return resolve();
      const cancel = clock.after(ms, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** Our own plugin API speaks as VTube Studio does: the avatar would move itself. */
function refuseOwnApi({ address, port }: Endpoint, apiPort: number | undefined): void {
  if (port !== apiPort || !isThisComputer(address)) return;
  throw new StudioError(
    'invalid-input',
    `Not VTube Studio but Yingxi's own plugin API listens on port ${port}: the avatar would move itself. Enter the port that VTube Studio shows in its settings, or give Yingxi's plugin API another one on the page "Plugins".`,
  );
}

const waiting = (detail: string): OutputState => ({ state: 'waiting', detail: detail.slice(0, 500) });

function valuesOf(motion: MergedMotion, names: ReadonlySet<string>): readonly VtsValue[] {
  const values: VtsValue[] = [];
  for (const { name, read } of INPUTS) {
    const value = read(motion);
    if (!Number.isNaN(value) && names.has(name)) values.push({ id: name, value, weight: 1 });
  }
  return values;
}
