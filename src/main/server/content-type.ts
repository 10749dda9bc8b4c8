import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.apng': 'image/apng',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.webm': 'audio/webm',
  '.vrm': 'model/gltf-binary',
  '.vrma': 'model/gltf-binary',
  '.glb': 'model/gltf-binary',
  '.task': 'application/octet-stream',
  '.onnx': 'application/octet-stream',
};

/** MIME type by file name; unknown ones are plain bytes, which no browser runs. */
export function contentTypeFromPath(path: string): string {
  return types[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/** What a browser may show or play of a user's files. Scripts, pages, styles and SVG are not among them: they stay bytes. */
const harmless = /^(?:image\/(?!svg)|audio\/|model\/|application\/json$)/u;

/** MIME type of a file that the user brought: nothing that a browser would run. */
export function userFileTypeFromPath(path: string): string {
  const type = contentTypeFromPath(path);
  return harmless.test(type) ? type : 'application/octet-stream';
}

/** As above, with the style sheets and fonts of a checked theme. */
export function themeFileTypeFromPath(path: string): string {
  const type = contentTypeFromPath(path);
  return /^(?:text\/css|font\/)/u.test(type) ? type : userFileTypeFromPath(path);
}
