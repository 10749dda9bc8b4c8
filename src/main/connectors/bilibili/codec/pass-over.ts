import { OPERATION, VERSION } from './frame-format.ts';
import type { PacketPlace } from './packet-table.ts';

/** Whether the packet there is a message that nobody wants. It is told by its first bytes and not read any further. */
export type PassOver = (bytes: Buffer, place: PacketPlace) => boolean;

export const passOverNothing: PassOver = () => false;

/** How the platform begins a message. One that begins otherwise is read whole. */
const OPENING = Buffer.from('{"cmd":"');
const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * Passes over plain messages that begin with `{"cmd":"NAME"` or `{"cmd":"NAME:…`, NAME being one of `commands`. What comes after is then not looked at:
 * that it is JSON, or names a second `cmd`, is not noticed. Plain loops over a dozen bytes, because a call that makes a string costs more.
 */
export function createPassOver(commands: Iterable<string>): PassOver {
  const byLength = new Map<number, Buffer[]>();
  for (const command of commands) {
    const name = Buffer.from(command, 'latin1');
    const alike = byLength.get(name.length);
    if (alike === undefined) byLength.set(name.length, [name]);
    else alike.push(name);
  }
  const longest = Math.max(0, ...byLength.keys());

  return (bytes, { body, end, op, ver }) => {
    if (op !== OPERATION.message || (ver !== VERSION.json && ver !== VERSION.control)) return false;
    const from = body + OPENING.length;
    if (from >= end || !standsAt(bytes, body, OPENING)) return false;
    const until = Math.min(end, from + longest + 1);
    for (let at = from; at < until; at += 1) {
      if (bytes[at] !== QUOTE && bytes[at] !== COLON) continue;
      return byLength.get(at - from)?.some((name) => standsAt(bytes, from, name)) === true;
    }
    return false;
  };
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
