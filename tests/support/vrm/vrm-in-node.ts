import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type LoadedVrm, vrmFromBytes } from '#renderer/stage/rigs/vrm/vrm-load.ts';
import type { ModelMotion } from '#shared/avatar/model.ts';

/** A real VRM file in Node, where pictures cannot be decoded: its textures are left out, everything else is as the stage has it. */
export async function vrmInNode(path: string, motions: readonly ModelMotion[] = []): Promise<LoadedVrm> {
  const bytes = withoutTextures(await readFile(path));
  const source = {
    modelId: '0'.repeat(32),
    name: basename(path),
    format: 'vrm' as const,
    url: `/${basename(path)}`,
    coreUrl: null,
  };
  // The loader asks for the page's URL factory even when there is no picture to decode.
  Object.assign(globalThis, { self: globalThis });
  return vrmFromBytes(bytes, { source, motions, signal: new AbortController().signal });
}

interface Glb {
  readonly json: Record<string, unknown>;
  readonly binary: Uint8Array;
}

function withoutTextures(file: Uint8Array): ArrayBuffer {
  const { json, binary } = readGlb(file);
  for (const key of ['images', 'textures', 'samplers']) delete json[key];
  return writeGlb({ json: withoutTextureKeys(json), binary });
}

/** Every property that names a texture goes, wherever it is. */
function withoutTextureKeys(value: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(value, (key, one: unknown) => (/texture/i.test(key) ? undefined : one));
  return JSON.parse(text) as Record<string, unknown>;
}

export function readGlb(file: Uint8Array): Glb {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const jsonBytes = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(file.subarray(20, 20 + jsonBytes))) as Record<string, unknown>;
  const at = 20 + jsonBytes;
  return { json, binary: at < file.byteLength ? file.subarray(at + 8, at + 8 + view.getUint32(at, true)) : new Uint8Array() };
}

export function writeGlb({ json, binary }: Glb): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonBytes = Math.ceil(text.length / 4) * 4;
  const binaryBytes = Math.ceil(binary.length / 4) * 4;
  const file = new Uint8Array(12 + 8 + jsonBytes + 8 + binaryBytes);
  const view = new DataView(file.buffer);
  const words = [0x46546c67, 2, file.length, jsonBytes, 0x4e4f534a];
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  file.fill(0x20, 20, 20 + jsonBytes);
  file.set(text, 20);
  view.setUint32(20 + jsonBytes, binaryBytes, true);
  view.setUint32(24 + jsonBytes, 0x004e4942, true);
  file.set(binary, 28 + jsonBytes);
  return file.buffer;
}
