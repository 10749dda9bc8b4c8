import type { MotionIn, MotionOut } from '#shared/tracking/tracking-settings.ts';

export const MOTION_APPS = [
  'ifacialmocap',
  'facemotion3d',
  'vts-phone',
  'meowface',
  'openseeface',
  'vmc',
] as const satisfies readonly MotionIn['kind'][];
export type MotionApp = MotionIn['kind'];

interface AppFacts {
  /** Where it sends by itself, or where we ask it to send. */
  readonly port: number;
  /** The app knows no other port. */
  readonly fixed: boolean;
  /** never: it sends by itself; optional: may be asked; needed: sends only when asked. */
  readonly phoneAddress: 'never' | 'optional' | 'needed';
  /** The app wants to be told this computer's address. */
  readonly wantsOurAddress: boolean;
  /** Runs on another device as a rule. */
  readonly fromNetwork: boolean;
}

/** Ports and habits of the apps, as their makers document them. */
export const APP_FACTS: Readonly<Record<MotionApp, AppFacts>> = {
  ifacialmocap: { port: 49_983, fixed: true, phoneAddress: 'optional', wantsOurAddress: true, fromNetwork: true },
  facemotion3d: { port: 49_983, fixed: true, phoneAddress: 'needed', wantsOurAddress: false, fromNetwork: true },
  'vts-phone': { port: 21_413, fixed: false, phoneAddress: 'needed', wantsOurAddress: false, fromNetwork: true },
  meowface: { port: 12_345, fixed: false, phoneAddress: 'never', wantsOurAddress: true, fromNetwork: true },
  openseeface: { port: 11_573, fixed: false, phoneAddress: 'never', wantsOurAddress: true, fromNetwork: false },
  vmc: { port: 39_539, fixed: false, phoneAddress: 'never', wantsOurAddress: true, fromNetwork: false },
};

/** The phone's app connects to this port when it is asked for TCP. */
export const IFACIALMOCAP_TCP_PORT = 49_986;

/** Where the app sends as it is set up. */
export const usualPort = ({ kind, tcp }: Pick<MotionIn, 'kind' | 'tcp'>): number =>
  kind === 'ifacialmocap' && tcp ? IFACIALMOCAP_TCP_PORT : APP_FACTS[kind].port;

/** A new input of this app with what fits most people: its usual port, or the next one that is free where the app can use another. */
export function newInput(kind: MotionApp, others: readonly MotionIn[]): MotionIn {
  const { port, fixed, fromNetwork } = APP_FACTS[kind];
  const free = fixed ? port : firstFree(port, (at) => others.some((other) => other.port === at));
  return {
    id: freeId(kind, others),
    kind,
    name: '',
    enabled: true,
    port: free,
    address: '',
    fromNetwork,
    tcp: false,
    passOn: [],
  };
}

export const OUT_PORTS: Readonly<Record<MotionOut['kind'], number>> = { vmc: 39_539, ifacialmocap: 49_983, vts: 8001 };

export const newOutput = (kind: MotionOut['kind'], others: readonly MotionOut[]): MotionOut => ({
  id: freeId(`out-${kind}`, others),
  kind,
  name: '',
  enabled: true,
  address: '127.0.0.1',
  port: OUT_PORTS[kind],
  bundles: true,
  framesPerSecond: 60,
  mirror: false,
});

function firstFree(from: number, taken: (port: number) => boolean): number {
  let port = from;
  while (taken(port) && port < 65_535) port++;
  return port;
}

function freeId(stem: string, others: readonly { readonly id: string }[]): string {
  const taken = new Set(others.map(({ id }) => id));
  let id = stem;
  for (let n = 2; taken.has(id); n++) id = `${stem}-${n}`;
  return id;
}

/** Another input that is switched on and has the same port already. */
export const rivalOf = (input: MotionIn, inputs: readonly MotionIn[]): MotionIn | undefined =>
  inputs.find((other) => other.id !== input.id && other.enabled && other.port === input.port);

/** An IPv4 address or a host's name, with a port or without, as far as that can be told by looking. */
export function looksLikeAddress(address: string): boolean {
  const [text = '', port] = address.split(':');
  if (port !== undefined && !isPort(port)) return false;
  if (/^[\d.]+$/.test(text)) {
    const numbers = text.split('.');
    return numbers.length === 4 && numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) <= 255);
  }
  return address.split(':').length < 3 && /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text);
}

/** Where data is passed on to: `host:port`. */
export const looksLikeTarget = (target: string): boolean => target.includes(':') && looksLikeAddress(target);

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
