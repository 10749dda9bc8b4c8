import type { ModelFiles } from '#shared/avatar/cubism/live2d-files.ts';

/** A model's folder in memory. */
export function modelFilesFrom(files: Readonly<Record<string, Uint8Array>>): ModelFiles {
  const get = (path: string): Uint8Array => {
    const content = files[path];
    if (content === undefined) throw new Error(`ENOENT: ${path}`);
    return content;
  };
  return {
    paths: Object.keys(files),
    text: async (path) => new TextDecoder().decode(get(path)),
    head: async (path, bytes) => get(path).subarray(0, bytes),
  };
}
