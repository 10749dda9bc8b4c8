import type { PuppetBody } from '#shared/avatar/puppet/body.ts';
import type { PuppetBlend } from '#shared/avatar/puppet/puppet-format.ts';
import { type MaskPlan, planMasks } from './puppet-masks.ts';
import type { PuppetPage } from './puppet-pages.ts';
import { createMaskProgram, createPictureProgram, POSITION, type PuppetProgram, UV } from './puppet-shaders.ts';

/**
 * Draws a puppet's body with WebGL 2: one buffer of corners, written once a frame; one call for each run of layers that share a page, a blend and a
 * colour. Masks are drawn first, at `maskScale` of the picture, four to a texture. Everything is premultiplied. `draw` allocates nothing.
 */
export interface PuppetRenderer {
  setPage(index: number, bitmap: TexImageSource): void;
  /** Other geometry of the same puppet. */
  setBody(body: PuppetBody): void;
  /** Pixels of the canvas; `maskScale` 0…1. */
  resize(width: number, height: number, maskScale: number): void;
  /** Four numbers per mesh: red, green, blue, alpha, 0…1, not premultiplied. */
  readonly tints: Float32Array;
  /** `brightness`: one number, 0…1, of everything. */
  draw(matrix: Float32Array, brightness: Float32Array): void;
  dispose(): void;
}

/** Below it nobody sees anything. */
const INVISIBLE = 1 / 512;
/** Alpha of each blend stays as it is: only what is there already is shaded or lit. */
const BLENDS: Readonly<Record<PuppetBlend, number>> = { normal: 0, multiply: 1, add: 2 };

