import { networkInterfaces } from 'node:os';

/** More are never offered: somebody has to choose one. */
const ADDRESSES_LIMIT = 4;
/** Networks inside this computer, to which no phone can be connected. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|cni|podman)/i;

/** IPv4 addresses of this computer in local networks, the likeliest for a phone first. Public addresses are never among them. */
export function lanAddresses(): readonly string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
    VIRTUAL.test(name)
      ? []
      : (entries ?? []).filter((entry) => entry.family === 'IPv4' && !entry.internal).map((entry) => entry.address),
  );
  return [...new Set(found)]
    .filter(isPrivateAddress)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, ADDRESSES_LIMIT);
}

/** RFC 1918, link-local and loopback; IPv4 also as `::ffff:…`. */
export function isPrivateAddress(address: string): boolean {
  const parts = address
    .replace(/^::ffff:/i, '')
    .split('.')
    .map(Number);
  const [first = -1, second = -1] = parts;
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return false;
  if (first === 10 || first === 127) return true;
  if (first === 172) return second >= 16 && second <= 31;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}

/** Home routers give out 192.168.…; link-local addresses come when nobody gave one. */
function rank(address: string): number {
  return ['192.168.', '10.', '172.', '169.254.'].findIndex((prefix) => address.startsWith(prefix));
}
