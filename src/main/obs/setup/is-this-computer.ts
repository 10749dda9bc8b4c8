import { networkInterfaces } from 'node:os';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether an address of OBS means this computer, whose pages it can reach. */
export function isThisComputer(url: string): boolean {
  try {
    const { hostname } = new URL(url);
    return LOOPBACK.test(hostname) || ownAddresses().includes(hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return false;
  }
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
