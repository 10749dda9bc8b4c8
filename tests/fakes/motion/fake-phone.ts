import { openUdpPeer, type UdpPeer } from './udp-peer.ts';

const IFACIALMOCAP = 'iFacialMocap_sahuasouryya9218sauhuiayeta91555dy3719';
const FACEMOTION = 'FACEMOTION3D_OtherStreaming';
const SHAPES = ['jawOpen', 'eyeBlinkLeft', 'eyeBlinkRight', 'mouthSmileLeft', 'browInnerUp'] as const;

export interface FakePhone {
  readonly peer: UdpPeer;
  /** What it was asked, in order. */
  readonly asked: string[];
  /** Sends one frame to whoever asked last, in the way that was asked for; false while nobody has asked. */
  frame(jawOpen: number): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * A phone with iFacialMocap (both versions), Facemotion3d or VTube Studio: silent until it is asked, answers where it was asked to, in VTube Studio's case only
 * as long as it was asked to. `now`: ms, for that.
 */
export async function openFakePhone(
  app: 'ifacialmocap' | 'facemotion3d' | 'vts',
  replyPort: number,
  now: () => number,
): Promise<FakePhone> {
  const peer = await openUdpPeer();
  const asked: string[] = [];
  let target: number | undefined;
  let isSecondVersion = false;
  let untilMs = Number.POSITIVE_INFINITY;
  let frames = 0;

  peer.onHeard(({ bytes }) => {
    const text = bytes.toString();
    asked.push(text);
    if (app === 'ifacialmocap' && text.startsWith(IFACIALMOCAP)) {
      isSecondVersion = text === `${IFACIALMOCAP}|sendDataVersion=v2`;
      target = replyPort;
    }
    if (app === 'facemotion3d' && text === FACEMOTION) target = replyPort;
    if (app === 'vts') {
      const request = JSON.parse(text);
      if (request.messageType !== 'iOSTrackingDataRequest' || request.time < 0.5 || request.time > 10) return;
      if (typeof request.sentBy !== 'string' || !Array.isArray(request.ports)) return;
      target = request.ports[0];
      untilMs = now() + request.time * 1000;
    }
  });

  function text(jawOpen: number): string {
    frames += 1;
    const values = SHAPES.map((name): [string, number] => [name, name === 'jawOpen' ? jawOpen : 0.1]);
    if (app === 'vts')
      return JSON.stringify({
        Timestamp: 1_700_000_000_000 + frames * 16,
        Hotkey: -1,
        FaceFound: true,
        Rotation: { x: 1, y: 2, z: 3 },
        Position: { x: 0, y: 0, z: 0 },
        EyeLeft: { x: 0, y: 0, z: 0 },
        EyeRight: { x: 0, y: 0, z: 0 },
        BlendShapes: values.map(([k, v]) => ({ k: k.charAt(0).toUpperCase() + k.slice(1), v })),
      });
    const between = app === 'facemotion3d' || isSecondVersion ? '&' : '-';
    const spelled = (name: string): string =>
      app === 'facemotion3d' ? name : name.replace(/Left$/u, '_L').replace(/Right$/u, '_R');
    const shapes = values.map(([name, value]) => `${spelled(name)}${between}${Math.round(value * 100)}|`).join('');
    return `${shapes}=head#1,2,3,0,0,${(-0.4 - frames / 1e4).toFixed(5)}|rightEye#0,0,0|leftEye#0,0,0|`;
  }

  return {
    peer,
    asked,
    async frame(jawOpen) {
      if (target === undefined || now() > untilMs) return false;
      await peer.send(text(jawOpen), target);
      return true;
    },
    close: () => peer.close(),
  };
}
