import { messageFromUnknown, StudioError } from '#shared/errors.ts';

export type Sherpa = typeof import('sherpa-onnx-node');

/**
 * The optional component sherpa-onnx, which links eSpeak NG (GPL-3): loaded by name at run time, only in the process that runs its models. Throws
 * `unavailable` when it is not installed.
 */
export async function loadSherpa(): Promise<Sherpa> {
  try {
    const module = await import('sherpa-onnx-node');
    // As a CommonJS package its names are on `default` where they could not be read ahead.
    return 'default' in module ? (module.default as Sherpa) : module;
  } catch (cause) {
    throw new StudioError(
      'unavailable',
      `sherpa-onnx is not installed (${messageFromUnknown(cause).split('\n')[0]?.slice(0, 120)}): run "npm install sherpa-onnx-node@1.13.8" in the program's folder and start it again, or choose another model`,
      { cause },
    );
  }
}
