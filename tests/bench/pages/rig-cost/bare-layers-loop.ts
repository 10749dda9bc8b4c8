import { parseImageModel, picturesOf } from '#shared/avatar/image-model.ts';
import { imagePuppet } from '#shared/avatar/image-puppet.ts';
import { createPuppetBody, type PuppetBody } from '#shared/avatar/puppet/body.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';

/**
 * No library draws puppets or pictures that take turns, so this is the yardstick: a bare WebGL 2 loop that uploads the same corners each frame and draws
 * the same layers, one call each, without deforming, springs, masks, blends or tints.
 */
export async function createBareLayers(format: string, url: string): Promise<(dt: number, nowMs: number) => void> {
  const json: unknown = await (await fetch(url)).json();
  const { puppet, pages } = format === 'image' ? await loadImage(json, url) : await loadPuppet(json, url);
  const body = createPuppetBody(puppet, 1, () => true);
  body.update(Float32Array.from(puppet.parameters, (parameter) => parameter.default));
  const canvas = document.createElement('canvas');
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  document.body.append(canvas);
  const gl = canvas.getContext('webgl2', { alpha: true, antialias: false, depth: false, stencil: false });
  if (gl === null) throw new Error('no WebGL 2');
  return bareDrawing(gl, puppet, body, pages);
}

async function loadPuppet(json: unknown, url: string): Promise<{ puppet: Puppet; pages: ImageBitmap[] }> {
  const puppet = parsePuppet(json);
  return { puppet, pages: await Promise.all(puppet.pages.map(({ file }) => bitmapOf(file, url))) };
}

async function loadImage(json: unknown, url: string): Promise<{ puppet: Puppet; pages: ImageBitmap[] }> {
  const model = parseImageModel(json);
  const files = picturesOf(model);
  const pages = await Promise.all(files.map((file) => bitmapOf(file, url)));
  return { puppet: imagePuppet(model, (file) => pages[files.indexOf(file)] ?? { width: 1, height: 1 }), pages };
}

async function bitmapOf(file: string, baseUrl: string): Promise<ImageBitmap> {
  const response = await fetch(new URL(encodeURI(file), new URL(baseUrl, location.href)));
  return createImageBitmap(await response.blob(), { premultiplyAlpha: 'premultiply' });
}

const VERTEX = `#version 300 es
layout(location = 0) in vec2 position; layout(location = 1) in vec2 uv; uniform vec4 view; out vec2 at;
void main() { at = uv; gl_Position = vec4(position * view.xy + view.zw, 0.0, 1.0); }`;
const FRAGMENT = `#version 300 es
precision mediump float; uniform sampler2D page; uniform float opacity; in vec2 at; out vec4 colour;
void main() { colour = texture(page, at) * opacity; }`;

function bareDrawing(gl: WebGL2RenderingContext, puppet: Puppet, body: PuppetBody, pages: readonly ImageBitmap[]): () => void {
  const program = programOf(gl);
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's own name, no hook
  gl.useProgram(program);
  const opacity = gl.getUniformLocation(program, 'opacity');
  const { bust } = puppet.framing;
  const up = 2 / bust.height;
  const across = (up * gl.canvas.height) / gl.canvas.width;
  const view = [across, -up, -(bust.x + bust.width / 2) * across, (bust.y + bust.height / 2) * up] as const;
  gl.uniform4f(gl.getUniformLocation(program, 'view'), ...view);
  const positions = gl.createBuffer();
  fill(gl, gl.createBuffer(), 1, pageUvs(body, pages));
  fill(gl, positions, 0, body.positions);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, body.indices, gl.STATIC_DRAW);
  const textures = pages.map((page) => textureOf(gl, page));
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  return () => {
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, body.positions);
    gl.clear(gl.COLOR_BUFFER_BIT);
    for (let i = 0; i < body.meshes.length; i++) {
      const mesh = body.meshes[i];
      const share = body.opacities[i] ?? 0;
      if (mesh === undefined || share === 0) continue;
      gl.bindTexture(gl.TEXTURE_2D, textures[mesh.layer.page] ?? null);
      gl.uniform1f(opacity, share);
      gl.drawElements(gl.TRIANGLES, mesh.indexCount, gl.UNSIGNED_INT, mesh.firstIndex * 4);
    }
  };
}

function fill(gl: WebGL2RenderingContext, buffer: WebGLBuffer | null, place: number, values: Float32Array): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
}

function textureOf(gl: WebGL2RenderingContext, page: ImageBitmap): WebGLTexture | null {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, page);
  gl.generateMipmap(gl.TEXTURE_2D);
  return texture;
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error('no shader');
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}

function pageUvs({ meshes, uvs }: PuppetBody, pages: readonly ImageBitmap[]): Float32Array {
  const result = new Float32Array(uvs.length);
  for (const { layer, firstVertex, vertexCount } of meshes) {
    const { width, height } = pages[layer.page] ?? { width: 1, height: 1 };
    for (let i = firstVertex * 2; i < (firstVertex + vertexCount) * 2; i += 2) {
      result[i] = (layer.source.x + layer.source.width * (uvs[i] ?? 0)) / width;
      result[i + 1] = (layer.source.y + layer.source.height * (uvs[i + 1] ?? 0)) / height;
    }
  }
  return result;
}