export function createPuppetRenderer(
  gl: WebGL2RenderingContext,
  body: PuppetBody,
  pages: readonly PuppetPage[],
  smooth: boolean,
): PuppetRenderer {
  const picture = createPictureProgram(gl);
  const mask = createMaskProgram(gl);
  const plan = planMasks(body.meshes);
  const textures = pages.map(() => createTexture(gl, smooth));
  const targets = Array.from({ length: plan.textures }, () => createTarget(gl));
  const geometry = createGeometry(gl);
  const tints = new Float32Array(body.meshes.length * 4).fill(1);
  let current = body;
  let [width, height] = [1, 1];
  let [maskWidth, maskHeight] = [1, 1];
  // What goes to the graphics card as single numbers is boxed on its way; arrays are not.
  const view = { turn: new Float32Array(4), shift: new Float32Array(2) };
  const perPixel = Float32Array.of(1, 1);
  const colour = new Float32Array(4);
  const channels = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  const channelOf = [0, 4, 8, 12].map((at) => channels.subarray(at, at + 4));
  geometry.load(body, pages);
  gl.enable(gl.BLEND);
  gl.disable(gl.DEPTH_TEST);
  gl.clearColor(0, 0, 0, 0);

  function drawMasks(): void {
    gl.viewport(0, 0, maskWidth, maskHeight);
    select(gl, mask, view);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    for (let i = 0; i < targets.length; i++) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, targets[i]?.framebuffer ?? null);
      gl.colorMask(true, true, true, true);
      gl.clear(gl.COLOR_BUFFER_BIT);
      for (let m = i * 4; m < Math.min(plan.masks.length, i * 4 + 4); m++) drawMask(plan.masks[m]);
    }
    gl.colorMask(true, true, true, true);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
  }

  function drawMask(one: MaskPlan['masks'][number] | undefined): void {
    if (one === undefined) return;
    gl.colorMask(one.channel === 0, one.channel === 1, one.channel === 2, one.channel === 3);
    for (let k = 0; k < one.sources.length; k++) {
      const place = one.sources[k] ?? 0;
      const mesh = current.meshes[place];
      const opacity = current.opacities[place] ?? 0;
      if (mesh === undefined || mesh.indexCount === 0 || opacity < INVISIBLE) continue;
      gl.bindTexture(gl.TEXTURE_2D, textures[mesh.layer.page] ?? null);
      colour.fill(opacity);
      gl.uniform4fv(mask.colour, colour);
      gl.drawElements(gl.TRIANGLES, mesh.indexCount, gl.UNSIGNED_INT, mesh.firstIndex * 4);
    }
  }

  /** The state of the run that is being gathered. */
  let runFirst = 0;
  let runCount = 0;

  function flush(): void {
    if (runCount > 0) gl.drawElements(gl.TRIANGLES, runCount, gl.UNSIGNED_INT, runFirst * 4);
    runCount = 0;
  }

  function drawLayers(share: Float32Array): void {
    const brightness = share[0] ?? 1;
    select(gl, picture, view);
    gl.uniform2fv(picture.perPixel, perPixel);
    let page = -1;
    let blend = -1;
    let masked = -2;
    let red = -1;
    let green = -1;
    let blue = -1;
    let alpha = -1;
    for (let i = 0; i < current.meshes.length; i++) {
      const mesh = current.meshes[i];
      const opacity = (current.opacities[i] ?? 0) * (tints[i * 4 + 3] ?? 1);
      if (mesh === undefined || mesh.indexCount === 0 || opacity < INVISIBLE) continue;
      const nextBlend = BLENDS[mesh.layer.blend];
      const nextMask = plan.ofMesh[i] ?? -1;
      const light = opacity * brightness;
      const r = (tints[i * 4] ?? 1) * light;
      const g = (tints[i * 4 + 1] ?? 1) * light;
      const b = (tints[i * 4 + 2] ?? 1) * light;
      const same =
        mesh.layer.page === page &&
        nextBlend === blend &&
        nextMask === masked &&
        r === red &&
        g === green &&
        b === blue &&
        opacity === alpha;
      if (!same || mesh.firstIndex !== runFirst + runCount) flush();
      if (runCount === 0) runFirst = mesh.firstIndex;
      runCount += mesh.indexCount;
      if (same) continue;
      if (nextBlend !== blend) setBlend(gl, nextBlend);
      if (nextMask !== masked) setMask(nextMask);
      if (mesh.layer.page !== page) gl.bindTexture(gl.TEXTURE_2D, textures[mesh.layer.page] ?? null);
      colour[0] = r;
      colour[1] = g;
      colour[2] = b;
      colour[3] = opacity;
      gl.uniform4fv(picture.colour, colour);
      page = mesh.layer.page;
      blend = nextBlend;
      masked = nextMask;
      red = r;
      green = g;
      blue = b;
      alpha = opacity;
    }
    flush();
  }

  function setMask(index: number): void {
    const one = plan.masks[index];
    gl.uniform1f(picture.free, one === undefined ? 1 : 0);
    if (one === undefined) return;
    gl.uniform4fv(picture.channel, channelOf[one.channel] ?? colour);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, targets[one.texture]?.texture ?? null);
    gl.activeTexture(gl.TEXTURE0);
  }

  return {
    tints,
    setPage(index, bitmap) {
      const texture = textures[index];
      if (texture === undefined) return;
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      // Bitmaps come premultiplied; the flag keeps other sources so too.
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
      gl.generateMipmap(gl.TEXTURE_2D);
    },
    setBody(next) {
      current = next;
      geometry.load(next, pages);
    },
    resize(nextWidth, nextHeight, maskScale) {
      [width, height] = [Math.max(1, nextWidth), Math.max(1, nextHeight)];
      perPixel.set([1 / width, 1 / height]);
      [maskWidth, maskHeight] = [Math.max(1, Math.round(width * maskScale)), Math.max(1, Math.round(height * maskScale))];
      for (const target of targets) target.resize(maskWidth, maskHeight);
    },
    draw(matrix, brightness) {
      geometry.update(current.positions);
      for (let i = 0; i < 4; i++) view.turn[i] = matrix[i] ?? 0;
      for (let i = 0; i < 2; i++) view.shift[i] = matrix[4 + i] ?? 0;
      gl.activeTexture(gl.TEXTURE0);
      if (plan.masks.length > 0) drawMasks();
      gl.viewport(0, 0, width, height);
      gl.clear(gl.COLOR_BUFFER_BIT);
      drawLayers(brightness);
    },
    dispose() {
      for (const texture of textures) gl.deleteTexture(texture);
      for (const target of targets) target.dispose();
      geometry.dispose();
      gl.deleteProgram(picture.program);
      gl.deleteProgram(mask.program);
    },
  };
}

