import {
  ALPHA_MODES,
  BaseTexture,
  Container,
  type IArrayBuffer,
  Mesh,
  MeshGeometry,
  MeshMaterial,
  Rectangle,
  Renderer,
  Sprite,
  Texture,
} from 'pixi.js';
import { parseImageModel, picturesOf } from '#shared/avatar/image-model.ts';
import { createPuppetBody } from '#shared/avatar/puppet/body.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';

type Step = (dt: number, nowMs: number) => void;

/**
 * What a program of its own would do with pixi.js, the usual library for pictures and meshes: a puppet is one mesh per layer, deformed by the same code with
 * the same triangles (but no springs, masks or tints); pictures that take turns are sprites, of which one is visible.
 */
export async function createBarePixi(format: string, url: string): Promise<Step> {
  const renderer = new Renderer({ width: innerWidth, height: innerHeight, backgroundAlpha: 0, antialias: false });
  if (!(renderer.view instanceof HTMLCanvasElement)) throw new Error('pixi made no canvas');
  document.body.append(renderer.view);
  const stage = new Container();
  const json: unknown = await (await fetch(url)).json();
  const step = format === 'image' ? await showPictures(stage, json, url) : await showPuppet(stage, json, url);
  return (dt, nowMs) => {
    step(dt, nowMs);
    renderer.render(stage);
  };
}

/** The figure as large as our picture has it. */
function frame(stage: Container, { x, y, width, height }: Puppet['framing']['bust']): void {
  const scale = innerHeight / height;
  stage.scale.set(scale);
  stage.position.set(innerWidth / 2 - (x + width / 2) * scale, -y * scale);
}

async function showPuppet(stage: Container, json: unknown, url: string): Promise<Step> {
  const puppet = parsePuppet(json);
  const pages = await Promise.all(puppet.pages.map(({ file }) => textureOf(file, url)));
  const body = createPuppetBody(puppet, 1, () => true);
  const values = Float32Array.from(puppet.parameters, (parameter) => parameter.default);
  const places = ['ParamAngleX', 'ParamBreath', 'ParamMouthOpenY'].map((id) =>
    puppet.parameters.findIndex((parameter) => parameter.id === id),
  );
  const meshes = body.meshes.map(({ layer, firstVertex, vertexCount, firstIndex, indexCount }) => {
    const page = pages[layer.page];
    if (page === undefined) throw new Error(`no page ${layer.page}`);
    const { x, y, width, height } = layer.source;
    const texture = new Texture(page, new Rectangle(x, y, width, height));
    const into = body.positions.slice(firstVertex * 2, (firstVertex + vertexCount) * 2);
    const geometry = new MeshGeometry(
      forPixi(into),
      forPixi(body.uvs.slice(firstVertex * 2, (firstVertex + vertexCount) * 2)),
      forPixi(Uint16Array.from(body.indices.subarray(firstIndex, firstIndex + indexCount), (index) => index - firstVertex)),
    );
    const mesh = new Mesh(geometry, new MeshMaterial(texture));
    stage.addChild(mesh);
    const vertices = geometry.getBuffer('aVertexPosition');
    const from = body.positions.subarray(firstVertex * 2, (firstVertex + vertexCount) * 2);
    return { mesh, vertices, from, into };
  });
  frame(stage, puppet.framing.bust);
  return (_dt, nowMs) => {
    values[places[0] ?? 0] = Math.sin(nowMs / 900) * 6;
    values[places[1] ?? 0] = 0.5 + 0.5 * Math.sin(nowMs / 1500);
    values[places[2] ?? 0] = 0.5 + 0.5 * Math.sin(nowMs / 120);
    body.update(values);
    for (let i = 0; i < meshes.length; i++) {
      const one = meshes[i];
      if (one === undefined) continue;
      one.into.set(one.from);
      one.vertices.update();
      one.mesh.alpha = body.opacities[i] ?? 1;
      one.mesh.visible = one.mesh.alpha > 0;
    }
  };
}

/** Pixi's types are older than those of typed arrays. */
function forPixi(data: Float32Array | Uint16Array): IArrayBuffer {
  if (!isForPixi(data)) throw new Error('no numbers');
  return data;
}

const isForPixi = (data: object): data is IArrayBuffer => ArrayBuffer.isView(data);

async function showPictures(stage: Container, json: unknown, url: string): Promise<Step> {
  const pages = await Promise.all(picturesOf(parseImageModel(json)).map((file) => textureOf(file, url)));
  const sprites = pages.map((page) => {
    const sprite = new Sprite(new Texture(page));
    stage.addChild(sprite);
    return sprite;
  });
  const [first] = pages;
  frame(stage, { x: 0, y: 0, width: first?.width ?? 1, height: first?.height ?? 1 });
  const home = stage.position.y;
  return (_dt, nowMs) => {
    const open = 0.5 + 0.5 * Math.sin(nowMs / 120);
    for (let i = 0; i < sprites.length; i++) {
      const sprite = sprites[i];
      if (sprite !== undefined) sprite.visible = i === (open > 0.1 && sprites.length > 1 ? 1 : 0);
    }
    stage.position.y = home - open * 4;
  };
}

async function textureOf(file: string, baseUrl: string): Promise<BaseTexture> {
  const response = await fetch(new URL(encodeURI(file), new URL(baseUrl, location.href)));
  const bitmap = await createImageBitmap(await response.blob(), { premultiplyAlpha: 'premultiply' });
  return new BaseTexture(bitmap, { alphaMode: ALPHA_MODES.PMA });
}
