/** Names under which pictures drawn by the processor announce themselves. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
/** What three asks of a context; `antialias` as where the processor draws. */
const PLAIN: WebGLContextAttributes = {
  alpha: true,
  antialias: false,
  premultipliedAlpha: true,
  powerPreference: 'high-performance',
};
/**
 * Extensions that three asks for when it starts and that no avatar uses: float render targets, clip planes, float textures between their points. Where the
 * processor draws, each answer is a walk to the graphics process and back, and enabling one costs it milliseconds.
 */
const UNUSED: ReadonlySet<string> = new Set([
  'EXT_color_buffer_float',
  'EXT_color_buffer_half_float',
  'OES_texture_float_linear',
  'WEBGL_clip_cull_distance',
  'WEBGL_multisampled_render_to_texture',
  'WEBGL_render_shared_exponent',
]);
const VERTEX = `#version 300 es
in vec4 position; uniform mat4 view; out vec2 at; void main() { at = position.xy; gl_Position = view * position; }`;
const FRAGMENT = `#version 300 es
precision highp float; uniform sampler2D map; in vec2 at; out vec4 colour; void main() { colour = texture(map, at); }`;
let known: boolean | undefined;
let kept: HTMLCanvasElement | undefined;

/**
 * Whether WebGL runs on the processor here; false when there is no WebGL at all. Asked once, on a context of its own. Where the processor draws, making one
 * takes long, so that one waits for the first avatar; a graphics card's is given back at once.
 */
export function isSoftwareRendered(): boolean {
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', PLAIN);
  if (gl === null) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  known = SOFTWARE.test(String(name));
  if (known) {
    kept = canvas;
    warmUp(gl);
  } else gl.getExtension('WEBGL_lose_context')?.loseContext();
  return known;
}

/**
 * A process's first triangle and its first smaller copies of a texture start the compiler that turns shaders into code of the processor: a third of a second
 * with Mesa's llvmpipe. Nothing here waits for it: it happens in the graphics process while the model is still on its way.
 */
function warmUp(gl: WebGL2RenderingContext): void {
  const program = programOf(gl);
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's own name, no hook
  gl.useProgram(program);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's own name, no hook
  gl.useProgram(null);
  gl.deleteProgram(program);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 3, gl.SRGB8_ALPHA8, 4, 4);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.bindTexture(gl.TEXTURE_2D, null);
  gl.deleteTexture(texture);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.flush();
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) continue;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return program;
}

/** The canvas on which the processor draws already, without smoothed edges and without the extensions that avatars do not use. Once. */
export function takeSoftwareCanvas(): HTMLCanvasElement | undefined {
  const canvas = kept;
  kept = undefined;
  const gl = canvas?.getContext('webgl2');
  if (gl === null || gl === undefined || gl.isContextLost()) return undefined;
  const { getExtension } = gl;
  Object.defineProperty(gl, 'getExtension', {
    value: (name: string): unknown => (UNUSED.has(name) ? null : Reflect.apply(getExtension, gl, [name])),
  });
  return canvas;
}

/** The first avatar has a canvas of its own kind. */
export function dropSoftwareCanvas(): void {
  kept?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  kept = undefined;
}
