import { lookup } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** Where datagrams go: an IPv4 address and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Of `host` or `host:port`. Asks the name service for names; throws `network` where it knows none. */
export async function endpointFrom(text: string, defaultPort: number): Promise<Endpoint> {
  const [host = '', port] = text.trim().split(':', 2);
  const number = port === undefined ? defaultPort : Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new StudioError('invalid-input', `"${text}" has no port from 1 to 65535 behind its colon; correct the address`);
  if (isIPv4(host)) return { address: host, port: number };
  try {
    const { address } = await lookup(host, { family: 4 });
    return { address, port: number };
  } catch (cause) {
    const what = `no device is known in this network under "${host}" (${messageFromUnknown(cause)})`;
    throw new StudioError('network', `${what}; type the address that the phone shows, such as 192.168.1.20`, { cause });
  }
}

/** Whether an address is one of this computer's own. */
export function isThisComputer(address: string): boolean {
  if (address.startsWith('127.') || address === '0.0.0.0') return true;
  return Object.values(networkInterfaces()).some((entries) => entries?.some((entry) => entry.address === address) === true);
}
