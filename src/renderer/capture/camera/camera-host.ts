import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { createBodySolver } from '#shared/tracking/solver/body-solver.ts';
import { createFaceSolver } from '#shared/tracking/solver/face-solver.ts';
import { createHandSolver } from '#shared/tracking/solver/hand-solver.ts';
import { openBrowserSocket } from '../lasting-socket.ts';
import { createTrackingLink } from '../tracking-link.ts';
import { type CameraEngine, createCameraEngine } from './camera-engine.ts';
import type { FromCamera, ToCamera, Tuning } from './camera-messages.ts';
import { createFaceFollower } from './face-follower.ts';
import { createVisionTasks } from './vision-tasks.ts';

/** The place where pictures are worked on, and the studio's socket; a thread of its own, or the page's. */
export interface CameraHost {
  receive(message: ToCamera): void;
  close(): void;
}

export function createCameraHost(tell: (message: FromCamera) => void): CameraHost {
  const link = createTrackingLink(
    { kind: 'webcam', name: '' },
    {
      openSocket: openBrowserSocket,
      random: Math.random,
      after: (delayMs, run) => void setTimeout(run, delayMs),
      connected: (connected) => tell({ type: 'connection', connected }),
      told(message) {
        if (message.type === 'displaced') tell({ type: 'displaced' });
        else if (message.type === 'recenter') engine?.recenter();
        else if (message.type === 'pace') {
          paceHz = message.picturesHz;
          engine?.setPace(paceHz);
        }
      },
      problem: (text) => console.warn(text),
    },
  );
  let engine: CameraEngine | undefined;
  let tuning: Tuning | undefined;
  let wanted = false;
  /** What the studio asks for; a new camera keeps to it. */
  let paceHz: number | undefined;
  /** Rises with every new camera: what was begun for an older one is thrown away. */
  let attempt = 0;

  async function follow(message: Extract<ToCamera, { type: 'pictures' }>): Promise<void> {
    const mine = ++attempt;
    engine?.close();
    engine = undefined;
    const fail = (error: unknown): void => {
      if (mine === attempt) tell({ type: 'failed', reason: messageFromUnknown(error) });
    };
    try {
      const follower = await createFaceFollower({
        plan: message.plan,
        tasks: createVisionTasks(() => fail(new StudioError('unavailable', 'the graphics card was lost'))),
        fetchModel,
        now,
        onDelegateChosen: (delegate) => tell({ type: 'delegate-chosen', delegate }),
      });
      if (mine !== attempt) {
        follower.close();
        void message.pictures.cancel().catch(() => undefined);
        return;
      }
      tell({ type: 'ready', blendshapes: follower.blendshapes, delegate: follower.delegate, detail: follower.detail });
      engine = createCameraEngine({
        pictures: message.pictures,
        follower,
        solver: createFaceSolver(),
        solveHand: createHandSolver(),
        solveBody: createBodySolver(),
        hands: message.plan.hand !== undefined,
        rateHz: message.rateHz,
        now,
        every(periodMs, run) {
          const timer = setInterval(run, periodMs);
          return () => clearInterval(timer);
        },
        onSample: link.frame,
        onStatus: (status) => tell({ type: 'status', status }),
        onRecentered: (rest) => tell({ type: 'recentered', rest }),
        onFailed: fail,
      });
      if (tuning) engine.tune(tuning);
      if (paceHz !== undefined) engine.setPace(paceHz);
      listen();
    } catch (error) {
      fail(error);
    }
  }

  const listen = (): void => engine?.listen(wanted ? (result) => tell({ type: 'result', result }) : undefined);

  function close(): void {
    attempt++;
    engine?.close();
    engine = undefined;
    link.close();
  }

  return {
    receive(message) {
      if (message.type === 'open') link.open(message.url);
      else if (message.type === 'pictures') void follow(message);
      else if (message.type === 'tune') {
        tuning = message.tuning;
        engine?.tune(tuning);
      } else if (message.type === 'results') {
        wanted = message.wanted;
        listen();
      } else if (message.type === 'report') link.report(message.report);
      else close();
    },
    close,
  };
}

const now = (): number => performance.timeOrigin + performance.now();

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok)
    throw new StudioError('unavailable', `the model at ${new URL(url, location.href).pathname} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