/** The camera as the programs want it. */
interface ProgramView {
  readonly turn: Float32Array;
  readonly shift: Float32Array;
}

function select(gl: WebGL2RenderingContext, { program, turn, shift }: PuppetProgram, view: ProgramView): void {
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's own name, no hook
  gl.useProgram(program);
  gl.uniform4fv(turn, view.turn);
  gl.uniform2fv(shift, view.shift);
}

function setBlend(gl: WebGL2RenderingContext, blend: number): void {
  if (blend === BLENDS.multiply) gl.blendFuncSeparate(gl.DST_COLOR, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
  else if (blend === BLENDS.add) gl.blendFuncSeparate(gl.DST_ALPHA, gl.ONE, gl.ZERO, gl.ONE);
  else gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
}

function createTexture(gl: WebGL2RenderingContext, smooth: boolean): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  // Art is several times larger than the window: without mipmaps it would glitter. Between two of them only a graphics card blends for free.
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, smooth ? gl.LINEAR_MIPMAP_LINEAR : gl.LINEAR_MIPMAP_NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

interface Target {
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
  resize(width: number, height: number): void;
  dispose(): void;
}

function createTarget(gl: WebGL2RenderingContext): Target {
  const texture = gl.createTexture();
  const framebuffer = gl.createFramebuffer();
  let [width, height] = [0, 0];
  return {
    texture,
    framebuffer,
    resize(nextWidth, nextHeight) {
      if (nextWidth === width && nextHeight === height) return;
      [width, height] = [nextWidth, nextHeight];
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    },
    dispose() {
      gl.deleteTexture(texture);
      gl.deleteFramebuffer(framebuffer);
    },
  };
}

function createGeometry(gl: WebGL2RenderingContext) {
  const array = gl.createVertexArray();
  const [positions, uvs, indices] = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer()];
  return {
    load(body: PuppetBody, pages: readonly PuppetPage[]): void {
      gl.bindVertexArray(array);
      gl.bindBuffer(gl.ARRAY_BUFFER, uvs);
      gl.bufferData(gl.ARRAY_BUFFER, pageUvs(body, pages), gl.STATIC_DRAW);
      gl.enableVertexAttribArray(UV);
      gl.vertexAttribPointer(UV, 2, gl.FLOAT, false, 0, 0);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indices);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, body.indices, gl.STATIC_DRAW);
      gl.bindBuffer(gl.ARRAY_BUFFER, positions);
      gl.bufferData(gl.ARRAY_BUFFER, body.positions, gl.DYNAMIC_DRAW);
      gl.enableVertexAttribArray(POSITION);
      gl.vertexAttribPointer(POSITION, 2, gl.FLOAT, false, 0, 0);
    },
    update(corners: Float32Array): void {
      gl.bindBuffer(gl.ARRAY_BUFFER, positions);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, corners);
    },
    dispose(): void {
      gl.deleteVertexArray(array);
      gl.deleteBuffer(positions);
      gl.deleteBuffer(uvs);
      gl.deleteBuffer(indices);
    },
  };
}

/** From places on a layer's picture to places on its page, 0…1. */
function pageUvs({ meshes, uvs }: PuppetBody, pages: readonly PuppetPage[]): Float32Array {
  const result = new Float32Array(uvs.length);
  for (const { layer, firstVertex, vertexCount } of meshes) {
    const { width, height } = pages[layer.page] ?? { width: 1, height: 1 };
    const { source } = layer;
    for (let i = firstVertex * 2; i < (firstVertex + vertexCount) * 2; i += 2) {
      result[i] = (source.x + source.width * (uvs[i] ?? 0)) / width;
      result[i + 1] = (source.y + source.height * (uvs[i + 1] ?? 0)) / height;
    }
  }
  return result;
}
