import type { MotionIn } from '#shared/tracking/tracking-settings.ts';

/** How a phone is asked to send. Programs that send by themselves are not asked. */
export interface PhoneRequest {
  /** Where the phone's app listens, unless the address says otherwise. */
  readonly port: number;
  readonly everyMs: number;
  /** Also while data comes: what was asked for runs out. */
  readonly always: boolean;
  /** `listenPort`: where data is to go; `nth` counts the requests. */
  readonly text: (listenPort: number, nth: number) => string;
  /** What ends it, where the phone knows such a word. */
  readonly stop?: string;
}

const IFACIALMOCAP = 'iFacialMocap_sahuasouryya9218sauhuiayeta91555dy3719';
const UDP_TO_TCP = 'iFacialMocap_UDPTCP_sahuasouryya9218sauhuiayeta91555dy3719';
const VTS: PhoneRequest = {
  port: 21_412,
  everyMs: 1000,
  always: true,
  text: (port) => JSON.stringify({ messageType: 'iOSTrackingDataRequest', time: 5, sentBy: 'Yingxi', ports: [port] }),
};

/** The phone then connects to this computer, at 49986: its app knows no other port. */
export const IFACIALMOCAP_TCP: PhoneRequest = {
  port: 49_983,
  everyMs: 2000,
  always: false,
  text: (_, nth) => (nth % 2 === 0 ? `${UDP_TO_TCP}|sendDataVersion=v2` : UDP_TO_TCP),
  stop: 'iFacialMocap_UDPTCPSTOP_sahuasouryya9218sauhuiayeta91555dy3719',
};

export const PHONE_REQUESTS: Readonly<Partial<Record<MotionIn['kind'], PhoneRequest>>> = {
  // Old apps know only the first version, new ones tell negative values only in the second: both are asked for in turn.
  ifacialmocap: {
    port: 49_983,
    everyMs: 2000,
    always: false,
    text: (_, nth) => (nth % 2 === 0 ? `${IFACIALMOCAP}|sendDataVersion=v2` : IFACIALMOCAP),
  },
  facemotion3d: { port: 49_993, everyMs: 2000, always: false, text: () => 'FACEMOTION3D_OtherStreaming' },
  'vts-phone': VTS,
  meowface: VTS,
};

const WAITING: Readonly<Record<MotionIn['kind'], string>> = {
  ifacialmocap: 'open iFacialMocap on the phone and give it this computer’s address, or type the phone’s address here',
  facemotion3d: 'open Facemotion3d on the phone and type the address that it shows here',
  'vts-phone':
    'open VTube Studio on the phone, switch on "3rd party PC clients" in its settings and type the address that it shows here',
  meowface: 'open MeowFace on the phone and give it this computer’s address and port',
  openseeface: 'start OpenSeeFace (facetracker) on this computer',
  vmc: 'start the program that sends VMC and give it this computer’s address and port',
};

const TCP_WAITING = 'open iFacialMocap on the phone and type the address that it shows here';

/** What somebody does so that data comes, for the report of an input. */
export const waitingHint = ({ kind, port, tcp }: Pick<MotionIn, 'kind' | 'port' | 'tcp'>): string =>
  `Nothing has come to port ${port} yet: ${tcp ? TCP_WAITING : WAITING[kind]}. Phone and computer have to be in the same network, and a firewall must let this program listen.`;

export const portTakenHint = (port: number): string =>
  `Another program (VSeeFace, VTube Studio, Warudo …?) has port ${port}. Close it, or use another port here and in the sender. To let several programs hear one phone: give that program another port and enter it here under "pass on to". This input tries again by itself.`;
