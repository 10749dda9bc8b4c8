import { StudioError } from '#shared/errors.ts';

/** Corners in canvas pixels; the camera as two rows. Everything premultiplied. */
const VERTEX = `#version 300 es
in vec2 position;
in vec2 uv;
uniform vec4 turn;
uniform vec2 shift;
out vec2 at;
void main() {
  at = uv;
  gl_Position = vec4(turn.x * position.x + turn.z * position.y + shift.x, turn.y * position.x + turn.w * position.y + shift.y, 0.0, 1.0);
}`;

/** A layer, times its colour, where its mask is. `channel` picks one of four masks; without one it is zero and `free` is 1. */
const PICTURE = `#version 300 es
precision mediump float;
in vec2 at;
uniform sampler2D page;
uniform sampler2D masks;
uniform vec4 colour;
uniform vec4 channel;
uniform float free;
uniform highp vec2 perPixel;
out vec4 pixel;
void main() {
  float seen = free;
  if (free < 1.0) seen = dot(texture(masks, gl_FragCoord.xy * perPixel), channel);
  pixel = texture(page, at) * colour * seen;
}`;

/** A mask: how much of the layer is there, in all channels; the colour mask keeps one. */
const MASK = `#version 300 es
precision mediump float;
in vec2 at;
uniform sampler2D page;
uniform vec4 colour;
out vec4 pixel;
void main() {
  pixel = vec4(texture(page, at).a * colour.a);
}`;

export interface PuppetProgram {
  readonly program: WebGLProgram;
  readonly turn: WebGLUniformLocation | null;
  readonly shift: WebGLUniformLocation | null;
  readonly colour: WebGLUniformLocation | null;
  readonly channel: WebGLUniformLocation | null;
  readonly free: WebGLUniformLocation | null;
  readonly perPixel: WebGLUniformLocation | null;
}

export const POSITION = 0;
export const UV = 1;

export function createPictureProgram(gl: WebGL2RenderingContext): PuppetProgram {
  return link(gl, PICTURE);
}
export function createMaskProgram(gl: WebGL2RenderingContext): PuppetProgram {
  return link(gl, MASK);
}

function link(gl: WebGL2RenderingContext, fragment: string): PuppetProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) break;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.bindAttribLocation(program, POSITION, 'position');
  gl.bindAttribLocation(program, UV, 'uv');
  gl.linkProgram(program);
  // A lost context links nothing either; that is no fault of the shader.
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new StudioError('internal', `the puppet's shader was refused: ${gl.getProgramInfoLog(program) ?? ''}`);
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's own name, no hook
  gl.useProgram(program);
  const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  gl.uniform1i(place('page'), 0);
  gl.uniform1i(place('masks'), 1);
  return {
    program,
    turn: place('turn'),
    shift: place('shift'),
    colour: place('colour'),
    channel: place('channel'),
    free: place('free'),
    perPixel: place('perPixel'),
  };
}
