import type { TrackingDown, TrackingUp } from '#shared/tracking/tracking-protocol.ts';
import type { MotionSourcePort, TrackingHub } from './tracking.types.ts';
import type { AttachTracking, TrackingSocket } from './tracking-door.types.ts';

export interface TrackingDoor {
  readonly attach: AttachTracking;
  /** Pictures a second that the webcam is to look at, from now on. */
  setPace(picturesHz: number): void;
}

/**
 * Pages' cameras and controls as sources of the hub. connected → hello → accepted → … → closed; one page is the webcam, the last that said so, and the one
 * before is displaced.
 */
export function createTrackingDoor(hub: Pick<TrackingHub, 'attach'>): TrackingDoor {
  let pace: Extract<TrackingDown, { type: 'pace' }> | undefined;
  let webcam: TrackingSocket | undefined;
  let endWebcam: (() => void) | undefined;

  const attach: AttachTracking = (socket) => {
    let port: MotionSourcePort | undefined;
    let end = (): void => port?.close();

    function greet({ kind, name }: Extract<TrackingUp, { type: 'hello' }>): void {
      if (port !== undefined) return;
      if (kind === 'webcam') beWebcam(name);
      else beControls(name);
    }

    function beWebcam(name: string): void {
      webcam?.send({ type: 'displaced' });
      endWebcam?.();
      webcam = socket;
      port = hub.attach({
        ...{ id: 'webcam', kind: 'webcam', name, mirrored: false },
        recenter: () => socket.send({ type: 'recenter' }),
      });
      end = () => {
        port?.close();
        if (webcam !== socket) return;
        webcam = undefined;
        endWebcam = undefined;
      };
      endWebcam = end;
      socket.send({ type: 'accepted' });
      if (pace !== undefined) socket.send(pace);
    }

    function beControls(name: string): void {
      port = hub.attach({
        ...{ id: 'controls', kind: 'controls', name, mirrored: true },
        recenter: () => socket.send({ type: 'recenter' }),
      });
      socket.send({ type: 'accepted' });
    }

    return {
      receive(message) {
        if (message.type === 'hello') greet(message);
        else port?.report(message.report);
      },
      frame: (sample) => port?.push(sample),
      closed: () => end(),
    };
  };

  return {
    attach,
    setPace(picturesHz) {
      if (picturesHz === pace?.picturesHz) return;
      pace = { type: 'pace', picturesHz };
      webcam?.send(pace);
    },
  };
}
