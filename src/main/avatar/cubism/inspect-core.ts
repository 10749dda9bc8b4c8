import { Script } from 'node:vm';
import { cubismOfMoc } from '#shared/avatar/cubism/moc3.ts';
import type { CoreProblem } from '#shared/contract/cubism.ts';

export interface CoreFacts {
  readonly version: string | null;
  readonly reads: string | null;
}

/** Bytes. The real file has about 200 KB, its readable form four times as much. */
const SMALLEST = 1000;
const LARGEST = 8 * 1024 * 1024;

/** Looks at a file that should be Live2D's Cubism Core for Web: what it says of itself, or what it is instead. It is compiled, never run. */
export function inspectCore(content: Uint8Array): CoreFacts | CoreProblem {
  if (content.byteLength > LARGEST) return 'too-large';
  const text = textOf(content);
  if (text === undefined || content.byteLength < SMALLEST) return 'no-script';
  if (/^\s*</u.test(text)) return 'web-page';
  if (!/\bLive2DCubismCore\b/u.test(text)) return /\bLive2DModelWebGL\b/u.test(text) ? 'cubism-2' : 'other-script';
  if (!definesCore(text)) return 'needs-core';
  return compiles(text) ? { version: versionIn(text), reads: readsIn(text) } : 'damaged';
}

function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A library that only calls the Core does not define the global. */
function definesCore(text: string): boolean {
  return (
    /\bfromArrayBuffer\b/u.test(text) &&
    /\bfromMoc\b/u.test(text) &&
    /(?:(?:var|let|const)\s+|(?:window|globalThis|self)\.)Live2DCubismCore\b/u.test(text)
  );
}

function compiles(text: string): boolean {
  try {
    new Script(text, { filename: 'live2dcubismcore.js' });
    return true;
  } catch {
    return false;
  }
}

/** Where a comment says it; the number itself lies in the machine code. */
function versionIn(text: string): string | null {
  const said = /(?:Cubism Core(?: for Web)?|Core version)\D{0,20}?(\d{1,2}\.\d{1,2}\.\d{1,4})/iu.exec(text.slice(0, 20_000));
  return said?.[1] ?? null;
}

/** `MocVersion_50 = 5`: the newest of the formats that it lists. */
function readsIn(text: string): string | null {
  const versions = [...text.matchAll(/MocVersion_\d+\s*=\s*(\d{1,3})\b/gu)].map(([, number]) => Number(number));
  return versions.length === 0 ? null : cubismOfMoc(Math.max(...versions));
}
