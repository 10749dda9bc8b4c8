import { Script } from 'node:vm';
import { cubismOfMoc } from '#shared/avatar/cubism/moc3.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

export interface CoreFacts {
  readonly version: string | null;
  readonly reads: string | null;
}

/** Bytes. The real file has about 200 KB, its readable form three times as much. */
const SMALLEST = 1000;
const LARGEST = 8 * 1024 * 1024;
const what = 'choose live2dcubismcore.min.js from the folder Core of Live2D’s Cubism SDK for Web';

/**
 * Looks at a file that should be Live2D's Cubism Core for Web. It is compiled, never run. Throws `too-large` or `invalid-input` that says what the file is
 * instead and which one to choose.
 */
export function inspectCore(fileName: string, content: Uint8Array): CoreFacts {
  const name = JSON.stringify(fileName.slice(0, 100));
  if (content.byteLength > LARGEST)
    throw new StudioError(
      'too-large',
      `${name} has ${Math.round(content.byteLength / 1e6)} MB, a Cubism Core has less than one; ${what}`,
    );
  const text = textOf(content);
  if (text === undefined || content.byteLength < SMALLEST)
    throw new StudioError('invalid-input', `${name} is no script; ${what}`);
  if (/^\s*</u.test(text))
    throw new StudioError(
      'invalid-input',
      `${name} is a web page, not the Core: the download was probably stopped by a sign-in; ${what}`,
    );
  if (!/\bLive2DCubismCore\b/u.test(text)) {
    if (/\bLive2DModelWebGL\b/u.test(text))
      throw new StudioError('invalid-input', `${name} is the runtime of Cubism 2, which cannot show today’s models; ${what}`);
    throw new StudioError('invalid-input', `${name} does not define Live2DCubismCore; ${what}`);
  }
  if (!definesCore(text)) throw new StudioError('invalid-input', `${name} uses the Cubism Core but is not it; ${what}`);
  try {
    new Script(text, { filename: 'live2dcubismcore.js' });
  } catch (error) {
    throw new StudioError(
      'invalid-input',
      `${name} is cut short or damaged (${messageFromUnknown(error)}); download the SDK again, then ${what}`,
      { cause: error },
    );
  }
  return { version: versionIn(text), reads: readsIn(text) };
}

function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A library that only calls the Core has no loader of models in it. */
function definesCore(text: string): boolean {
  return (
    /\bfromArrayBuffer\b/u.test(text) &&
    /\bfromMoc\b/u.test(text) &&
    /(?:var|let|const|window\.|globalThis\.|self\.)\s*Live2DCubismCore\b/u.test(text)
  );
}

/** Where a comment or a constant says it; the number itself lies in the machine code. */
function versionIn(text: string): string | null {
  const said = /(?:Cubism Core(?: for Web)?|Core version)\D{0,20}?(\d{1,2}\.\d{1,2}\.\d{1,4})/iu.exec(text.slice(0, 20_000));
  return said?.[1] ?? null;
}

/** `MocVersion_50 = 5`: the newest of the formats that it lists. */
function readsIn(text: string): string | null {
  const versions = [...text.matchAll(/MocVersion_\d+\s*=\s*(\d{1,3})\b/gu)].map(([, number]) => Number(number));
  return versions.length === 0 ? null : cubismOfMoc(Math.max(...versions));
}
